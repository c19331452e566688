from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from jsonschema.protocols import Validator
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it ships no types

from promptops.resources.rejections import Rejection, rejection
from promptops.resources.schema_check import schema_problems
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_walk import MAX_DEPTH, MAX_PROBLEMS

DRAFTS: tuple[type[Validator], ...] = (Draft4Validator, Draft7Validator, Draft202012Validator)


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": ["string", "null"]},
        {"type": "object", "properties": {"a": True}, "required": ["a"], "additionalProperties": False},
        {"items": [{"type": "string"}], "additionalItems": False},
        {"minimum": 0, "exclusiveMinimum": True},
        {"exclusiveMinimum": 0.5, "multipleOf": 0.01, "maxLength": 3.0},
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"$id": "#a"}}},
        {"x-order": 1, "example": {"any": ["thing"]}, "nullable": True},
        {"properties": {"type": {"enum": ["a"]}, "required": {"type": "boolean"}, "$ref": {"type": "string"}}},
        {"pattern": "(?=a)", "patternProperties": {"^x-": {}}},
        {"$defs": {"node": {"properties": {"next": {"$ref": "#/$defs/node"}}}}, "$ref": "#/$defs/node"},
        {"properties": {"child": {"$ref": "#"}}},
        {"$defs": {"a/b~c d": {}}, "$ref": "#/$defs/a~1b~0c%20d"},
        {"allOf": [{}], "properties": {"a": {"$ref": "#/allOf/0"}}},
        {"$ref": "#anchor"},
        {"$ref": "https://example.com/other.json#/$defs/a"},
        {"$defs": {"a": {"$id": "other", "properties": {"b": {"$ref": "#/$defs/of-other"}}}}},
        {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}, "dependentRequired": {"a": ["b"]}},
        {"$dynamicRef": "#node", "$dynamicAnchor": "node", "$vocabulary": {"https://example.com/v": True}},
        {"if": {}, "then": True, "else": {"not": {}}, "contains": {}, "minContains": 0, "prefixItems": [{}]},
    ],
)
def test_what_some_draft_allows(schema: dict[str, Any]) -> None:
    assert schema_problems(schema) == []


@pytest.mark.parametrize(
    ("schema", "keys", "message", "advice"),
    [
        ([], (), "the resource must be a JSON Schema, not a list", None),
        ({"type": "strng"}, ("type",), "`type` is `strng`, which is not a type", "did you mean `string`?"),
        ({"type": "STRING"}, ("type",), "`type` is `STRING`, which is not a type", "did you mean `string`?"),
        ({"type": "float"}, ("type",), "`type` is `float`, which is not a type", "did you mean `number`?"),
        (
            {"type": "date"},
            ("type",),
            "`type` is `date`, which is not a type",
            "the types are string, integer, number, boolean, array, object, null",
        ),
        ({"type": ["string", "nul"]}, ("type", 1), "`type[1]` is `nul`, which is not a type", "did you mean `null`?"),
        ({"type": []}, ("type",), "`type` lists no types", None),
        ({"type": ["string", "string"]}, ("type", 1), "`type[1]` repeats `string`", None),
        ({"type": None}, ("type",), "`type` has no value", "write one, or remove the key"),
        ({"type": {"a": 1}}, ("type",), "`type` must be the name of a type, not a mapping", None),
        ({"properties": ["a"]}, ("properties",), "`properties` must be a mapping, not a list", None),
        (
            {"properties": {"a": "string"}},
            ("properties", "a"),
            "`properties.a` must be a JSON Schema, not a string",
            None,
        ),
        (
            {"properties": {"a": {"required": True}}},
            ("properties", "a", "required"),
            "`properties.a.required` must be a list of names, not a boolean",
            "list the required properties in the `required` of the object that holds them",
        ),
        ({"required": ["a", "b", "a"]}, ("required", 2), "`required[2]` repeats `a`", None),
        ({"required": [1]}, ("required", 0), "`required[0]` must be a string, not `1`", "put it in quotes"),
        ({"enum": "a"}, ("enum",), "`enum` must be a list of values, not a string", None),
        ({"enum": [math.nan]}, ("enum", 0), "`enum[0]` must be a finite number", None),
        ({"items": "string"}, ("items",), "`items` must be a JSON Schema, not a string", None),
        (
            {"minimum": "0"},
            ("minimum",),
            "`minimum` must be a number, not a string",
            "write digits only, without quotes",
        ),
        ({"minimum": True}, ("minimum",), "`minimum` must be a number, not a boolean", None),
        ({"minLength": -1}, ("minLength",), "`minLength` must be a whole number from 0 up, not `-1`", None),
        ({"minLength": 0.5}, ("minLength",), "`minLength` must be a whole number from 0 up, not `0.5`", None),
        ({"multipleOf": 0}, ("multipleOf",), "`multipleOf` must be greater than 0, not `0`", None),
        ({"maximum": math.inf}, ("maximum",), "`maximum` must be a finite number", None),
        (
            {"default": {"a": [10**20]}},
            ("default", "a", 0),
            "`default.a[0]` is beyond 2^53, where JSON loses digits",
            None,
        ),
        ({"description": 1}, ("description",), "`description` must be a string, not `1`", "put it in quotes"),
        (
            {"uniqueItems": "yes"},
            ("uniqueItems",),
            "`uniqueItems` must be a boolean, not a string",
            "write `true` or `false`",
        ),
        ({"anyOf": []}, ("anyOf",), "`anyOf` lists no schemas", None),
        ({"anyOf": {}}, ("anyOf",), "`anyOf` must be a list of schemas, not a mapping", None),
        (
            {"pattern": "(a"},
            ("pattern",),
            "`pattern` is not a regular expression: it has a `(` that nothing closes",
            None,
        ),
        (
            {"patternProperties": {"[a": {}}},
            ("patternProperties", "[a"),
            "`patternProperties.[a` is not a regular expression: it has a `[` that nothing closes",
            None,
        ),
        ({"$ref": 1}, ("$ref",), "`$ref` must be a string, not `1`", "put it in quotes"),
        (
            {"$ref": "#/$defs/itm", "$defs": {"item": {}}},
            ("$ref",),
            "`$ref` points to `#/$defs/itm`, which is not there",
            "did you mean `#/$defs/item`?",
        ),
        ({"$ref": "#/allOf/1", "allOf": [{}]}, ("$ref",), "`$ref` points to `#/allOf/1`, which is not there", None),
        (
            {"properties": {"a": {"$ref": "#/title"}}, "title": "x"},
            ("properties", "a", "$ref"),
            "`properties.a.$ref` points to `#/title`, which is not a schema",
            None,
        ),
        (
            {"properties": {"a": {"$ref": "#/properties/b"}, "b": {"$ref": "#/properties/a"}}},
            ("properties", "a", "$ref"),
            "`properties.a.$ref` leads back to itself",
            None,
        ),
    ],
)
def test_what_no_draft_allows(schema: Any, keys: tuple[str | int, ...], message: str, advice: str | None) -> None:
    first = rejection(schema_problems(schema)[0], ())
    if "2^53" in message:
        advice = "write it as a string, in quotes"
    assert first == Rejection("invalid-value", keys, "value", message, advice)


