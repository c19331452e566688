from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.conformance import nonconformity
from promptops.resources.rejections import Problem
from promptops.resources.work import Work

DOUBLING = {
    **{f"a{depth}": {"anyOf": [{"$ref": f"#/$defs/a{depth + 1}"}] * 2} for depth in range(40)},
    "a40": {"type": "string"},
}


def judge(schema: dict[str, Any], value: Any) -> Problem | None:
    return nonconformity(schema, value, Work())


@pytest.mark.parametrize(
    ("schema", "value", "text"),
    [
        ({"type": "string"}, 1, "must be a string, not `1`"),
        ({"type": ["string", "null"]}, [], "must be a string or null, not a list"),
        ({"type": "string"}, None, "must be a string, not null"),
        ({"type": "object", "required": ["a", "b", "c"]}, {"b": 1}, "lacks `a` and `c`"),
        ({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1, "b": 2}, "has `b`, which the schema does"),
        ({"patternProperties": {"^x": {}}, "additionalProperties": False}, {"x1": 1, "y": 2}, "has `y`, which the"),
        ({"enum": ["a", "b"]}, "c", "must be `a` or `b`, not `c`"),
        ({"enum": [1, 2]}, 3, "is not one of the values that the schema lists, but `3`"),
        ({"const": "a"}, "b", "must be `a`, not `b`"),
        ({"pattern": "^[A-Z]+$"}, "abc", "must match `^[A-Z]+$`, and `abc` does not"),
        ({"minLength": 2}, "a", "must have at least 2 characters, not 1"),
        ({"maxItems": 1}, [1, 2], "must have at most 1 item, not 2"),
        ({"minProperties": 1}, {}, "must have at least 1 property, not 0"),
        ({"maximum": 5}, 7, "must be at most 5, not `7`"),
        ({"exclusiveMinimum": 0}, 0, "must be greater than 0, not `0`"),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}], "has the same item twice"),
        ({"contains": {"type": "string"}}, [1], "has no item that the schema asks for"),
        ({"not": {"type": "string"}}, "a", "fits a schema that it must not fit"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "lacks what one of its properties needs beside it"),
        ({"properties": {"a": False}}, {"a": 1}, "is not allowed"),
    ],
)
def test_what_is_refused_is_said_in_plain_words(schema: dict[str, Any], value: Any, text: str) -> None:
    problem = judge(schema, value)
    assert problem is not None
    assert problem.text.startswith(text)


def test_the_keys_lead_to_what_is_wrong() -> None:
    schema = {"properties": {"a": {"items": {"properties": {"b": {"type": "integer"}}}}}}
    assert judge(schema, {"a": [{"b": 1}, {"b": "x"}]}) == Problem(
        "must be a whole number, not a string", None, ("a", 1, "b")
    )


def test_of_alternatives_the_one_that_comes_closest_is_explained() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]}
    problem = judge(schema, {"b": 1})
    assert problem is not None
    assert problem.text == "lacks `a`"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param({"type": "object", "properties": {"a": {"type": "string"}}}, {"a": "b", "c": 1}, id="conforming"),
        pytest.param({"$ref": "https://example.com/schema.json"}, 1, id="a reference to the network"),
        pytest.param({"$ref": "http://["}, 1, id="a reference to nowhere"),
        pytest.param({"$ref": "#"}, 1, id="a reference to itself"),
        pytest.param({"pattern": "(?=a)b"}, "c", id="a pattern that is not linear"),
        pytest.param({"patternProperties": {"(?=a)": False}, "additionalProperties": False}, {"a": 1}, id="such keys"),
        pytest.param({"exclusiveMinimum": True, "minimum": 0}, 0.5, id="draft 4 without a word"),
        pytest.param({"items": [{"type": "string"}]}, [1], id="draft 7 without a word"),
        pytest.param({"format": "email"}, "nobody", id="a format"),
        pytest.param({"unevaluatedProperties": False}, {"a": 1}, id="what is left"),
    ],
)
def test_what_is_right_or_cannot_be_judged_is_let_pass(schema: dict[str, Any], value: Any) -> None:
    assert judge(schema, value) is None


def test_an_older_draft_is_read_as_what_it_says() -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}]}
    assert judge(schema, [1]) == Problem("must be a string, not `1`", "put it in quotes", (0,))


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param({"$defs": DOUBLING, "$ref": "#/$defs/a0"}, 1, id="references that double"),
        pytest.param({"pattern": "^(a+)+$"}, "a" * 50 + "b", id="a pattern that would backtrack"),
        pytest.param(
            {"patternProperties": {"^(a+)+$": {}}, "additionalProperties": {}}, {"a" * 50 + "b": 1}, id="a key"
        ),
        pytest.param({"items": {"allOf": [{"type": "string"}] * 500}}, list(range(50_000)), id="many times many"),
        pytest.param({"items": {"enum": [str(each) for each in range(20_000)]}}, ["x"] * 20_000, id="many comparisons"),
        pytest.param({"uniqueItems": True}, [[each] for each in range(20_000)], id="each with each"),
    ],
)
def test_work_is_bounded(schema: dict[str, Any], value: Any) -> None:
    work = Work()
    nonconformity(schema, value, work)
    left = work.left
    nonconformity(schema, value, work)
    assert left < 500_000
    assert work.left <= left


def test_exhausted_work_finds_nothing() -> None:
    assert nonconformity({"type": "string"}, 1, Work(0)) is None
