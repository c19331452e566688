from __future__ import annotations

from typing import Any

import pytest

from promptops.expectations.properties import MAX_NODES, property_names


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"properties": {"status": {"type": "string"}}}, {"status"}),
        ({"properties": {"a": {"properties": {"b": {}}}}}, {"a", "b"}),
        ({"items": {"properties": {"a": {}}}}, {"a"}),
        ({"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, {"a", "b"}),
        ({"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": {"$ref": "#/$defs/x"}}}}}, {"a"}),
        ({"properties": ["a"]}, set()),
        ({"required": ["a"]}, set()),
        (True, set()),
        (None, set()),
    ],
)
def test_names_stand_at_any_depth(schema: Any, expected: set[str]) -> None:
    assert property_names(schema) == expected


def test_a_schema_without_end_is_bounded() -> None:
    schema: Any = {}
    for _ in range(MAX_NODES * 2):
        schema = {"items": schema}
    assert property_names({"properties": {"a": {}}, "items": schema}) == {"a"}
