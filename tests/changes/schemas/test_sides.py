from __future__ import annotations

from typing import Any

import pytest

from promptops.changes.schemas.nodes import Pool
from promptops.changes.schemas.sides import is_witness, read_side


@pytest.mark.parametrize(
    ("value", "inner", "outer", "expected"),
    [
        ("a", {"type": "string"}, {"type": "integer"}, True),
        (1, {"type": "string"}, {"type": "integer"}, False),
        ("a", {"type": "string"}, {}, False),
        (None, {"type": "string"}, {"type": "integer"}, False),
        ("a", True, False, True),
        ("a", {"type": "string"}, {"$ref": "elsewhere"}, False),
        ("b", {"pattern": "(?=a)"}, {"const": "a"}, False),
        (None, {"type": "string", "nullable": True}, {"type": "string"}, True),
        ({"b": 1}, {}, {"properties": {"a": {}}, "unevaluatedProperties": False}, True),
        ([1, "a"], {"items": [{"type": "integer"}]}, {"items": {"type": "integer"}}, True),
    ],
)
def test_a_witness_is_accepted_by_one_side_and_refused_by_the_other(
    value: Any,
    inner: Any,
    outer: Any,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    pool = Pool()
    assert is_witness(value, read_side(pool, inner), read_side(pool, outer)) is expected
