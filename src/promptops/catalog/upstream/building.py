"""One catalogue of the files that others maintain and of what is known by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from promptops.canonical import canonical_json
from promptops.catalog.form import day_of
from promptops.catalog.records import VERSION, Record
from promptops.catalog.upstream import by_hand, deprecations, litellm

_SOURCES: Mapping[str, Mapping[str, str]] = {
    litellm.SOURCE: {
        "title": "litellm, model_prices_and_context_window.json",
        "license": "MIT, Copyright (c) 2023 Berri AI",
        "url": "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
    },
    deprecations.SOURCE: {
        "title": "deprecations.info",
        "license": "MIT, Copyright (c) 2026 llm-sunset contributors",
        "url": "https://deprecations.info",
    },
}


class Upstream(NamedTuple):
    """What others maintain: a price file of litellm, and notices of deprecations.info."""

    prices: Mapping[str, Any]
    notices: Sequence[Any]


def build(upstream: Upstream, as_of: date) -> str:
    """Return the text of a catalogue of all that is known; `as_of` is the day on which the files were fetched."""
    listed = list(litellm.records_of(upstream.prices))
    ends = {key: day_of(record.get("retires")) for key, record in listed}
    noticed = list(deprecations.records_of(upstream.notices, ends, as_of))
    every = [*listed, *noticed]
    every.extend(by_hand.records_of(every))
    models: dict[str, dict[str, Record]] = {}
    for key, record in every:
        models.setdefault(key, {}).setdefault(record["source"], record)
    used = {record["source"] for _, record in every}
    return text_of(as_of, _sources(used, as_of), {key: list(says.values()) for key, says in models.items()})


def text_of(as_of: date, sources: Mapping[str, Any], models: Mapping[str, Sequence[Record]]) -> str:
    """Return the text of a catalogue: a line for its head, one for each model in order of keys."""
    head = {"catalog": VERSION, "as_of": as_of.isoformat(), "sources": dict(sources)}
    rows = [{"model": key, "says": list(models[key])} for key in sorted(models)]
    return "".join(f"{canonical_json(row)}\n" for row in (head, *rows))


def _sources(used: Iterable[str], as_of: date) -> dict[str, Any]:
    files = {name: {**given, "as_of": as_of.isoformat()} for name, given in _SOURCES.items()}
    pages = {name: {**given, "license": "facts", "as_of": by_hand.READ_ON} for name, given in by_hand.SOURCES.items()}
    return {name: given for name, given in (files | pages).items() if name in used}
