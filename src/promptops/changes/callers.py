"""Who is known to pass which variables to a changed prompt or fragment, and where they say so.

Most callers are code, of which no file says what it passes. Known are the texts that include a fragment, a consumer
that lists variables, the test cases of promptfoo, and the examples of the prompt itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.changes.change import Consumer, Kept, Where
from promptops.changes.comparison import Comparison
from promptops.changes.snapshot import Snapshot
from promptops.changes.uses import Use, uses


class Caller(NamedTuple):
    """A consumer, or None for an example of the prompt, and the variables that it passes, each with where it says so.

    `at` is where it calls. It passes others as well unless it `passes_no_other`. `includes` says that it is a text that
    takes the resource into itself: it hands over what it has, and nothing is refused.
    """

    consumer: Consumer | None
    at: Where
    passes: Mapping[str, Where]
    passes_no_other: bool
    includes: bool = False


def callers(comparison: Comparison, change: Kept) -> tuple[Caller, ...]:
    """Return the known callers at the head of a resource that is on both sides."""
    before, after = change.both
    found = [caller for use in uses(comparison, change) if (caller := _caller(comparison, before, use)) is not None]
    return (*found, *_examples(after))


def declared_inputs(snapshot: Snapshot) -> Mapping[str, Any]:
    """Return the schemas of the inputs that a resource declares, by name."""
    inputs = snapshot.data.get("inputs")
    properties = inputs.get("properties") if isinstance(inputs, dict) else None
    return properties if isinstance(properties, dict) else {}


def required_inputs(snapshot: Snapshot) -> frozenset[str]:
    """Return the names of the inputs that callers must pass."""
    inputs = snapshot.data.get("inputs")
    required = inputs.get("required") if isinstance(inputs, dict) else None
    return frozenset(required if isinstance(required, list) else ())


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
