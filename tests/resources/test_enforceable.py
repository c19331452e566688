from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.enforceable import DRAFT, enforceable_problems, looks_at


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["owner"]},
        {"$schema": DRAFT, "$comment": "why", "type": "object"},
        {"properties": {"limits": {"$ref": "#/$defs/limits"}}, "$defs": {"limits": {"required": ["timeout"]}}},
        {"if": {"required": ["a"]}, "then": {"patternProperties": {"^x": False}}, "else": {"minProperties": 2}},
        {"properties": {"tools": {"prefixItems": [True], "items": {"pattern": "^a"}, "uniqueItems": True}}},
        {"properties": {"a": {"exclusiveMinimum": 0, "not": {"const": 3}}}},
    ],
)
def test_what_a_policy_can_enforce(schema: dict[str, Any]) -> None:
    assert enforceable_problems(schema) == []


@pytest.mark.parametrize(
    ("schema", "keys", "text", "advice"),
    [
        (
            {"requird": ["a"]},
            ("requird",),
            "is no keyword of JSON Schema, and asks for nothing",
            "did you mean `required`?",
        ),
        (
            {"type": "object", "x-severity": "high"},
            ("x-severity",),
            "is no keyword of JSON Schema, and asks for nothing",
            "what is meant for readers belongs in `$comment`",
        ),
        (
            {"properties": {"review_by": {"format": "date"}}},
            ("properties", "review_by", "format"),
            "is a keyword that no policy can enforce",
            "write a `pattern`",
        ),
        (
            {"allOf": [{"unevaluatedProperties": False}]},
            ("allOf", 0, "unevaluatedProperties"),
            "is a keyword that no policy can enforce",
            "write `additionalProperties`, beside all `properties` that are allowed",
        ),
        ({"$id": "urn:x", "type": "object"}, ("$id",), "is a keyword that no policy can enforce", "leave it out"),
        (
            {"properties": {"a": {"pattern": "a(?=b)"}}},
            ("properties", "a", "pattern"),
            "cannot be run: `a(?=b)`",
            "patterns run in linear time: without look-around and references back",
        ),
        (
            {"patternProperties": {"(?!x)": False}},
            ("patternProperties", "(?!x)"),
            "cannot be run: `(?!x)`",
            "patterns run in linear time: without look-around and references back",
        ),
        (
            {"properties": {"a": {"$ref": "https://example.com/a"}}},
            ("properties", "a", "$ref"),
            "leads to `https://example.com/a`, which is not followed",
            "refer to `$defs` of the schema itself",
        ),
        ({"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/$defs/c"}}}, ("properties", "b", "$ref"), None, None),
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "required": ["a"]},
            ("$schema",),
            f"must be `{DRAFT}`",
            "policies are written in that draft; leave the key out",
        ),
        (
            {"properties": {"a": {"items": [True]}}},
            ("properties", "a", "items"),
            "must be one schema, not a list",
            "write `prefixItems` for a schema a position",
        ),
        ({"properties": {"a": {"exclusiveMaximum": True}}}, ("properties", "a", "exclusiveMaximum"), None, None),
        (
            {"$defs": {"a": {"required": ["b"]}}},
            (),
            "asks for nothing",
            "say what the resources must have, as in `required: [description]`",
        ),
        ({"type": "objct"}, ("type",), "is `objct`, which is not a type", "did you mean `object`?"),
    ],
)
def test_what_would_be_left_out_is_refused(
    schema: dict[str, Any], keys: tuple[str | int, ...], text: str | None, advice: str | None
) -> None:
    (problem,) = enforceable_problems(schema)
    assert problem.keys == keys
    if text is not None:
        assert (problem.text, problem.help) == (text, advice)


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        (True, False),
        ({"required": ["name"]}, False),
        ({"properties": {"output": {"required": ["body"], "additionalProperties": False}}}, False),
        ({"required": ["body"]}, True),
        ({"properties": {"body": {"minLength": 1}}}, True),
        ({"if": {"required": ["owner"]}, "then": {"not": {"properties": {"body": {"pattern": "TODO"}}}}}, True),
        ({"anyOf": [{"required": ["messages"]}, {"required": ["body"]}]}, True),
        ({"dependentRequired": {"model": ["body"]}}, True),
        ({"dependentSchemas": {"model": {"propertyNames": {"maxLength": 9}}}}, True),
        ({"properties": {"name": True}, "additionalProperties": False}, True),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"required": ["body"]}}}, True),
    ],
)
def test_whether_a_key_may_decide(schema: Any, answer: bool) -> None:  # noqa: FBT001 - what the table says
    assert looks_at(schema, "body") is answer
