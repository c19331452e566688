from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]


def agent(name: str, *handoffs: str, more: str = "") -> str:
    return f"kind: Agent\nname: {name}\n{more}handoffs: [{', '.join(handoffs)}]\n"


def team(*handoffs: str, turns: str = "") -> str:
    """Return a docker agent file of a root and a writer that hands work to some agents."""
    return (
        "#!/usr/bin/env docker agent run\nagents:\n"
        f"  root:\n    model: openai/gpt-4o\n    instruction: Plan.\n    sub_agents: [writer]\n{turns}"
        f"  writer:\n    model: openai/gpt-4o\n    instruction: Write.\n    handoffs: [{', '.join(handoffs)}]\n"
    )


def test_the_path_ends_where_it_begins_and_each_step_has_its_line(lint: Lint) -> None:
    files = {f"{name}.yaml": agent(name, after) for name, after in (("a", "b"), ("b", "c"), ("c", "a"))}
    (found,) = lint(files, "handoff-cycle")
    assert found.primary[:3] == ("a.yaml", 3, 12)
    assert found.severity == "error"
    assert found.message == "nothing ends these hand-offs: `a` → `b` → `c` → `a`"
    assert [(related.span[:2], related.text) for related in found.related] == [
        (("b.yaml", 3), "the agent `b` hands off to `c`"),
        (("c.yaml", 3), "the agent `c` hands off to `a`"),
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.yaml": agent("a", "a")}, ["`a` → `a`"]),
        ({"a.yaml": agent("a", "gone", "b"), "b.yaml": agent("b", "a@3")}, []),
        ({"a.yaml": agent("a", "b"), "b.yaml": agent("b", "a", more="lifecycle: retired\n")}, []),
        (
            {"a.yaml": agent("a", "b", "c"), "b.yaml": agent("b", "a"), "c.yaml": agent("c", "a")},
            ["`a` → `b` → `a`, and 1 more is in such a circle with them"],
        ),
        (
            {"a.yaml": agent("a", "b", more="limits: {max_turns: 2, max_cost: 1}\n"), "b.yaml": agent("b", "a", "b")},
            ["`b` → `b`"],
        ),
        (
            {
                "a.yaml": agent("a", "a", more="limits: {max_turns: 2}\nbudget: all\n"),
                "all.yaml": "kind: Budget\nname: all\nholder: agent:a\namount: {usd: 5}\non_exceed: block\n",
            },
            [],
        ),
        (
            {
                "a-1.yaml": agent("a", "a@2", more="version: 1.0.0\n"),
                "a-2.yaml": agent("a", "a@1", more="version: 2.0.0\n"),
            },
            ["`a@1` → `a@2` → `a@1`"],
        ),
    ],
)
def test_circles_of_hand_offs(files: dict[str, str], said: list[str], lint: Lint) -> None:
    assert [each.message for each in lint(files, "handoff-cycle")] == [
        f"nothing ends these hand-offs: {path}" for path in said
    ]


def test_a_circle_of_another_format_is_a_warning(lint: Lint) -> None:
    (found,) = lint({"team.yaml": team("root")}, "handoff-cycle")
    assert (found.severity, found.primary[:2]) == ("warning", ("team.yaml", 6))
    assert lint({"team.yaml": team()}, "handoff-cycle") == ()


def test_a_native_budget_ends_a_circle_of_another_format_with_its_turns(lint: Lint) -> None:
    budget = "kind: Budget\nname: all\nholder: agent:team/root\namount: {usd: 5}\non_exceed: block\n"
    turns = "    max_iterations: 9\n"
    assert lint({"team.yaml": team("root", turns=turns), "all.yaml": budget}, "handoff-cycle") == ()
    assert len(lint({"team.yaml": team("root", turns=turns)}, "handoff-cycle")) == 1
    assert len(lint({"team.yaml": team("root"), "all.yaml": budget}, "handoff-cycle")) == 1


def test_a_long_circle_is_cut(lint: Lint) -> None:
    files = {f"a{number:02}.yaml": agent(f"a{number:02}", f"a{(number + 1) % 30:02}") for number in range(30)}
    (found,) = lint(files, "handoff-cycle")
    assert found.message.endswith("`a19` → … → `a00`")
    assert len(found.related) == 19


TOOL = "kind: Tool\nname: {}\ninvokes: [{}]\n{}"


@pytest.mark.parametrize(
    ("tools", "grants", "rules"),
    [
        (("a>tool:a",), "", ["tool-cycle"]),
        (("a>tool:b", "b>tool:a"), "", ["tool-cycle"]),
        (("a>prompt:p",), "a", ["undeclared-reentrancy"]),
        (("a>prompt:p", "b>tool:a"), "b", ["undeclared-reentrancy"]),
        (("a>prompt:p tool:a",), "a", ["tool-cycle", "undeclared-reentrancy"]),
        (("a>prompt:p", "b>model:m"), "b", []),
    ],
)
def test_code_and_models_that_choose_are_two_rules(
    tools: tuple[str, ...], grants: str, rules: list[str], lint: Lint
) -> None:
    files = {"p.prompt.md": f"---\nname: p\ntools: [{grants}]\n---\nWork.\n", "m.yaml": "kind: Model\nname: m\n"}
    for tool in tools:
        name, _, invoked = tool.partition(">")
        files[f"{name}.yaml"] = TOOL.format(name, ", ".join(f'"{each}"' for each in invoked.split()), "")
    found = [each for each in lint(files) if each.rule in ("tool-cycle", "undeclared-reentrancy")]
    assert sorted(each.rule for each in found) == rules


@pytest.mark.parametrize("depth", [0, 1, 10**15])
def test_a_depth_allows_both(depth: int, lint: Lint) -> None:
    files = {
        "p.prompt.md": "---\nname: p\ntools: [a]\n---\nWork.\n",
        "a.yaml": TOOL.format("a", '"prompt:p", "tool:a"', f"reentrancy: {{max_depth: {depth}}}\n"),
    }
    assert [each.rule for each in lint(files) if "cycle" in each.rule or "reentrancy" in each.rule] == []


def proxy(fallbacks: str, router: str = "") -> str:
    models = "".join(f"- model_name: {name}\n  litellm_params: {{model: openai/{name}}}\n" for name in ("a", "b"))
    return f"model_list:\n{models}router_settings:\n  fallbacks: {fallbacks}\n{router}"


@pytest.mark.parametrize(
    ("fallbacks", "router", "said"),
    [
        ("[{a: [b]}, {b: [a]}]", "", []),  # a proxy takes five in a row unless it says otherwise
        ("[{a: [b]}, {b: [a]}]", "  max_fallbacks: 2\n", []),
        ("[{a: [b]}, {b: [a]}]", "  max_fallbacks: two\n", ["`a` → `b` → `a`"]),
    ],
)
def test_the_fallbacks_of_a_proxy(fallbacks: str, router: str, said: list[str], lint: Lint) -> None:
    found = lint({"proxy.yaml": proxy(fallbacks, router)}, "fallback-cycle")
    assert [each.message for each in found] == [
        f"these models stand in for each other in a circle: {path}" for path in said
    ]
    assert all(each.help and "`max_fallbacks`" in each.help for each in found)


def test_fallbacks_of_our_own_format(lint: Lint) -> None:
    files = {f"{name}.yaml": f"kind: Model\nname: {name}\nfallbacks: [{to}]\n" for name, to in (("a", "b"), ("b", "a"))}
    (found,) = lint(files, "fallback-cycle")
    assert (found.severity, found.primary[:2], len(found.related)) == ("warning", ("a.yaml", 3), 1)