def test_depth_is_bounded() -> None:
    schema: dict[str, Any] = {}
    for _ in range(MAX_DEPTH - 1):
        schema = {"items": schema}
    assert schema_problems(schema) == []
    for _ in range(5000):
        schema = {"items": schema}
    (problem,) = schema_problems(schema)
    assert (problem.text, len(problem.keys)) == (f"is nested deeper than {MAX_DEPTH} levels", MAX_DEPTH)


def test_so_many_problems_are_enough() -> None:
    schema: Any = {"properties": {f"p{index}": {"type": "x"} for index in range(10 * MAX_PROBLEMS)}}
    assert len(schema_problems(schema)) == MAX_PROBLEMS


def test_a_long_chain_of_references_is_followed_once() -> None:
    chain = {f"a{index}": {"$ref": f"#/$defs/a{index + 1}"} for index in range(3000)}
    assert schema_problems({"$defs": {**chain, "a3000": {}}}) == []
    (problem,) = schema_problems({"$defs": {**chain, "a3000": {"$ref": "#/$defs/a0"}}})
    assert problem.text == "leads back to itself"


def _known(draft: type[Validator]) -> set[str]:
    """Return the keywords that a draft's meta-schema describes, but for those that hold URIs and anchors."""
    vocabularies = [REGISTRY.contents(uri) for uri in REGISTRY if "2020-12/meta/" in uri]
    described = [draft.META_SCHEMA, *(vocabularies if draft is Draft202012Validator else [])]
    words = {word for schema in described for word in schema.get("properties", {})}
    return {word for word in words & KEYWORDS.keys() if not word.startswith("$") and word != "id"}


KNOWN = {draft: _known(draft) for draft in DRAFTS}
SCALARS: st.SearchStrategy[Any] = st.sampled_from([None, True, False, -1, 0, 1, 2.5, "a", "b", "string", "object"])


def _schemas(words: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    def nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        mappings = st.dictionaries(st.sampled_from(["a", "b", "type"]), inner, max_size=2)
        values = inner | st.lists(inner, max_size=2) | mappings
        return st.dictionaries(st.sampled_from(sorted(words)), values, max_size=3)

    return st.recursive(SCALARS, nest, max_leaves=6).filter(lambda value: isinstance(value, dict))


@pytest.mark.parametrize("draft", DRAFTS)
@settings(deadline=None)
@given(data=st.data())
def test_what_a_draft_allows_is_no_fault(draft: type[Validator], data: st.DataObject) -> None:
    schema = data.draw(_schemas(KNOWN[draft]))
    if draft(draft.META_SCHEMA).is_valid(schema):
        assert schema_problems(schema) == []


VALUES: st.SearchStrategy[Any] = (
    SCALARS | st.lists(SCALARS | st.just({}), max_size=2) | st.dictionaries(st.just("a"), SCALARS | st.lists(SCALARS))
)


@pytest.mark.parametrize("word", sorted(set().union(*KNOWN.values())))
@settings(deadline=None, max_examples=30)
@given(value=VALUES)
def test_a_keyword_holds_what_some_draft_that_knows_it_allows(word: str, value: Any) -> None:
    schema = {"minimum": 0, "maximum": 1, word: value}  # in draft 4 an exclusive bound says so of one of these
    drafts = [draft for draft in DRAFTS if word in KNOWN[draft]]
    allowed = any(draft(draft.META_SCHEMA).is_valid(schema) for draft in drafts)
    assert (schema_problems(schema) == []) is allowed
