"""Which agents have to say what becomes of what they decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-backfill-plan"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", []),
        ("durable_decisions: false\n", []),
        ("durable_decisions: true\n", [3]),
        ("durable_decisions: true\nbackfill: none, as nobody acts on it later\n", []),
        ("annotations: {durable_decisions: true}\n", []),
        ("durable_decisions: true\nlifecycle: retired\ndeprecation: {reason: it is over}\n", []),
    ],
)
def test_agents_with_and_without_a_plan(lint: Lint, rest: str, expected: list[int]) -> None:
    found = lint({"agents/desk.yaml": f"kind: Agent\nname: desk\n{rest}"}, RULE)
    assert [each.primary.line for each in found] == expected
