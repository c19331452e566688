from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "weakened-output-guarantee"
PATH = "prompts/extract.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/booking\nof: prompt:support/extract\n"}


def prompt(order: str, amount: str, required: str) -> str:
    return (
        "---\nname: support/extract\noutput:\n  schema:\n    type: object\n    properties:\n"
        f"      order: {order}\n      amount: {amount}\n    required: {required}\n---\nWrite down order and amount.\n"
    )


STRONG = prompt("{type: string}", "{type: number}", "[order, amount]")
CASES = [
    (prompt("{type: string}", "{type: number}", "[order]"), [8]),
    (prompt("{type: string}", "{type: number}", "[]"), [7, 8]),
    (prompt("{type: string}", "{type: [number, 'null']}", "[order, amount]"), [8]),
    (prompt("{anyOf: [{type: string}, {type: 'null'}]}", "{type: number}", "[order, amount]"), [7]),
    (prompt("{type: [string, 'null']}", "{type: number}", "[order]"), [7, 8]),
]


@pytest.mark.parametrize(("weak", "lines"), CASES)
def test_what_may_be_missing_or_null_is_an_error(diff: Diff, weak: str, lines: list[int]) -> None:
    found = diff({PATH: STRONG, **CONSUMER}, {PATH: weak}, RULE)
    assert [(each.diagnostic.severity, each.diagnostic.primary.line) for each in found] == [
        ("error", line) for line in lines
    ]
    assert all(each.diagnostic.notes[0].endswith("is valid now, and was not") for each in found)


@pytest.mark.parametrize(("weak", "lines"), CASES)
def test_the_mirror_is_harmless(diff: Diff, weak: str, lines: list[int]) -> None:
    assert lines
    assert diff({PATH: weak, **CONSUMER}, {PATH: STRONG}, RULE) == ()


def test_a_field_that_is_gone_is_another_rules(diff: Diff) -> None:
    after = STRONG.replace("      amount: {type: number}\n", "").replace("[order, amount]", "[order]")
    assert diff({PATH: STRONG, **CONSUMER}, {PATH: after}, RULE) == ()


def test_nobody_is_broken_where_nobody_reads(diff: Diff) -> None:
    (found,) = diff({PATH: STRONG}, {PATH: CASES[0][0]}, RULE)
    assert found.diagnostic.severity == "info"
