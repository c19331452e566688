"""Source code that is known to pass variables to a prompt: it names the prompt, and calls what fills in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from promptops.changes.change import MAY_NAME, Consumer, Kept
from promptops.changes.comparison import Comparison
from promptops.changes.inputs import declared_inputs, needed_variables
from promptops.changes.side import Side
from promptops.changes.uses import may_mean, uses
from promptops.diagnostics import Span
from promptops.resources.entries import Entry

if TYPE_CHECKING:
    from promptops.expectations.code import Call

MAX_OTHERS: Final = 200
"""Prompts with the same variables that a file may name instead and that are looked at; of more, nothing is certain."""


class CodeCall(NamedTuple):
    """A file of source code with calls that fill in a prompt: the first, and others.

    It `is_certain` unless something else in the file could be what they fill in.
    """

    consumer: Consumer
    path: str
    call: Call
    others: tuple[Call, ...]
    is_certain: bool


def code_calls(comparison: Comparison, change: Kept) -> Iterator[CodeCall]:
    """Yield files with calls that pass all that a resource needs, else with those that pass all that it needed before.

    A call that passes less is of something else, or is helped by something that is not known.
    """
    needed = needed_variables(change.before)
    if not needed or change.before.entry.opaque:
        return
    now = needed_variables(change.after)
    refused = declared_inputs(change.before).keys() - (declared_inputs(change.after).keys() | now)
    for consumer, path in _files(comparison, change):
        calls = comparison.after.search.details(path).calls
        filling = [each for each in calls if needed <= _names(each)]
        candidates = calls if now - needed else filling
        adapted = [each for each in candidates if now <= _names(each) and refused.isdisjoint(_names(each))]
        is_certain = bool(adapted) or not (filling and _is_doubtful(comparison.after, path, calls, needed, change))
        found = adapted or filling
        if found:
            yield CodeCall(consumer, path, found[0], tuple(found[1:]), is_certain)


def _files(comparison: Comparison, change: Kept) -> Iterator[tuple[Consumer, str]]:
    """Yield the files of source code that use a resource for certain, each with who is to be told."""
    for consumer in change.consumers:
        if isinstance(consumer.at, Span) and consumer.how != MAY_NAME:
            yield consumer, consumer.at.path
    for use in uses(comparison, change):
        source = comparison.after.snapshot(use.entry).data.get("source") if use.entry.kind == "consumer" else None
        path = source.partition(":")[0] if isinstance(source, str) and use.leads_on else ""
        if comparison.after.search.has_code(path):
            yield use.consumer, path


def _names(call: Call) -> frozenset[str]:
    return frozenset(each.text for each in call.passes)


def _is_doubtful(side: Side, path: str, calls: Sequence[Call], needed: Collection[str], change: Kept) -> bool:
    """Say whether a file may fill in something else by the same names, or this prompt by a call that shows no names."""
    if any(not each.is_whole and not _names(each).issuperset(needed) for each in calls):
        return True
    written = re.compile(rf"\{{\s{{0,8}}(?:{'|'.join(map(re.escape, sorted(needed)))})\b")
    facts = side.search.facts(path)
    if any(written.search(literal.text) for literal in facts.literals):
        return True
    others = list(islice(_others(side, needed, change.after.entry), MAX_OTHERS))
    named = [name.text for name in facts.names]
    return len(others) == MAX_OTHERS or any(may_mean(each, name, path) for each in others for name in named)


def _others(side: Side, needed: Collection[str], entry: Entry) -> Iterator[Entry]:
    """Yield the other prompts and fragments that have all of some variables."""
    rarest = min((side.having_variable.get(name, ()) for name in needed), key=len)
    for each in rarest:
        if each.identity != entry.identity and {use.name for use in each.variables}.issuperset(needed):
            yield each
