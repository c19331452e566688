"""What rules over schemas share, as far as no page shows it: where a difference stands, and what a waiver holds for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding
from promptops.rules.schema_problems import MAX_SHOWN, shown_json

Diff = Callable[..., tuple[ChangeFinding, ...]]

CONSUMER = {"c.yaml": "kind: Consumer\nname: chat\nof: prompt:p\n"}


def prompt(inputs: str) -> dict[str, str]:
    return {"p.prompt.md": f"---\nname: p\n{inputs}---\n{{{{ tone }}}} {{{{ other }}}}\n"}


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ("inputs:\n  tone: string\n", "inputs:\n  tone: integer\n", 4, 3),
        ("inputs:\n  tone: {type: string}\n", "inputs:\n  tone: {type: integer}\n", 4, 16),
        ("inputs:\n  tone: {type: string}\n", "inputs:\n  tone: integer\n", 4, 3),
        (
            "inputs:\n  properties:\n    tone: {type: string}\n",
            "inputs:\n  properties:\n    tone: {type: integer}\n",
            5,
            18,
        ),
    ],
)
def test_a_difference_of_inputs_stands_where_users_wrote_them(
    diff: Diff, before: str, after: str, line: int, column: int
) -> None:
    (found,) = diff({**prompt(before), **CONSUMER}, prompt(after), "narrowed-input")
    assert found.diagnostic.primary[1:3] == (line, column)


def test_what_else_changed_does_not_change_a_fingerprint(diff: Diff) -> None:
    before = prompt("inputs:\n  tone: string\n")
    fingerprints = {
        each.diagnostic.fingerprint
        for after in ("inputs:\n  tone: integer\n", "inputs:\n  tone: integer\n  other: string?\n")
        for each in diff({**before, **CONSUMER}, prompt(after), "narrowed-input")
    }
    assert len(fingerprints) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [({"a": [1, None]}, '{"a": [1, null]}'), ("é", '"é"'), ("x" * 1_000, '"' + "x" * (MAX_SHOWN - 1) + "…")],
)
def test_a_value_is_shown_as_json(value: object, text: str) -> None:
    assert shown_json(value) == text
