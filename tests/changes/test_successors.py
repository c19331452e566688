from __future__ import annotations

import pytest

from promptops.changes.successors import MAX_NAMES, successor


@pytest.mark.parametrize(
    ("gone", "before", "after", "expected"),
    [
        ("summary", "summary", "sumary other", "sumary"),
        ("orderId", "orderId", "order_id team", "order_id"),
        ("summary", "summary urgency", "exec_summary urgency", "exec_summary"),
        ("exec_summary", "exec_summary", "summary team", "summary"),
        ("orderNumber", "orderNumber", "customerOrderNumber team", "customerOrderNumber"),
        ("summary", "summary", "exec_summary long_summary", None),
        ("summary", "summary urgency", "abstract urgency", "abstract"),
        ("summary", "summary urgency", "abstract team urgency", None),
        ("summary", "summary urgency", "urgency", None),
        ("summary", "summary other", "abstract", None),
        ("_", "_", "a b", None),
    ],
)
def test_a_name_that_came_may_be_the_one_that_went(gone: str, before: str, after: str, expected: str | None) -> None:
    old, new = (dict.fromkeys(names.split(), "string") for names in (before, after))
    assert successor(gone, old, new) == expected


def test_the_only_one_that_came_must_hold_the_same() -> None:
    assert successor("summary", {"summary": "string"}, {"abstract": "integer"}) is None


def test_among_too_many_none_is_looked_for() -> None:
    names = {f"summary_{number}": "string" for number in range(MAX_NAMES + 1)}
    assert successor("summary", {"summary": "string"}, names) is None
