"""What a `Model` file says itself, in the place of what the catalogue says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from promptops.catalog.facts import Fact, ModelFacts, Origin, Price, Retirement
from promptops.resources.entries import Entry

_MICROS = 1_000_000
_ENDPOINTS = ('"api_base":', '"base_url":', '"baseURL":', '"baseUrl":', '"apiBaseUrl":')


def named_in(entry: Entry) -> tuple[str, str]:
    """Return the identifier that a model's file gives it and who serves it, both empty where it does not say."""
    data = json.loads(entry.data)
    return _text(data, "id", entry), _text(data, "provider", entry).rpartition(":")[2].partition("@")[0]


def has_own_endpoint(entry: Entry) -> bool:
    """Say whether a file of another dialect gives the address of its model: then anybody may serve it."""
    return not entry.native and any(key in entry.data for key in _ENDPOINTS)


def _text(data: dict[str, Any], key: str, entry: Entry) -> str:
    value = data.get(key)
    return value if isinstance(value, str) and not entry.is_computed(key) else ""


def declared(facts: ModelFacts, entry: Entry) -> ModelFacts:
    """Return facts on a model with what its file says in the place of what is known from elsewhere."""
    data = json.loads(entry.data)
    says = {name: fact for name, fact in _said(entry, data) if not entry.is_computed(*_keys(fact))}
    if "has" in says and entry.native:
        says |= {"has_all": True, "lacks": None}
    if "retirement" in says and facts.retirement is not None:
        stated: Fact[Retirement] = says["retirement"]
        says["retirement"] = stated._replace(value=stated.value._replace(after=facts.retirement.value.after))
    return facts.having(says)


def _said(entry: Entry, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the facts that a model's file states, by the names of the fields of `ModelFacts`."""
    yield "type", _fact(entry, data.get("type", "chat"), "type")
    for key in ("context_window", "max_output_tokens"):
        if data.get(key) is not None:
            yield key, _fact(entry, data[key], key)
    for key, name in (("capabilities", "has"), ("parameters", "accepts")):
        if data.get(key):
            yield name, _fact(entry, frozenset(data[key]), key)
    if data.get("replacement"):
        yield "replacement", _fact(entry, data["replacement"].removeprefix("model:"), "replacement")
    price, announced, retires = data.get("price"), data.get("deprecated_on"), data.get("retires_on")
    if price:
        yield "price", _fact(entry, _price(price), "price", _day(price.get("as_of")))
    if announced:
        yield "deprecated_on", _fact(entry, date.fromisoformat(announced), "deprecated_on")
    if retires:
        yield "retirement", _fact(entry, Retirement(date.fromisoformat(retires), "day"), "retires_on")


def _price(given: Mapping[str, Any]) -> Price:
    reads, writes = (_micros(given.get(key)) for key in ("input", "output"))
    return Price(reads or 0, writes, given.get("per") or _MICROS, reads or 0, writes)


def _micros(dollars: Any) -> int | None:
    return None if dollars is None else int(Decimal(str(dollars)) * _MICROS)


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else None


def _fact(entry: Entry, value: Any, key: str, as_of: date | None = None) -> Fact[Any]:
    return Fact(value, Origin(entry.path, as_of, place=entry.at(key)))


def _keys(fact: Fact[Any]) -> tuple[str | int, ...]:
    return fact.origin.place.keys if fact.origin.place is not None else ()
