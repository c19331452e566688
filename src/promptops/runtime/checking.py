"""Whether the resources of a verified bundle have the form that serving relies on: judged once, when it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from promptops.runtime.amounts import micro_usd, milliseconds
from promptops.runtime.buckets import SCHEME
from promptops.runtime.conditions import segment_of
from promptops.trust.refusals import Code, RefusedError

_MOST = 2**53 - 1


def check_resources(resources: Mapping[str, Any]) -> None:
    """Refuse resources that are not of the form that the compiler writes.

    Raises:
        RefusedError: `malformed-document`, or `unsupported-format` for buckets of another scheme.
    """
    for reference, resource in resources.items():
        try:
            _check(resource)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise RefusedError(Code.MALFORMED_DOCUMENT, f"`{reference}` in the bundle has a wrong form") from None


def _check(resource: Mapping[str, Any]) -> None:
    attributes = resource["attributes"]
    _require(isinstance(attributes["name"], str) and isinstance(resource["links"], dict))
    split = resource.get("split")
    if split is not None and split["scheme"] != SCHEME:
        raise RefusedError(Code.UNSUPPORTED_FORMAT, f"the bundle counts buckets by `{split['scheme']}`")
    check = _CHECKS.get(resource["kind"])
    if check is not None:
        check(attributes)


def _require(holds: bool) -> None:  # noqa: FBT001 - the one thing that it takes
    if not holds:
        raise ValueError


def _prompt(attributes: Mapping[str, Any]) -> None:
    for variant in attributes.get("variants", ()):
        _require(isinstance(variant["name"], str) and 0 <= float(variant.get("weight", 0)) <= _MOST)
        if "segment" in variant:
            segment_of(variant["segment"], "")


def _rollout(attributes: Mapping[str, Any]) -> None:
    _require(isinstance(attributes.get("exposure", ""), str))
    for stage in attributes.get("stages", ()):
        _require(0 <= float(stage.get("percent", 0)) <= 100)  # noqa: PLR2004 - a part of a hundred
        segment_of(stage.get("cohort", {}), "")


def _budget(attributes: Mapping[str, Any]) -> None:
    amount = attributes["amount"]
    _require(bool(amount) and amount.keys() <= {"tokens", "usd"})
    _require("tokens" not in amount or (type(amount["tokens"]) is int and 0 <= amount["tokens"] <= _MOST))
    if "usd" in amount:
        micro_usd(amount["usd"])


def _agent(attributes: Mapping[str, Any]) -> None:
    limits = attributes.get("limits", {})
    for key in ("max_turns", "max_tool_calls"):
        _require(key not in limits or (type(limits[key]) is int and limits[key] >= 0))
    if "max_cost" in limits:
        micro_usd(limits["max_cost"])
    if "timeout" in limits:
        milliseconds(limits["timeout"])


def _model(attributes: Mapping[str, Any]) -> None:
    price = attributes.get("price")
    if price is not None:
        micro_usd(price["input"])
        micro_usd(price.get("output", "0"))
        _require(type(price["per"]) is int and price["per"] >= 1)


_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "prompt": _prompt,
    "rollout": _rollout,
    "budget": _budget,
    "agent": _agent,
    "model": _model,
}
