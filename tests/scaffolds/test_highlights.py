from __future__ import annotations

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.rules import rule_ids
from promptops.scaffolds.highlights import _MOST_CERTAIN, MOST, highlights

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def found(rule: str, severity: Severity, count: int = 1) -> list[Diagnostic]:
    return [Diagnostic(rule, severity, "x", Span("a.yaml", line, 1, line, 2)) for line in range(1, count + 1)]


def test_the_most_certain_comes_first_and_governance_last() -> None:
    given = [
        *found("missing-owner", ERROR, 400),
        *found("hidden-characters", WARNING, 9),
        *found("ignored-key", WARNING, 2),
        *found("dead-reference", WARNING),
        *found("unknown-reference", ERROR, 3),
        *found("inlined-secret", ERROR),
    ]
    assert [(each.rule, each.number) for each in highlights(given)] == [
        ("inlined-secret", 1),
        ("unknown-reference", 3),
        ("dead-reference", 1),
        ("ignored-key", 2),
        ("hidden-characters", 9),
    ]


def test_governance_fills_what_is_left() -> None:
    given = [*found("overdue-review", WARNING, 2), *found("missing-owner", WARNING, 3), *found("unused-input", INFO)]
    assert [each.rule for each in highlights(given)] == ["unused-input", "missing-owner", "overdue-review"]


def test_a_rule_at_two_severities_is_two_lines_each_with_its_first_place() -> None:
    given = [*found("unused-input", INFO, 2), *found("unused-input", ERROR, 3)]
    shown = highlights(given)
    assert [(each.severity, each.number, each.example.primary.line) for each in shown] == [(ERROR, 3, 1), (INFO, 2, 1)]


def test_so_many_are_shown() -> None:
    assert len(highlights([one for rule in rule_ids() for one in found(rule, WARNING)])) == MOST


def test_the_order_names_rules() -> None:
    assert set(_MOST_CERTAIN) <= set(rule_ids())
