from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "budget-purpose-mismatch"


def budget(name: str = "b", purpose: str | None = None, more: str = "", holder: str = "team:support") -> str:
    aim = f"purpose: {purpose}\n" if purpose else ""
    return f"kind: Budget\nname: {name}\nholder: {holder}\namount: {{usd: 10}}\nwindow: day\n{aim}{more}"


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    assert all(each.severity == "error" for each in found)
    return [(each.primary.path, each.primary.line) for each in found]


@pytest.mark.parametrize(
    ("purpose", "spender", "told"),
    [
        ("production", "kind: Eval\nname: x\n", True),
        ("evaluation", "kind: Eval\nname: x\n", False),
        ("development", "kind: Eval\nname: x\n", False),
        (None, "kind: Eval\nname: x\n", False),
        ("production", "kind: Agent\nname: x\nlifecycle: stable\n", False),
        ("evaluation", "kind: Agent\nname: x\nlifecycle: stable\n", True),
        ("development", "kind: Agent\nname: x\nlifecycle: stable\n", True),
        ("development", "kind: Agent\nname: x\n", False),
    ],
)
@pytest.mark.parametrize("inherits", [False, True])
def test_who_spends_fits_the_purpose(purpose: str | None, spender: str, told: bool, inherits: bool, lint: Lint) -> None:  # noqa: FBT001 - columns
    budgets = f"{budget('above', purpose)}---\n{budget(more='parent: above')}" if inherits else budget(purpose=purpose)
    found = lint({"b.yaml": budgets, "x.yaml": f"{spender}budget: b\n"}, RULE)
    assert places(found) == [("x.yaml", spender.count("\n") + 1)] * told


@pytest.mark.parametrize(("stage", "told"), [("prototype", False), ("beta", True), ("ga", True)])
def test_what_users_meet_is_in_production(stage: str, told: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    files = {
        "b.yaml": f"{budget('one', 'development')}---\n{budget('two', 'evaluation', holder='feature:f')}",
        "x.yaml": "kind: Agent\nname: x\nbudget: one\n",
        "f.yaml": f"kind: Feature\nname: f\nparts: [agent:x]\nstage: {stage}\n",
    }
    assert places(lint(files, RULE)) == [("b.yaml", 10), ("x.yaml", 3)] * told


def test_the_holder_draws_as_well(lint: Lint) -> None:
    files = {"b.yaml": budget(purpose="production", holder="eval:x"), "x.yaml": "kind: Eval\nname: x\n"}
    assert places(lint(files, RULE)) == [("b.yaml", 3)]


def test_a_part_is_for_what_the_whole_is_for(lint: Lint) -> None:
    files = {"b.yaml": f"{budget('all', 'production')}---\n{budget('part', 'evaluation', 'parent: all')}"}
    (found,) = lint(files, RULE)
    assert found.message == ("the budget `part` is for evaluation, and the whole that it is a part of for production")
    assert [related.span.line for related in found.related] == [6]


def test_an_environment_cannot_move_evals_to_production(lint: Lint) -> None:
    overrides = "overrides:\n  eval:x: {budget: live}\n  agent:y: {budget: tests}\n"
    files = {
        "b.yaml": f"{budget('live', 'production')}---\n{budget('tests', 'evaluation')}",
        "x.yaml": "kind: Eval\nname: x\nbudget: tests\n---\nkind: Agent\nname: y\nbudget: live\nlifecycle: stable\n",
        "e.yaml": f"kind: Environment\nname: test\n{overrides}",
    }
    assert places(lint(files, RULE)) == [("e.yaml", 4)]
