"""One catalogue of the files that others maintain and of what is known by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from promptops.canonical import canonical_json
from promptops.catalog.catalog import Catalog
from promptops.catalog.form import day_of
from promptops.catalog.records import VERSION, Record
from promptops.catalog.upstream import by_hand, deprecations, litellm

_SOURCES: Mapping[str, Mapping[str, str]] = {
    litellm.SOURCE: {
        "title": "the price file of litellm",
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
    """What others maintain: a price file of litellm, and notices of deprecations.info; None for one that is not new."""

    prices: Mapping[str, Any] | None = None
    notices: Sequence[Any] | None = None


def build(upstream: Upstream, as_of: date, known: Catalog) -> str:
    """Return the text of a catalogue of all that is known; `as_of` is the day on which the files were fetched.

    In the place of a file that is not new stands what the `known` catalogue has of it.
    """
    listed = _listed(upstream, known)
    ends = {key: day_of(record.get("retires")) for key, record in listed}
    every = [*listed, *_noticed(upstream, ends, as_of, known)]
    every.extend(by_hand.records_of(every))
    models: dict[str, dict[str, Record]] = {}
    for key, record in every:
        models.setdefault(key, {}).setdefault(record["source"], record)
    used = {record["source"] for _, record in every}
    days = {
        litellm.SOURCE: known.read_on(litellm.SOURCE) if upstream.prices is None else as_of,
        deprecations.SOURCE: known.read_on(deprecations.SOURCE) if upstream.notices is None else as_of,
    }
    sources = {name: given for name, given in _sources(days).items() if name in used}
    return text_of(as_of, sources, {key: list(says.values()) for key, says in models.items()})


def _listed(upstream: Upstream, known: Catalog) -> list[tuple[str, Record]]:
    return _with_known(litellm.records_of(upstream.prices or {}), known, litellm.SOURCE)


def _noticed(
    upstream: Upstream, ends: Mapping[str, date | None], as_of: date, known: Catalog
) -> list[tuple[str, Record]]:
    return _with_known(deprecations.records_of(upstream.notices or (), ends, as_of), known, deprecations.SOURCE)


def _with_known(said: Iterable[tuple[str, Record]], known: Catalog, source: str) -> list[tuple[str, Record]]:
    """Return new records, the first of a model, and those that a source has no more, each with the day it was read.

    What is gone stays gone.
    """
    new: dict[str, Record] = {}
    for key, record in said:
        new.setdefault(key, record)
    day = known.read_on(source)
    old = ((key, record) for key, record in known.records_from(source) if key not in new)
    return [*new.items(), *((key, {"as_of": f"{day}", **record}) for key, record in old)]


def text_of(as_of: date, sources: Mapping[str, Any], models: Mapping[str, Sequence[Record]]) -> str:
    """Return the text of a catalogue: a line for its head, one for each model in order of keys."""
    head = {"catalog": VERSION, "as_of": as_of.isoformat(), "sources": dict(sources)}
    rows = [{"model": key, "says": list(models[key])} for key in sorted(models)]
    return "".join(f"{canonical_json(row)}\n" for row in (head, *rows))


def _sources(days: Mapping[str, date | None]) -> dict[str, Any]:
    files = {name: {**given, "as_of": f"{days[name]}"} for name, given in _SOURCES.items()}
    pages = {name: {**given, "license": "facts", "as_of": by_hand.READ_ON} for name, given in by_hand.SOURCES.items()}
    return files | pages
