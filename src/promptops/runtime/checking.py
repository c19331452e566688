"""Whether the resources of a verified bundle have the form that serving relies on: judged once, when it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from promptops.runtime.amounts import micro_usd, milliseconds
from promptops.runtime.buckets import SCHEME
from promptops.runtime.budgets.tree import ALERT, BLOCK, DEGRADE
from promptops.runtime.budgets.windows import longest
from promptops.runtime.conditions import segment_of
from promptops.runtime.inputs import check_schema
from promptops.trust.fields import shown
from promptops.trust.refusals import Code, RefusedError

_MOST = 2**53 - 1
_MAJOR_DIGITS = 100
"""As many as a whole version may have."""
_LISTS = ("fallbacks", "handoffs", "invokes", "models", "tools")
"""Keys that hold references, whose places are those of links."""
_LEADS_TO: Mapping[str, Mapping[str, str]] = {
    "agent": {"budget": "budget:", "model": "model:", "prompt": "prompt:", "tools": "tool:"},
    "budget": {"models": "model:", "parent": "budget:"},
    "model": {"fallbacks": "model:", "provider": "provider:"},
    "prompt": {"fallback": "prompt:", "model": "model:", "tools": "tool:"},
}
"""What the links of a kind lead to, by the key in which they stand; any other leads anywhere."""
_ON_EXCEED = (BLOCK, DEGRADE, ALERT)


def check_resources(resources: Mapping[str, Any]) -> None:
    """Refuse resources that are not of the form that the compiler writes.

    Raises:
        RefusedError: `malformed-document`, or `unsupported-format` for buckets of another scheme.
    """
    for reference, resource in resources.items():
        try:
            _check(reference, resource)
        except (KeyError, TypeError, ValueError, AttributeError):
            message = f"`{shown(reference)}` in the bundle has a wrong form"
            raise RefusedError(Code.MALFORMED_DOCUMENT, message) from None


def _check(reference: str, resource: Mapping[str, Any]) -> None:
    attributes, links = resource["attributes"], resource["links"]
    _require(isinstance(attributes, dict) and isinstance(attributes["name"], str) and isinstance(links, dict))
    _require(all(isinstance(attributes.get(key, []), list) for key in _LISTS))
    kind, _, name = reference.partition(":")
    _require(kind == resource["kind"] and bool(name))
    _check_links(links, _LEADS_TO.get(kind, {}))
    _, versioned, major = reference.partition("@")
    _require(not versioned or (major.isascii() and major.isdecimal() and len(major) <= _MAJOR_DIGITS))
    split = resource.get("split")
    if split is not None:
        _check_split(split)
    _require(isinstance(resource.get("programs", {}), dict))
    if "programs" in resource or kind == "prompt":
        _check_inputs(attributes.get("inputs", {}))
    check = _CHECKS.get(kind)
    if check is not None:
        check(attributes)


def _check_links(links: Mapping[str, Any], leads_to: Mapping[str, str]) -> None:
    for pointer, target in links.items():
        key = pointer[1:].partition("/")[0]
        _require(target is None or (isinstance(target, str) and target.startswith(leads_to.get(key, ""))))


def _check_split(split: Mapping[str, Any]) -> None:
    if split["scheme"] != SCHEME:
        raise RefusedError(Code.UNSUPPORTED_FORMAT, f"the bundle counts buckets by `{shown(split['scheme'])}`")
    _require(isinstance(split["salt"], str))


def _check_inputs(inputs: Any) -> None:
    _require(isinstance(inputs, dict))
    check_schema(inputs)


def _require(holds: bool) -> None:  # noqa: FBT001 - the one thing that it takes
    if not holds:
        raise ValueError


def _is_amount(value: Any, most: int) -> bool:
    return type(value) in {int, float} and 0 <= value <= most


def _prompt(attributes: Mapping[str, Any]) -> None:
    _require(isinstance(attributes.get("parameters", {}), dict) and isinstance(attributes.get("variants", []), list))
    messages = attributes.get("messages")
    if messages is not None:
        _require(isinstance(messages, list) and all(isinstance(message["role"], str) for message in messages))
    for variant in attributes.get("variants", ()):
        _require(isinstance(variant["name"], str) and _is_amount(variant.get("weight", 0), _MOST))
        if "segment" in variant:
            segment_of(variant["segment"], "")


def _rollout(attributes: Mapping[str, Any]) -> None:
    _require(isinstance(attributes.get("exposure", ""), str) and isinstance(attributes.get("stages", []), list))
    _require(isinstance(attributes.get("rollback", {}), dict))
    number = attributes.get("stage", 1)
    _require(type(number) is int and number >= 0)
    for stage in attributes.get("stages", ()):
        _require(_is_amount(stage.get("percent", 0), 100))
        segment_of(stage.get("cohort", {}), "")


def _budget(attributes: Mapping[str, Any]) -> None:
    amount = attributes["amount"]
    _require(isinstance(attributes["holder"], str) and bool(amount) and amount.keys() <= {"tokens", "usd"})
    _require("tokens" not in amount or (type(amount["tokens"]) is int and 0 <= amount["tokens"] <= _MOST))
    if "usd" in amount:
        micro_usd(amount["usd"])
    _require(attributes.get("on_exceed", BLOCK) in _ON_EXCEED)
    longest(attributes.get("window"))


def _agent(attributes: Mapping[str, Any]) -> None:
    limits = attributes.get("limits", {})
    _require(isinstance(limits, dict))
    for key in ("max_turns", "max_tool_calls"):
        _require(key not in limits or (type(limits[key]) is int and limits[key] >= 0))
    if "max_cost" in limits:
        micro_usd(limits["max_cost"])
    if "timeout" in limits:
        milliseconds(limits["timeout"])


def _model(attributes: Mapping[str, Any]) -> None:
    _require(isinstance(attributes.get("id", ""), str))
    price = attributes.get("price")
    if price is not None:
        micro_usd(price["input"])
        micro_usd(price.get("output", "0"))
        _require(type(price["per"]) is int and price["per"] >= 1)


def _provider(attributes: Mapping[str, Any]) -> None:
    if "timeout" in attributes:
        milliseconds(attributes["timeout"])
    retries, limits = attributes.get("retries", {}), attributes.get("limits", {})
    _require(isinstance(retries, dict) and isinstance(limits, dict))
    for number in (retries.get("max_attempts"), *map(limits.get, ("requests_per_minute", "tokens_per_minute"))):
        _require(number is None or (type(number) is int and number >= 1))


def _tool(attributes: Mapping[str, Any]) -> None:
    _require(isinstance(attributes.get("description", ""), str) and isinstance(attributes.get("parameters", {}), dict))
    depth = attributes.get("reentrancy", {}).get("max_depth", 0)
    _require(type(depth) is int and depth >= 0)


_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "prompt": _prompt,
    "rollout": _rollout,
    "budget": _budget,
    "agent": _agent,
    "model": _model,
    "provider": _provider,
    "tool": _tool,
}
