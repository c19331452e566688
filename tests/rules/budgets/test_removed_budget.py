from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "removed-budget"


def budget(name: str, holder: str = "team:support", more: str = "") -> str:
    return f"kind: Budget\nname: {name}\nholder: {holder}\namount: {{usd: 10}}\n{more}"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str]]:
    each = (finding.diagnostic for finding in found)
    return [(one.primary.path, one.primary.line, one.severity.value) for one in each]


@pytest.mark.parametrize("spender", ["kind: Agent", "kind: Eval"])
@pytest.mark.parametrize(
    ("after", "line"),
    [
        ("", 1),  # the reference is gone
        ("budget: gone\n", 3),  # it leads nowhere
        ("budget: other\n", None),
        ("budget: chat\n", None),
    ],
)
def test_a_spender_without_its_budget_is_told(spender: str, after: str, line: int | None, diff: Diff) -> None:
    before = {
        "chat.yaml": budget("chat"),
        "other.yaml": budget("other"),
        "a.yaml": f"{spender}\nname: a\nbudget: chat\n",
    }
    found = diff(before, {"a.yaml": f"{spender}\nname: a\n{after}"}, RULE)
    assert said(found) == ([] if line is None else [("a.yaml", line, "error")])


def test_who_still_names_a_budget_that_is_gone_is_told_at_that_line(diff: Diff) -> None:
    before = {"chat.yaml": budget("chat"), "a.yaml": "kind: Agent\nname: a\nbudget: chat\n"}
    found = diff(before, {"chat.yaml": None}, RULE)
    assert said(found) == [("a.yaml", 3, "error")]
    assert found[0].diagnostic.message == "the agent `a` draws on no budget any more; it drew on `chat`"


def test_a_team_is_told_where_nothing_else_drew_on_its_budget(diff: Diff) -> None:
    assert said(diff({"chat.yaml": budget("chat")}, {"chat.yaml": None}, RULE)) == [("teams/support.yaml", 1, "error")]
    moved = {"chat.yaml": None, "other.yaml": budget("other")}
    assert diff({"chat.yaml": budget("chat")}, moved, RULE) == ()


def test_a_holder_keeps_its_right_as_long_as_one_budget_names_it(diff: Diff) -> None:
    agent = "kind: Agent\nname: a\n"
    before = {"a.yaml": agent, "one.yaml": budget("one", "agent:a"), "two.yaml": budget("two", "agent:a")}
    assert diff(before, {"one.yaml": None}, RULE) == ()
    assert said(diff(before, {"one.yaml": None, "two.yaml": budget("two")}, RULE)) == [("a.yaml", 1, "error")]


def test_a_part_of_a_budget_that_becomes_a_whole_is_told(diff: Diff) -> None:
    before = {"all.yaml": budget("all"), "chat.yaml": budget("chat", more="parent: all\n")}
    assert said(diff(before, {"chat.yaml": budget("chat")}, RULE)) == [("chat.yaml", 1, "error")]
    assert ("chat.yaml", 5, "error") in said(diff(before, {"all.yaml": None}, RULE))


def test_what_went_with_its_budget_and_what_got_a_first_one_are_silent(diff: Diff) -> None:
    agent = "kind: Agent\nname: a\nbudget: chat\n"
    before = {"chat.yaml": budget("chat", "agent:a"), "a.yaml": agent, "b.yaml": "kind: Agent\nname: b\n"}
    assert diff(before, {"chat.yaml": None, "a.yaml": None}, RULE) == ()
    assert diff(before, {"b.yaml": "kind: Agent\nname: b\nbudget: chat\n"}, RULE) == ()


def test_a_renamed_budget_is_still_drawn_on(diff: Diff) -> None:
    words = "description: What the chat of the shop spends in a month in production.\n"
    before = {"chat.yaml": budget("chat", more=words), "a.yaml": "kind: Agent\nname: a\nbudget: chat\n"}
    changed = {"chat.yaml": budget("talk", more=words), "a.yaml": "kind: Agent\nname: a\nbudget: talk\n"}
    assert diff(before, changed, RULE) == ()
