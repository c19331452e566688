"""What `_defaults.yaml` may say."""

from __future__ import annotations

import pytest

from promptops.formats.native import read_defaults


def test_good_values_are_kept() -> None:
    reading = read_defaults("owner: support\nreview_by: 2027-03-01\nlabels: {tier: gold}\n")
    assert reading.faults == ()
    assert reading.defaults == {"owner": "support", "review_by": "2027-03-01", "labels": {"tier": "gold"}}


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("owner: 5\n", "invalid-value", 1, 8),
        ("owner: a\nlifecycle: stabel\n", "invalid-value", 2, 12),
        ("review_by: soon\n", "invalid-value", 1, 12),
        ("deprecation: {remove_after: never}\n", "invalid-value", 1, 29),
        ("acess: public\n", "unknown-key", 1, 1),
        ("- owner\n", "invalid-value", 1, 1),
        ("owner: a\n---\nowner: b\n", "invalid-value", 3, 1),
    ],
)
def test_a_bad_value_is_found_where_it_stands(text: str, rule: str, line: int, column: int) -> None:
    (fault,) = read_defaults(text).faults
    assert (fault.rule, fault.place.line, fault.place.column) == (rule, line, column)


@pytest.mark.parametrize("written", ["owner: 5", "annotations: {a: .nan}", "labels: [a]", "deprecation: soon"])
def test_a_bad_value_is_not_inherited(written: str) -> None:
    key = written.partition(":")[0]
    assert read_defaults(f"{written}\naccess: public\n").defaults == {key: None, "access": "public"}
