from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "excessive-effects"
LIMITS = "limits: {max_turns: 3, max_cost: 1}\n"
FEATURE = "kind: Feature\nname: x\naudience: public\nparts: ['agent:a']\n"
PAY = "kind: Tool\nname: pay\neffects: irreversible\n"


def agent(more: str, name: str = "a") -> str:
    return f"kind: Agent\nname: {name}\n{LIMITS}{more}\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.yaml": agent("tools: [pay]")}, [("a.yaml", 4)]),
        # what the prompt of an agent grants, and what a hand-off or a tool leads to
        ({"a.yaml": agent("prompt: p"), "p.prompt.md": "---\nname: p\ntools: [pay]\n---\nGo.\n"}, [("p.prompt.md", 3)]),
        # an agent and its prompt grant it together
        (
            {"a.yaml": agent("prompt: p\ntools: [pay]"), "p.prompt.md": "---\nname: p\ntools: [pay]\n---\nGo.\n"},
            [("a.yaml", 5)],
        ),
        ({"a.yaml": agent("handoffs: [b]"), "b.yaml": agent("tools: [pay]", "b")}, [("b.yaml", 4)]),
        (
            {
                "a.yaml": agent("tools: [t]"),
                "t.yaml": "kind: Tool\nname: t\ninvokes: ['agent:b']\n",
                "b.yaml": agent("tools: [pay]", "b"),
            },
            [("b.yaml", 4)],
        ),
        # what a person agrees to is where it ends
        (
            {
                "a.yaml": agent("tools: [t]"),
                "t.yaml": "kind: Tool\nname: t\napproval: required\ninvokes: ['agent:b']\n",
                "b.yaml": agent("tools: [pay]", "b"),
            },
            [],
        ),
        ({"a.yaml": agent("tools: [pay]"), "pay.yaml": f"{PAY}approval: required\n"}, []),
        ({"a.yaml": agent("tools: [pay]"), "pay.yaml": f"{PAY}approval: none\n"}, [("a.yaml", 4)]),
        ({"a.yaml": agent("tools: [pay]"), "pay.yaml": "kind: Tool\nname: pay\neffects: write\n"}, []),
        # who comes in
        ({"a.yaml": agent("tools: [pay]"), "x.yaml": FEATURE.replace("public", "internal")}, []),
        ({"a.yaml": agent("tools: [pay]"), "x.yaml": FEATURE.replace("audience: public\n", "")}, []),
        (
            {"a.yaml": agent("tools: [pay]\ninput: untrusted"), "x.yaml": FEATURE.replace("public", "internal")},
            [("a.yaml", 4)],
        ),
        ({"a.yaml": agent("tools: [pay]\ninput: trusted"), "x.yaml": FEATURE.replace("public", "internal")}, []),
        ({"a.yaml": agent("tools: [pay]"), "x.yaml": f"{FEATURE}lifecycle: retired\n"}, []),
        # two ways in, and a circle, tell a place once
        (
            {
                "a.yaml": agent("tools: [pay]\nhandoffs: [a]\ninput: untrusted"),
                "y.yaml": "kind: Feature\nname: y\naudience: public\nparts: ['agent:a']\n",
            },
            [("a.yaml", 4)],
        ),
    ],
)
def test_where_an_irreversible_tool_is_granted(files: dict[str, str], told: list[tuple[str, int]], lint: Lint) -> None:
    found = lint({"x.yaml": FEATURE, "pay.yaml": PAY, **files}, RULE)
    assert [each.primary[:2] for each in found] == told


def test_what_is_said(lint: Lint) -> None:
    (found,) = lint({"x.yaml": FEATURE, "pay.yaml": PAY, "a.yaml": agent("tools: [pay]")}, RULE)
    assert found.message == "what strangers write reaches the agent `a`, which may call `pay` unasked"
    assert [(each.span[:2], each.text) for each in found.related] == [
        (("x.yaml", 3), "what comes in here is what anybody writes"),
        (("pay.yaml", 3), "its calls cannot be undone"),
    ]


def test_the_hints_of_an_mcp_server_count(lint: Lint) -> None:
    hints = '{"destructiveHint": true, "readOnlyHint": false}'
    tools = f'[{{"name": "pay", "inputSchema": {{"type": "object"}}, "annotations": {hints}}}]'
    files = {"x.yaml": FEATURE, "tools.json": tools, "a.yaml": agent("tools: [pay]")}
    assert {each.rule for each in lint(files)} <= {RULE}
