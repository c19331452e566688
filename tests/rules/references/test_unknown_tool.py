from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unknown-tool"
TOOL = "kind: Tool\nname: issue-refund\nversion: 1.0.0\n"
AGENT = "kind: Agent\nname: a\n"


@pytest.mark.parametrize(
    ("text", "place", "message", "advice"),
    [
        pytest.param(
            f"{AGENT}tools: [issue-refund, issue_refnd]\n",
            (3, 23, 3, 34),
            "there is no tool `issue_refnd`",
            "did you mean `issue-refund`?",
            id="misspelt",
        ),
        pytest.param(
            f"{AGENT}completion: {{tool: finish}}\n",
            (3, 20, 3, 26),
            "there is no tool `finish`",
            "declare it, or remove the reference",
            id="the tool that ends a run",
        ),
        pytest.param(
            f"{AGENT}tools: [issue-refund@2]\n",
            (3, 9, 3, 23),
            "the tool `issue-refund` has no major version 2",
            "it has 1",
            id="no such major",
        ),
        pytest.param(
            f"{AGENT}tools: [b]\n---\nkind: Agent\nname: b\n",
            (3, 9, 3, 10),
            "there is no tool `b`",
            "an agent has that name; `tools` takes a tool",
            id="another kind",
        ),
    ],
)
def test_a_tool_that_nothing_declares_is_reported_where_it_is_listed(
    text: str, place: tuple[int, ...], message: str, advice: str, lint: Lint
) -> None:
    found = lint({"a.yaml": text, "t.yaml": TOOL}, RULE)
    assert [(each.primary, each.message, each.help) for each in found] == [(("a.yaml", *place), message, advice)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": f"{AGENT}tools: [issue-refund, issue-refund@1]\n"}, id="declared"),
        pytest.param(
            {
                "a.yaml": f"{AGENT}tools: [search]\n",
                "s.json": '[{"type": "function", "function": {"name": "search", "parameters": {"type": "object"}, '
                '"description": "Searches."}}]',
            },
            id="declared as a function schema",
        ),
        pytest.param(
            {"a.yaml": f"{AGENT}tools: [broken@7]\n", "b.yaml": "kind: Tool\nname: broken\nversion: seven\n"},
            id="refused",
        ),
        pytest.param({"a.yaml": "kind: Tool\nname: t\ninvokes: [nothing]\n"}, id="a field that takes other kinds, too"),
    ],
)
def test_what_may_be_right_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint({"t.yaml": TOOL, **files}, RULE) == ()
