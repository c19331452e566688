"""Who reads a key of structured output, and where they say so.

This is the one place that knows: consumers and evaluations declare keys, the assertions of promptfoo name them in a
schema or in a line of JavaScript, and source code reads them from parsed answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from promptops.changes.change import Change, Consumer, Where
from promptops.changes.comparison import Comparison
from promptops.changes.uses import uses
from promptops.diagnostics import Span
from promptops.expectations.declared import declared_by
from promptops.expectations.properties import property_names

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

MAX_CHECKS = 1_000
"""Assertions of one configuration that are looked at."""
_PROMPTFOO = ("annotations", "promptfoo")
_STEP = re.compile(r"\[\d*\]")


class Reader(NamedTuple):
    """A consumer that reads a key, and where it says so."""

    consumer: Consumer
    at: Where


class Key(NamedTuple):
    """A key as a reader writes it, alone or with the way to it, and where."""

    written: str
    at: Where


def readers(comparison: Comparison, change: Change, field: str, left: Any) -> Iterator[Reader]:
    """Yield who reads a property of the output, given as `lines[].amount`.

    `left` is the schema at the head: where it has a property of that name at another place, only who writes the whole
    way down means this one.
    """
    way = plain(field)
    name = way.rpartition(".")[2]
    is_only = name == way or name not in property_names(left)
    keys = (*_keys_stated(comparison, change), *_keys_in_code(comparison, change))
    for consumer, key in keys:
        if plain(key.written) == way or (is_only and key.written == name):
            yield Reader(consumer, key.at)


def plain(way: str) -> str:
    """Return the way to a key with a dot between the steps and without those into lists: `lines.amount`."""
    return _STEP.sub("", way).removeprefix("$.").removeprefix(".").strip()


def _keys_stated(comparison: Comparison, change: Change) -> Iterator[tuple[Consumer, Key]]:
    met: set[Consumer] = set()
    for use in uses(comparison, change):
        if use.leads_on and use.consumer not in met:
            met.add(use.consumer)
            found = [Key(each.value, each.at) for each in declared_by(use.entry, None) if each.kind == "key"]
            if use.entry.dialect == "promptfoo" and use.entry.kind == "eval":
                written = comparison.after.snapshot(use.entry).data["annotations"]["promptfoo"]
                found += [Key(name, use.entry.at(*_PROMPTFOO, *keys)) for name, keys in keys_asserted(written)]
            yield from ((use.consumer, key) for key in found)


def _keys_in_code(comparison: Comparison, change: Change) -> Iterator[tuple[Consumer, Key]]:
    """Yield the keys that source code reads from parsed data, in files that name the prompt."""
    for consumer in change.consumers:
        if isinstance(consumer.at, Span):
            path = consumer.at.path
            for literal in comparison.after.search.facts(path).literals:
                if literal.kind == "key":
                    place = (literal.line, literal.column, literal.end_line, literal.end_column)
                    yield consumer, Key(literal.text, Span(path, *place))


def keys_asserted(written: Mapping[str, Any]) -> Iterator[tuple[str, KeyPath]]:
    """Yield the keys that the assertions of a configuration of promptfoo name, with the path of keys to where."""
    tests = written.get("tests")
    cases: list[tuple[Any, KeyPath]] = [(written.get("defaultTest"), ("defaultTest",))]
    cases += [(test, ("tests", number)) for number, test in enumerate(tests if isinstance(tests, list) else ())]
    for check, keys in islice(_checks(cases), MAX_CHECKS):
        yield from ((name, (*keys, "value")) for name in _named(check))


def _checks(cases: Iterable[tuple[Any, KeyPath]]) -> Iterator[tuple[Mapping[str, Any], KeyPath]]:
    for case, keys in cases:
        asserts = case.get("assert") if isinstance(case, dict) else None
        for index, check in enumerate(asserts if isinstance(asserts, list) else ()):
            if isinstance(check, dict):
                yield check, (*keys, "assert", index)


def _named(check: Mapping[str, Any]) -> list[str]:
    """Return the keys that one assertion names: those of a schema, or what JavaScript takes from the answer."""
    kind, value = check.get("type"), check.get("value")
    if kind in ("is-json", "contains-json") and isinstance(value, dict):
        required = value.get("required")
        return [name for name in (required if isinstance(required, list) else ()) if isinstance(name, str)]
    if kind == "javascript" and isinstance(value, str) and len(value) <= _MAX_CODE:
        return _SELECTED.findall(value)
    return []


_MAX_CODE = 10_000
_SELECTED = re.compile(r"(?:\boutput|JSON\.parse\(output\))\.([A-Za-z_]\w{0,100})\b(?!\()")
"""What JavaScript takes from the answer; a method of the answer's text is no key."""
