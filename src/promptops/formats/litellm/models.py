"""The `model_list` of a LiteLLM proxy: one model for each name, however many deployments share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.annotations import as_json
from promptops.formats.drafts import Draft, Positioned
from promptops.formats.naming import reference
from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath

_VARIABLE = "os.environ/"
_TYPES = {"chat": "chat", "completion": "chat", "responses": "chat", "embedding": "embedding", "rerank": "rerank"}
_WINDOWS = {"context_window": "max_input_tokens", "max_output_tokens": "max_output_tokens"}
_CAPABILITIES = {
    "supports_function_calling": "tools",
    "supports_response_schema": "json-schema",
    "supports_vision": "vision",
}
_MOST_GENERAL = 10
"""Fallbacks of every model that are kept with each: LiteLLM gives up after five, unless it is told otherwise."""
_MAX_TOKENS = 2**53 - 1
_MAX_PRICE = 1000
_PER = 1_000_000
"""Prices are those of one token in LiteLLM, and of so many here."""


class Deployment(NamedTuple):
    """One entry of `model_list`: its place, the name that callers use, its `litellm_params` and `model_info`."""

    position: int
    name: str
    params: dict[str, Any]
    info: dict[str, Any]

    @property
    def keys(self) -> KeyPath:
        """Return where it stands in the file."""
        return ("model_list", self.position)


class Route(NamedTuple):
    """A model to turn to, and where it is named."""

    target: str
    keys: KeyPath


def deployments_of(data: Mapping[str, Any]) -> tuple[Deployment, ...]:
    """Return the deployments that have a name, in the order of the file."""
    listed = data.get("model_list")
    found = []
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("model_name"), str):
            params, info = entry.get("litellm_params"), entry.get("model_info")
            given = params if isinstance(params, dict) else {}
            found.append(Deployment(index, entry["model_name"], given, info if isinstance(info, dict) else {}))
    return tuple(found)


def deployment_faults(document: Positioned) -> Iterator[Fault]:
    """Yield what keeps the proxy from starting: an entry without a name, parameters, or a model in them."""
    listed = document.value.get("model_list")
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        keys: KeyPath = ("model_list", index)
        if not isinstance(entry, dict):
            message = "an entry of `model_list` must be a mapping; the proxy does not start with it"
            yield Fault("invalid-value", message, document.range_of(keys), None, keys)
            continue
        params = entry.get("litellm_params")
        if "model_name" not in entry:
            yield _missing(document, keys, "model_name")
        if not isinstance(params, dict):
            yield _missing(document, keys, "litellm_params")
        elif "model" not in params:
            yield _missing(document, (*keys, "litellm_params"), "model")


def _missing(document: Positioned, keys: KeyPath, key: str) -> Fault:
    message = f"`{key}` is missing; the proxy does not start without it"
    place = document.range_of(keys, "key" if isinstance(keys[-1], str) else "value")
    if isinstance(keys[-1], int):
        place = document.range_of((*keys, key))  # the first line of the entry
    return Fault("invalid-value", message, place, None, (*keys, key))


def model_drafts(
    document: Positioned, deployments: Sequence[Deployment], routes: Mapping[str, Sequence[Route]]
) -> Iterator[Draft]:
    """Yield a model for each name. What its deployments do not agree on is left to the annotations."""
    groups: dict[str, list[Deployment]] = {}
    for deployment in deployments:
        groups.setdefault(deployment.name, []).append(deployment)
    general = routes.get("*", ())[:_MOST_GENERAL]
    for name, group in groups.items():
        yield _model(document, group, [route for route in routes.get(name, general) if route.target != name])


def _model(document: Positioned, group: Sequence[Deployment], routes: Sequence[Route]) -> Draft:
    first = group[0]
    entries = [document.value["model_list"][each.position] for each in group]
    data: dict[str, Any] = {"kind": "Model", "name": first.name}
    data.update(_agreed([_facts(each) for each in group]))
    written = [route for route in routes if reference(route.target, "model") is not None]
    if written:
        data["fallbacks"] = [route.target for route in written]
    data["annotations"] = {"litellm": {"deployments": as_json(entries)}}
    places: dict[KeyPath, KeyPath] = {
        ("annotations",): first.keys,
        ("name",): (*first.keys, "model_name"),
        **dict.fromkeys((("id",), ("provider",)), (*first.keys, "litellm_params", "model")),
        **dict.fromkeys([(key,) for key in (*_WINDOWS, "type", "price", "capabilities")], (*first.keys, "model_info")),
        **{("fallbacks", index): route.keys for index, route in enumerate(written)},
        **{("annotations", "litellm", "deployments", index): each.keys for index, each in enumerate(group)},
    }
    dynamic = tuple(
        ("annotations", "litellm", "deployments", index, "litellm_params", "model")
        for index, each in enumerate(group)
        if str(each.params.get("model")).startswith(_VARIABLE)
    )
    return Draft("Model", data, Relocated(document, places), dynamic=dynamic)


def _agreed(facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first, *others = facts
    return {key: value for key, value in first.items() if all(each.get(key) == value for each in others)}


def _facts(deployment: Deployment) -> dict[str, Any]:
    """Return what is known of the model behind a deployment, by the keys of the native format."""
    params, info = deployment.params, deployment.info
    found: dict[str, Any] = {}
    model, provider = params.get("model"), params.get("custom_llm_provider")
    if isinstance(model, str) and not model.startswith(_VARIABLE):
        prefix, slash, rest = model.partition("/")
        if isinstance(provider, str):
            rest = model.removeprefix(f"{provider}/")
        else:
            provider, rest = (prefix, rest) if slash else (None, model)
        if rest.strip() and "*" not in rest:
            found["id"] = rest
        if reference(provider, "provider") is not None:
            found["provider"] = provider
    if str(info.get("mode")) in _TYPES:
        found["type"] = _TYPES[str(info["mode"])]
    for key, theirs in _WINDOWS.items():
        if type(info.get(theirs)) is int and 0 <= info[theirs] <= _MAX_TOKENS:
            found[key] = info[theirs]
    capabilities = [ours for theirs, ours in _CAPABILITIES.items() if info.get(theirs) is True]
    if capabilities:
        found["capabilities"] = capabilities
    return found | _price(info | params)


def _price(given: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {key: _per_million(given.get(f"{key}_cost_per_token")) for key in ("input", "output")}
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    return {"price": {**known, "per": _PER}} if "input" in known else {}


def _per_million(price: object) -> str | None:
    """Return the price of a million tokens as a decimal text; None where that has no exact millionths of a dollar."""
    if isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price < _MAX_PRICE:
        return None
    amount = (Decimal(repr(price)) * _PER).normalize()
    return f"{amount:f}" if amount == round(amount, 6) else None
