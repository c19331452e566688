from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "raised-tool-effect"
AGENT = "kind: Agent\nname: accounts\ntools: [close]\n"


def tool(**keys: object) -> str:
    return "kind: Tool\nname: close\ndescription: Closes.\n" + "".join(
        f"{key}: {json.dumps(value)}\n" for key, value in keys.items() if value is not None
    )


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        ("none", "read", "error"),
        ("read", "write", "error"),
        ("none", "irreversible", "error"),
        ("write", "irreversible", "error"),
        ("read", None, "warning"),
        ("write", "read", None),
        ("irreversible", None, None),
        ("irreversible", "none", None),
        (None, "irreversible", None),
        ("read", "read", None),
    ],
)
def test_effects_that_rise(diff: Diff, before: str | None, after: str | None, severity: str | None) -> None:
    found = diff({"t.yaml": tool(effects=before), "a.yaml": AGENT}, {"t.yaml": tool(effects=after)}, RULE)
    assert told(found) == ([(severity, "a.yaml", 3)] if severity else [])


@pytest.mark.parametrize(
    ("before", "after", "effects", "severity"),
    [
        (True, False, "write", "error"),
        (True, None, "write", "warning"),
        (True, False, None, "error"),
        (True, False, "read", None),
        (False, True, "write", None),
        (None, False, "write", None),
    ],
)
def test_a_call_that_may_not_be_repeated_any_more(
    diff: Diff,
    before: bool | None,  # noqa: FBT001 - a table
    after: bool | None,  # noqa: FBT001 - a table
    effects: str | None,
    severity: str | None,
) -> None:
    files = {"t.yaml": tool(effects=effects, idempotent=before), "a.yaml": AGENT}
    found = diff(files, {"t.yaml": tool(effects=effects, idempotent=after)}, RULE)
    assert told(found) == ([(severity, "a.yaml", 3)] if severity else [])


def test_who_takes_it_up_in_the_same_change_has_seen_it(diff: Diff) -> None:
    before = {"t.yaml": tool(effects="read"), "a.yaml": "kind: Agent\nname: accounts\n"}
    assert told(diff(before, {"t.yaml": tool(effects="write"), "a.yaml": AGENT}, RULE)) == [("info", "t.yaml", 4)]


def test_both_are_told_at_each_holder(diff: Diff) -> None:
    holders = {"a.yaml": AGENT, "p.prompt.md": "---\nname: p\ntools: [close]\n---\nClose.\n"}
    before = {"t.yaml": tool(effects="read", idempotent=True), **holders}
    found = diff(before, {"t.yaml": tool(effects="write", idempotent=False)}, RULE)
    assert [each.diagnostic.message for each in found] == [
        "the tool `close` has the effects `write`, and had `read` at most; `agent:accounts` calls it",
        "the tool `close` is no longer idempotent; `agent:accounts` calls it",
        "the tool `close` has the effects `write`, and had `read` at most; `prompt:p` calls it",
        "the tool `close` is no longer idempotent; `prompt:p` calls it",
    ]
    assert len({each.diagnostic.fingerprint for each in found}) == 4


def test_the_hints_of_a_tool_list_count(diff: Diff) -> None:
    def listed(**hints: bool) -> str:
        return json.dumps({"name": "close", "inputSchema": {"type": "object"}, "annotations": hints})

    before = {"t.json": listed(readOnlyHint=True), "a.yaml": AGENT}
    assert told(diff(before, {"t.json": listed(readOnlyHint=False)}, RULE)) == [("error", "a.yaml", 3)]
    assert told(diff(before, {"t.json": listed()}, RULE)) == [("warning", "a.yaml", 3)]
    before = {"t.json": listed(readOnlyHint=False), "a.yaml": AGENT}
    assert diff(before, {"t.json": listed()}, RULE) == ()
    assert told(diff(before, {"t.json": listed(readOnlyHint=False, destructiveHint=True)}, RULE)) == [
        ("error", "a.yaml", 3)
    ]
