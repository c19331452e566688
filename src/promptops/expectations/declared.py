"""Expectations that somebody wrote down: of consumers, of evaluations, and the stop strings of a prompt itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.expectations.expectation import Expectation, Kind, is_label
from promptops.expectations.stop_strings import stop_strings
from promptops.resources.entries import Entry

_KINDS: tuple[Kind, ...] = ("phrase", "pattern", "label", "key", "variable", "clause")
_EVIDENCE: Mapping[str, str] = {
    "phrase": "expects",
    "pattern": "looks for with a regular expression",
    "label": "expects as a label",
    "key": "reads as a key",
    "variable": "passes",
    "clause": "relies on",
    "stop": "is cut at",
}
MAX_EXPECTED = 1_000
"""Expectations of one resource that are looked at."""


def declared_by(entry: Entry, owner: str | None) -> Iterator[Expectation]:
    """Yield what a consumer or an evaluation expects of all that it names.

    An evaluation's are about answers: that the answer must have some words is proof of what the prompt says only where
    these are a label, and so written for a program to find, or where a regular expression looks for them.
    """
    if entry.kind not in ("consumer", "eval"):
        return
    field = "expects" if entry.kind == "consumer" else "asserts"
    for index, item in enumerate(_items(entry, field)):
        for kind in _KINDS:
            value = item.get(kind)
            if isinstance(value, str):
                says_so = entry.native and entry.kind == "consumer"
                is_certain = says_so or kind != "phrase" or is_label(value)
                at = entry.at(field, index, kind)
                yield Expectation(kind, value, entry.reference, owner, at, "declared", is_certain, _EVIDENCE[kind])


def stops_of(entry: Entry, owner: str | None) -> Iterator[Expectation]:
    """Yield the strings at which the answer to a prompt is cut: few-shot prompts go on with one of their own labels."""
    for text, keys in stop_strings(json.loads(entry.data)) if '"parameters"' in entry.data else ():
        evidence = _EVIDENCE["stop"]
        yield Expectation("stop", text, entry.reference, owner, entry.at(*keys), "declared", evidence=evidence)


def _items(entry: Entry, field: str) -> Sequence[Mapping[str, Any]]:
    if f'"{field}"' not in entry.data or entry.is_computed(field):
        return ()
    items = json.loads(entry.data).get(field) or ()
    return [item for item in items[:MAX_EXPECTED] if isinstance(item, dict)]
