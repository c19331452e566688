from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "budget-cycle"


def budget(name: str, parent: str | None) -> str:
    above = f"parent: {parent}\n" if parent else ""
    return f"kind: Budget\nname: {name}\nholder: team:support\namount: {{usd: 10}}\nwindow: day\n{above}"


@pytest.mark.parametrize(
    ("parents", "circles"),
    [
        ({"a": "a"}, ["`a` → `a`"]),
        ({"a": "b", "b": "c", "c": "a"}, ["`a` → `b` → `c` → `a`"]),
        ({"a": "b", "b": "c", "c": "b"}, ["`b` → `c` → `b`"]),
        ({"a": "a", "b": "c", "c": "b"}, ["`a` → `a`", "`b` → `c` → `b`"]),
        ({"a": "b", "b": "c", "c": None}, []),
        ({"a": "gone"}, []),
    ],
)
def test_circles_of_parents_are_told_once(parents: dict[str, str | None], circles: list[str], lint: Lint) -> None:
    files = {"b.yaml": "---\n".join(budget(name, parent) for name, parent in parents.items())}
    found = lint(files, RULE)
    assert [each.message.partition(": ")[2] for each in found] == circles
    assert all(each.severity == "error" for each in found)


def test_ten_thousand_budgets_in_a_row_or_a_circle_are_no_harder(lint: Lint) -> None:
    names = [f"b{number}" for number in range(10_000)]
    chain = "---\n".join(budget(name, parent) for name, parent in zip(names, [*names[1:], None], strict=True))
    found = lint({"b.yaml": chain, "a.yaml": f"kind: Agent\nname: a\nbudget: {names[0]}\n"})
    assert {each.rule for each in found} == set()
    circle = chain + f"parent: {names[0]}\n"
    (one,) = lint({"b.yaml": circle}, RULE)
    assert one.message.count("→") == 21
