"""Who is known to pass which variables to a changed prompt or fragment, and where they say so.

Known are the texts that include a fragment, a consumer that lists variables, the test cases of promptfoo, the examples
of the prompt itself, and calls in source code that pass all that the prompt needs, or needed before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.changes.change import Consumer, Kept, Where
from promptops.changes.code_callers import CodeCall, code_calls
from promptops.changes.comparison import Comparison
from promptops.changes.inputs import required_inputs
from promptops.changes.snapshot import Snapshot
from promptops.changes.uses import Use, uses
from promptops.diagnostics import Span


class Caller(NamedTuple):
    """A consumer, or None for an example of the prompt, and the variables that it passes, each with where it says so.

    `at` is where it calls. It passes others as well unless it `passes_no_other`. `includes` says that it is a text that
    takes the resource into itself: it hands over what it has, and nothing is refused. If it is not `is_certain`, it may
    call something else; `also_at` are other places where it calls the same.
    """

    consumer: Consumer | None
    at: Where
    passes: Mapping[str, Where]
    passes_no_other: bool
    includes: bool = False
    is_certain: bool = True
    also_at: tuple[Where, ...] = ()

    @property
    def is_code(self) -> bool:
        """Say whether it is a call in source code."""
        return isinstance(self.at, Span)


def callers(comparison: Comparison, change: Kept) -> tuple[Caller, ...]:
    """Return the known callers at the head of a resource that is on both sides."""
    before, after = change.both
    found = [caller for use in uses(comparison, change) if (caller := _caller(comparison, before, use)) is not None]
    return (*found, *map(_calling, code_calls(comparison, change)), *_examples(after))


def _caller(comparison: Comparison, before: Snapshot, use: Use) -> Caller | None:
    if not use.leads_on:
        return None
    if use.includes:
        return _including(use)
    if use.entry.kind == "consumer":
        return _listing(comparison.after.snapshot(use.entry).data, before, use)
    if use.entry.dialect == "promptfoo" and use.entry.kind == "eval":
        return _testing(comparison.after.snapshot(use.entry).data, use)
    return None


def called_also(caller: Caller) -> Iterator[tuple[Where, str]]:
    """Yield the other places where a caller calls the same, with what to say of them."""
    return ((at, "it calls it here, too") for at in caller.also_at)


def _calling(found: CodeCall) -> Caller:
    """Return the source code that makes a call."""
    path, call = found.path, found.call
    passes: dict[str, Where] = {each.text: each.at(path) for each in call.passes}
    others = tuple(each.callee.at(path) for each in found.others)
    at = call.callee.at(path)
    return Caller(found.consumer, at, passes, call.is_whole, is_certain=found.is_certain, also_at=others)


def _including(use: Use) -> Caller:
    entry, at = use.entry, use.entry.at_link(use.link)
    passes: dict[str, Where] = {
        **dict.fromkeys(entry.bound, at),
        **{n: entry.key("inputs", n) for n in entry.inputs or ()},
    }
    return Caller(use.consumer, at, passes, entry.inputs is not None, includes=True)


def _listing(data: Mapping[str, Any], before: Snapshot, use: Use) -> Caller | None:
    """Return a consumer that lists variables: all of them, if the list had all that were required."""
    entry = use.entry
    if sum(link.field == "of" for link in entry.links) != 1 or entry.dynamic:
        return None
    passes: dict[str, Where] = {
        expected["variable"]: entry.at("expects", index)
        for index, expected in enumerate(data.get("expects", ()))
        if "variable" in expected
    }
    is_whole = bool(passes) and required_inputs(before) <= passes.keys()
    return Caller(use.consumer, entry.at_link(use.link), passes, is_whole) if passes else None


_PASSING = frozenset({"extensions", "redteam", "scenarios"})
"""Keys of promptfoo that let something else than the test cases pass variables."""


def _testing(data: Mapping[str, Any], use: Use) -> Caller | None:
    """Return the test cases of a configuration of promptfoo, where they and nothing else pass variables."""
    written = data["annotations"]["promptfoo"]
    tests, default = written.get("tests"), written.get("defaultTest", {})
    if not isinstance(tests, list) or not tests or not _PASSING.isdisjoint(written):
        return None
    base = ("annotations", "promptfoo")
    cases = [(default, (*base, "defaultTest")), *((test, (*base, "tests", n)) for n, test in enumerate(tests))]
    if not all(_is_plain(case) for case, _ in cases):
        return None
    passes: dict[str, Where] = {}
    for case, keys in cases:
        for name in case.get("vars", ()):
            passes.setdefault(name, use.entry.key(*keys, "vars", name))
    return Caller(use.consumer, use.entry.at(*base, "tests", 0), passes, passes_no_other=True)


def _is_plain(case: Any) -> bool:
    """Say whether a test case has its variables written out."""
    if not isinstance(case, dict) or "$ref" in case or not isinstance(case.get("vars", {}), dict):
        return False
    options = case.get("options", {})
    return isinstance(options, dict) and "transformVars" not in options


def _examples(after: Snapshot) -> Iterator[Caller]:
    examples = after.data.get("examples")
    for index, example in enumerate(examples if isinstance(examples, list) else ()):
        inputs = example.get("inputs") or {}
        at = after.entry.at("examples", index)
        passes: dict[str, Where] = {name: after.entry.key("examples", index, "inputs", name) for name in inputs}
        yield Caller(None, at, passes, passes_no_other=True)
