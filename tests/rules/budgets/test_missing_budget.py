from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-budget"
PROMPT = "kind: Prompt\nname: p\nbody: Answer.\n"
FEATURE = "kind: Feature\nname: f\n"
LIVE = "purpose: production\n"


def budget(name: str = "b", holder: str = "team:support", more: str = "") -> str:
    return f"kind: Budget\nname: {name}\nholder: {holder}\namount: {{usd: 10}}\nwindow: day\n{more}"


OTHERS = f"{budget(holder='team:sales')}---\nkind: Team\nname: sales\n"


@pytest.mark.parametrize("kind", ["Agent", "Eval"])
@pytest.mark.parametrize(
    ("budgets", "more", "told"),
    [
        ("", "", False),  # nobody has asked for budgets
        (OTHERS, "", True),
        (OTHERS, "budget: b\n", False),
        (OTHERS, "budget: gone\n", True),
        (OTHERS, "lifecycle: experimental\n", False),
        (OTHERS, "lifecycle: retired\n", False),
        (budget(more="lifecycle: retired\n"), "", False),
        (budget(holder="{kind}:x"), "", False),
        (budget(holder="{kind}:y"), "", True),
    ],
)
def test_what_spends_draws_on_a_budget(kind: str, budgets: str, more: str, told: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    files = {"b.yaml": budgets.replace("{kind}", kind.lower()) or PROMPT, "x.yaml": f"kind: {kind}\nname: x\n{more}"}
    found = lint(files, RULE)
    assert [(each.primary.path, each.primary.line, each.severity) for each in found] == [
        ("x.yaml", 2, "warning")
    ] * told


@pytest.mark.parametrize(
    ("kind", "budgets", "told"),
    [
        ("Agent", budget(), False),
        ("Eval", budget(), False),
        ("Agent", budget(more="purpose: production\n"), False),
        ("Eval", budget(more="purpose: production\n"), False),  # nobody has begun to govern evals
        ("Agent", budget(more="purpose: evaluation\n"), False),
        ("Eval", f"{budget(more=LIVE)}---\n{budget('c', 'feature:f', 'purpose: evaluation')}", True),
        ("Agent", f"{budget('c', 'feature:f', LIVE)}---\n{budget(more='purpose: evaluation')}", True),
        ("Eval", budget(more="purpose: evaluation\n"), False),
        ("Agent", f"{budget()}---\n{budget('c', more='purpose: evaluation')}", False),
        ("Agent", f"{budget()}---\n{budget('c')}", True),  # nobody knows which of them it takes
    ],
)
def test_the_only_budget_of_a_team_is_for_what_it_owns(kind: str, budgets: str, lint: Lint, *, told: bool) -> None:
    feature = f"{FEATURE}parts: [tool:t]\n---\nkind: Tool\nname: t\n"
    spender = f"kind: {kind}\nname: x\nowner: support\n"
    found = lint({"b.yaml": budgets, "f.yaml": feature, "x.yaml": spender}, RULE)
    assert [each.message for each in found] == [f"the {kind.lower()} `x` draws on no budget"] * told


@pytest.mark.parametrize(
    ("parts", "holder", "told"),
    [
        ("[prompt:p]", "team:other", ["f"]),
        ("[prompt:p]", "feature:f", []),
        ("[prompt:p]", "team:support", []),
        ("[prompt:p, agent:a]", "feature:f", []),
        ("[prompt:p, agent:a]", "team:other", ["a"]),
        ("[tool:t]", "team:other", []),
        ("[]", "team:other", []),
    ],
)
def test_a_feature_draws_on_what_it_or_its_team_holds_and_so_do_its_agents(
    parts: str, holder: str, told: list[str], lint: Lint
) -> None:
    files = {
        "f.yaml": f"{FEATURE}parts: {parts}\n",
        "p.yaml": PROMPT,
        "t.yaml": "kind: Tool\nname: t\n",
        "teams/other.yaml": "kind: Team\nname: other\n",
        "b.yaml": budget(holder=holder),
    }
    agent = {"a.yaml": "kind: Agent\nname: a\n"} if "agent:a" in parts else {}
    found = lint({**files, **agent}, RULE)
    assert [each.resource for each in found] == [f"{'agent' if name == 'a' else 'feature'}:{name}" for name in told]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", True),
        ("purpose: development\n", False),
        ("environment: test\n", False),
        ("models: [m2]\n", False),
        ("models: [m1]\n", True),
        ("parent: one\n", False),
    ],
)
def test_two_budgets_are_one_too_many_unless_they_differ(more: str, told: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    scope = "purpose: production\nenvironment: prod\nmodels: [m1]\n"
    files = {
        "b.yaml": f"{budget('one', more=scope)}---\n{budget('two', 'agent:x', more)}",
        "e.yaml": "kind: Environment\nname: prod\n---\nkind: Environment\nname: test\n",
        "m.yaml": "kind: Model\nname: m1\n---\nkind: Model\nname: m2\n",
        "x.yaml": "kind: Agent\nname: x\nbudget: one\n",
    }
    found = lint(files, RULE)
    assert [each.message for each in found] == ["the agent `x` draws on two budgets, `one` and `two`"] * told


def test_files_that_cannot_name_a_budget_are_left_alone(lint: Lint) -> None:
    agents = "agents:\n  root:\n    model: openai/gpt-4o\n    instruction: Help.\n"
    assert lint({"b.yaml": budget(), "team.yaml": agents}, RULE) == ()
