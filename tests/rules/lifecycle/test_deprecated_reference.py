from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "deprecated-reference"
AGENT = "kind: Agent\nname: a\ntools: [t]\n"
DEPRECATED = "kind: Tool\nname: t\nlifecycle: deprecated\n"


@pytest.mark.parametrize(
    ("deprecation", "message", "advice"),
    [
        pytest.param(
            "{replaced_by: u, remove_after: 2027-01-31, reason: slow}",
            "the tool `t` is deprecated, and may be used until 2027-01-31",
            "use `u` instead: slow",
            id="all is said",
        ),
        pytest.param("{replaced_by: u}", "the tool `t` is deprecated", "use `u` instead", id="only the successor"),
        pytest.param("{reason: slow}", "the tool `t` is deprecated", "do without it: slow", id="only the reason"),
    ],
)
def test_a_reference_to_what_is_going_says_what_to_do(deprecation: str, message: str, advice: str, lint: Lint) -> None:
    files = {"t.yaml": f"{DEPRECATED}deprecation: {deprecation}\n", "u.yaml": "kind: Tool\nname: u\n"}
    (found,) = lint({"a.yaml": AGENT, **files}, RULE)
    assert (found.primary, found.message, found.help) == (("a.yaml", 3, 9, 3, 10), message, advice)
    assert [each.span[:3] for each in found.related] == [("t.yaml", 3, 12)]


@pytest.mark.parametrize(
    ("agent", "tool"),
    [
        pytest.param(f"{AGENT}lifecycle: deprecated\n", DEPRECATED, id="from what is deprecated, too"),
        pytest.param(f"{AGENT}lifecycle: retired\n", DEPRECATED, id="from what is retired"),
        pytest.param(
            AGENT, f"{DEPRECATED}deprecation: {{remove_after: 2020-01-01}}\n", id="overdue, which is another rule's"
        ),
        pytest.param(AGENT, "kind: Tool\nname: t\ndeprecation: {announced: 2026-10-01}\n", id="only announced"),
    ],
)
def test_what_is_not_going_yet_or_gone_already_is_left_alone(agent: str, tool: str, lint: Lint) -> None:
    assert lint({"a.yaml": agent, "t.yaml": tool}, RULE) == ()


def test_the_major_is_named_where_there_are_several(lint: Lint) -> None:
    tools = f"{DEPRECATED}deprecation: {{replaced_by: t@2}}\nversion: 1.0.0\n---\nkind: Tool\nname: t\nversion: 2.0.0\n"
    (found,) = lint({"a.yaml": AGENT.replace("[t]", "[t@1]"), "t.yaml": tools}, RULE)
    assert (found.message, found.help) == ("the tool `t@1` is deprecated", "use `t@2` instead")
