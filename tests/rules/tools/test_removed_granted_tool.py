from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "removed-granted-tool"
TOOLS = {
    "a.yaml": "kind: Tool\nname: issue-refund\ndescription: Pays back.\n",
    "b.yaml": "kind: Tool\nname: search\ndescription: Searches.\n",
}
BOTH = "tools: [issue-refund, search]"


def prompt(text: str, tools: str) -> str:
    return f"---\nname: p\n{tools}\n---\n{text}\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


@pytest.mark.parametrize(
    ("text", "left", "line"),
    [
        ("Call issue-refund.", "tools: [search]", 5),
        ("Hello.\nCall issue_refund.", "tools: [search]", 6),
        ("Call issue-refund.", "model: m", 5),
        ("Use the `search` tool.", "tools: [issue-refund]", 5),
        ("Search, and pay back.", "tools: [issue-refund]", None),
        ("Never call issue-refund.", "tools: [search]", None),
        ("You can't call `issue-refund` yourself.", "tools: [search]", None),
        ("Never guess. Call issue-refund.", "tools: [search]", 5),
        ("Pay back.", "tools: [search]", None),
        ("Call issue-refund.", "tools: [search, issue-refund]", None),
    ],
)
def test_a_text_that_still_names_it(diff: Diff, text: str, left: str, line: int | None) -> None:
    model = {"m.yaml": "kind: Model\nname: m\nprovider: x\nid: y\n"}
    found = diff({**TOOLS, **model, "p.prompt.md": prompt(text, BOTH)}, {"p.prompt.md": prompt(text, left)}, RULE)
    assert told(found) == ([("error", "p.prompt.md", line)] if line else [])


def test_all_places_and_the_list_are_shown(diff: Diff) -> None:
    text = "Call issue-refund.\nThen issue-refund again."
    after = {"p.prompt.md": prompt(text, "tools: [search]")}
    (found,) = diff({**TOOLS, "p.prompt.md": prompt(text, BOTH)}, after, RULE)
    assert found.diagnostic.message == "`prompt:p` may no longer call `issue-refund`, and is still told to"
    assert [(each.span.line, each.text) for each in found.diagnostic.related] == [
        (3, "it was listed here"),
        (6, "it is named here"),
    ]
    assert [consumer.name for consumer in found.consumers] == ["prompt:p"]


def test_what_is_included_is_told_where_it_stands(diff: Diff) -> None:
    fragment = {"f.fragment.md": "---\nname: f\n---\nCall issue-refund.\n"}
    text = '{% include "f" %}'
    found = diff(
        {**TOOLS, **fragment, "p.prompt.md": prompt(text, BOTH)}, {"p.prompt.md": prompt(text, "tools: [search]")}, RULE
    )
    assert told(found) == [("error", "f.fragment.md", 4)]


AGENT = "kind: Agent\nname: g\nprompt: p\ntools: [issue-refund]\n"


def test_what_the_agent_lists_the_prompt_may_call(diff: Diff) -> None:
    before = {**TOOLS, "g.yaml": AGENT, "p.prompt.md": prompt("Call issue-refund.", BOTH)}
    assert diff(before, {"p.prompt.md": prompt("Call issue-refund.", "tools: [search]")}, RULE) == ()


def test_an_agent_is_told_at_its_prompt(diff: Diff) -> None:
    before = {**TOOLS, "g.yaml": AGENT, "p.prompt.md": prompt("Call issue-refund.", "tools: [search]")}
    found = diff(before, {"g.yaml": AGENT.replace("issue-refund", "search")}, RULE)
    assert told(found) == [("error", "p.prompt.md", 5)]
    assert found[0].diagnostic.message.startswith("`agent:g` may no longer call `issue-refund`")


def test_an_example_that_calls_it_is_a_warning(diff: Diff) -> None:
    examples = 'examples:\n  - output: \'{"name": "issue-refund"}\'\n'
    before = {**TOOLS, "p.prompt.md": prompt("Pay back.", examples + BOTH)}
    found = diff(before, {"p.prompt.md": prompt("Pay back.", f"{examples}tools: [search]")}, RULE)
    assert told(found) == [("warning", "p.prompt.md", 4)]


def test_a_tool_that_went_is_the_matter_of_other_rules(diff: Diff) -> None:
    before = {**TOOLS, "p.prompt.md": prompt("Call issue-refund.", BOTH)}
    after = {"a.yaml": None, "p.prompt.md": prompt("Call issue-refund.", "tools: [search]")}
    assert diff(before, after, RULE) == ()
