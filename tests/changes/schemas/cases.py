"""Pairs of schemas, and which of the two is contained in which."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    """Whether every instance of `one` is one of `two` (`there`), and the other way round (`back`); None is undecided."""

    name: str
    one: Any
    two: Any
    there: bool | None
    back: bool | None


def obj(properties: Any = None, /, *required: str, **more: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    schema: dict[str, Any] = {"type": "object", **more}
    if properties:
        schema["properties"] = properties
    return {**schema, "required": list(required)} if required else schema


def closed(properties: Any = None, /, *required: str) -> dict[str, Any]:
    """Return the schema of an object that has no other properties."""
    return obj(properties, *required, additionalProperties=False)


def array(items: Any, **more: Any) -> dict[str, Any]:
    """Return the schema of an array."""
    return {"type": "array", "items": items, **more}


def text(pattern: str, **more: Any) -> dict[str, Any]:
    """Return the schema of a string in which a pattern finds something."""
    return {"type": "string", "pattern": pattern, **more}


def defined(definition: Any, reference: str = "#/$defs/node", **more: Any) -> dict[str, Any]:
    """Return a schema that refers to a definition."""
    return {"$ref": reference, "$defs": {"node": definition}, **more}


STRING, INTEGER, NUMBER, NULL, BOOLEAN, OBJECT, ARRAY = (
    {"type": name} for name in ("string", "integer", "number", "null", "boolean", "object", "array")
)
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_4 = "http://json-schema.org/draft-04/schema#"

TYPES = [
    Case("string and any", STRING, {}, True, False),
    Case("string and true", STRING, True, True, False),
    Case("string and false", STRING, False, False, True),
    Case("string and nullable", STRING, {"type": ["string", "null"]}, True, False),
    Case("string and integer", STRING, INTEGER, False, False),
    Case("integer and number", INTEGER, NUMBER, True, False),
    Case("integer and list of both", INTEGER, {"type": ["integer", "number"]}, True, False),
    Case("order of types", {"type": ["string", "null"]}, {"type": ["null", "string"]}, True, True),
    Case("all types are any", {"type": ["string", "number", "boolean", "null", "array", "object"]}, {}, True, True),
    Case("number is a whole one or not", NUMBER, {"anyOf": [INTEGER, NUMBER]}, True, True),
    Case("openapi nullable", {"type": "string", "nullable": True}, {"type": ["string", "null"]}, True, True),
    Case("openapi nullable and not", {"type": "string", "nullable": True}, STRING, False, True),
    Case(
        "annotations", {**STRING, "title": "t", "description": "d", "default": "x", "examples": []}, STRING, True, True
    ),
    Case("unknown keywords", {**STRING, "x-order": 3}, STRING, True, True),
    Case("format is an annotation", {**STRING, "format": "date"}, {**STRING, "format": "email"}, True, True),
]
VALUES = [
    Case("fewer values", {"enum": ["a"]}, {"enum": ["a", "b"]}, True, False),
    Case("order of values", {"enum": ["a", "b"]}, {"enum": ["b", "a"]}, True, True),
    Case("values and type", {"enum": ["a", "b"]}, STRING, True, False),
    Case("values with and without type", {"enum": ["a", 1], "type": "string"}, {"const": "a"}, True, True),
    Case("true is not 1", {"const": True}, {"const": 1}, False, False),
    Case("1.0 is 1", {"const": 1.0}, {"const": 1}, True, True),
    Case("1.0 is an integer", {"enum": [1.0, 2]}, INTEGER, True, False),
    Case("0 is not false", {"enum": [0]}, {"enum": [False]}, False, False),
    Case("both booleans", BOOLEAN, {"enum": [True, False]}, True, True),
    Case("null is a constant", NULL, {"const": None}, True, True),
    Case("constants in anyOf", {"enum": ["a", "b"]}, {"anyOf": [{"const": "a"}, {"const": "b"}]}, True, True),
    Case("nested values", {"const": {"a": [1]}}, obj({"a": array(INTEGER)}), True, False),
    Case("values within bounds", {"enum": [1, 2]}, {"minimum": 1, "maximum": 2}, True, False),
    Case("a value out of bounds", {"enum": [1, 3]}, {"type": "integer", "maximum": 2}, False, False),
    Case("values of a pattern", {"enum": ["ab", "b"]}, text("b$"), True, False),
    Case("no values", {"enum": []}, {"not": {}}, True, True),
]
NUMBERS = [
    Case("minimum", {**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 0}, True, False),
    Case("minimum of strings", {**STRING, "minimum": 1}, STRING, True, True),
    Case("strict or not, whole", {**INTEGER, "minimum": 1}, {**INTEGER, "exclusiveMinimum": 0}, True, True),
    Case("strict or not", {**NUMBER, "minimum": 1}, {**NUMBER, "exclusiveMinimum": 0}, True, False),
    Case("strict", {**NUMBER, "exclusiveMaximum": 1}, {**NUMBER, "maximum": 1}, True, False),
    Case("fractional bound", {**INTEGER, "maximum": 2.5}, {**INTEGER, "maximum": 2}, True, True),
    Case("empty range", {**INTEGER, "minimum": 3, "maximum": 2}, False, True, True),
    Case("no integer between", {**INTEGER, "exclusiveMinimum": 0, "exclusiveMaximum": 1}, False, True, True),
    Case("one integer between", {**INTEGER, "exclusiveMinimum": 0, "exclusiveMaximum": 2}, {"const": 1}, True, True),
    Case(
        "a range in two",
        {**INTEGER, "minimum": 0, "maximum": 9},
        {"anyOf": [{**INTEGER, "maximum": 4}, {**INTEGER, "minimum": 5}]},
        True,
        False,
    ),
    Case(
        "a range of numbers in two",
        {**NUMBER, "minimum": 0, "maximum": 9},
        {"anyOf": [{**NUMBER, "maximum": 4}, {**NUMBER, "minimum": 5}]},
        False,
        False,
    ),
    Case("multiples", {**INTEGER, "multipleOf": 6}, {**INTEGER, "multipleOf": 3}, True, False),
    Case(
        "multiples of both",
        {**INTEGER, "multipleOf": 6},
        {"allOf": [{**INTEGER, "multipleOf": 2}, {**INTEGER, "multipleOf": 3}]},
        True,
        True,
    ),
    Case("multiples of one", {**NUMBER, "multipleOf": 1}, INTEGER, True, True),
    Case("multiples of a half", {**NUMBER, "multipleOf": 1}, {**NUMBER, "multipleOf": 0.5}, True, False),
    Case("multiples of a hundredth", {**NUMBER, "multipleOf": 0.1}, {**NUMBER, "multipleOf": 0.01}, True, False),
    Case(
        "draft 4 flag",
        {"$schema": DRAFT_4, **NUMBER, "minimum": 0, "exclusiveMinimum": True},
        {**NUMBER, "exclusiveMinimum": 0},
        True,
        True,
    ),
]
STRINGS = [
    Case("minLength", {**STRING, "minLength": 2}, {**STRING, "minLength": 1}, True, False),
    Case("maxLength", {**STRING, "maxLength": 5}, {**STRING, "maxLength": 6}, True, False),
    Case("nothing so short", {**STRING, "minLength": 2, "maxLength": 1}, False, True, True),
    Case("minLength 0", {**STRING, "minLength": 0}, STRING, True, True),
    Case("the empty string", {**STRING, "maxLength": 0}, {"const": ""}, True, True),
    Case("the same pattern", text("(?=a)b", minLength=1), text("(?=a)b"), True, None),
    Case("not understood", text("^(?!a)b"), text("^b"), None, None),
    Case("unless one has none", text("(?=a)b"), STRING, True, None),
    Case("repetition", text("^[a-z]{3}$"), text("^[a-z]+$"), True, False),
    Case("prefix", text("^abc"), text("^ab"), True, False),
    Case("anywhere", text("^abc$"), text("b"), True, False),
    Case("classes", text(r"^\d+$"), text("^[0-9]+$"), True, True),
    Case("words", text(r"^\w+$"), text("^[A-Za-z0-9_]+$"), True, True),
    Case("alternatives", text("^(red|green)$"), {"enum": ["green", "red"]}, True, True),
    Case("one alternative fewer", text("^(red|green)$"), text("^(red|green|blue)$"), True, False),
    Case("pattern and length", text("^[a-z]{2,4}$"), {**STRING, "minLength": 2, "maxLength": 4}, True, False),
    Case("star and plus", text("^a+$"), text("^a*$"), True, False),
    Case("identifiers", text("^[a-z][a-z0-9-]{0,62}$"), text("^[a-z0-9-]{1,63}$"), True, False),
    Case("everything", text(""), STRING, True, True),
    Case("everything but line ends", text("^.*$"), STRING, True, False),
    Case("either of two", text("^[ab]$"), {"anyOf": [text("^a$"), text("^b$")]}, True, True),
    Case("the opposite", {**STRING, "not": text("^a")}, text("^(b|$)"), False, True),
]
OBJECTS = [
    Case("required", obj({"a": STRING}, "a"), obj({"a": STRING}), True, False),
    Case("another property, open", obj({"a": STRING}), obj({"a": STRING, "b": STRING}), False, True),
    Case("another property, closed", closed({"a": STRING}), closed({"a": STRING, "b": STRING}), True, False),
    Case("any other property, open", obj({"a": STRING}), obj({"a": STRING, "b": {}}), True, True),
    Case("renamed, closed", closed({"a": STRING}), closed({"b": STRING}), False, False),
    Case("closed", closed({"a": STRING}), obj({"a": STRING}), True, False),
    Case("empty and closed", closed(), obj(maxProperties=0), True, True),
    Case("property type", obj({"a": INTEGER}), obj({"a": NUMBER}), True, False),
    Case("without type", {"properties": {"a": INTEGER}}, obj({"a": INTEGER}), False, True),
    Case("a property never", obj({"a": False}), obj({"a": STRING}), True, False),
    Case("a required property never", obj({"a": False}, "a"), False, True, True),
    Case("map", obj(additionalProperties=INTEGER), obj(additionalProperties=NUMBER), True, False),
    Case(
        "map and named",
        obj({"a": INTEGER}, additionalProperties=INTEGER),
        obj(additionalProperties=INTEGER),
        True,
        True,
    ),
    Case(
        "map and another",
        obj({"a": STRING}, additionalProperties=INTEGER),
        obj(additionalProperties=INTEGER),
        False,
        False,
    ),
    Case("pattern", obj(patternProperties={"^x-": STRING}), obj(patternProperties={"^x-a": STRING}), True, False),
    Case("pattern and name", obj(patternProperties={"^x-": STRING}), obj({"x-a": STRING}), True, False),
    Case(
        "pattern and others",
        closed({"a": {}}),
        obj({"a": {}}, patternProperties={"^b": {}}, additionalProperties=False),
        True,
        False,
    ),
    Case("names", obj(propertyNames={"enum": ["a", "b"]}), closed({"a": {}, "b": {}}), True, True),
    Case("names of a pattern", obj(propertyNames=text("^[ab]$")), closed({"a": {}, "b": {}}), True, True),
    Case("short names", obj(propertyNames={"maxLength": 3}), obj(propertyNames={"maxLength": 4}), True, False),
    Case("minProperties", obj(minProperties=2), obj(minProperties=1), True, False),
    Case("at least one, by name", obj({}, "a"), obj(minProperties=1), True, False),
    Case("at most the named", closed({"a": {}, "b": {}}), obj(maxProperties=2), True, False),
    Case("more than are named", {**closed({"a": {}}), "minProperties": 2}, False, True, True),
    Case("dependent", obj({}, "a", "b"), obj(dependentRequired={"a": ["b"]}), True, False),
    Case(
        "dependent, spelt in draft 7", obj(dependencies={"a": ["b"]}), obj(dependentRequired={"a": ["b"]}), True, True
    ),
    Case("dependent, on what is never", closed({"b": {}}), obj(dependentRequired={"a": ["b"]}), True, False),
    Case(
        "dependent schema",
        obj({"b": INTEGER}),
        obj(dependentSchemas={"a": {"properties": {"b": INTEGER}}}),
        True,
        False,
    ),
    Case("a dependency holds for objects only", {"dependentSchemas": {"a": False}}, {}, True, False),
    Case(
        "deep",
        obj({"a": obj({"b": array(obj({"c": INTEGER}, "c"))})}),
        obj({"a": obj({"b": array(obj({"c": NUMBER}))})}),
        True,
        False,
    ),
]
ARRAYS = [
    Case("items", array(INTEGER), array(NUMBER), True, False),
    Case("minItems", array({}, minItems=1), array({}), True, False),
    Case("maxItems", array({}, maxItems=1), array({}, maxItems=2), True, False),
    Case("no items", array(False), {"const": []}, True, True),
    Case("unique", array({}, uniqueItems=True), ARRAY, True, False),
    Case("unique by length", array({}, maxItems=1), array({}, uniqueItems=True), True, False),
    Case("not so many are unique", array(BOOLEAN, uniqueItems=True, minItems=3), False, True, True),
    Case(
        "tuple",
        {"type": "array", "prefixItems": [STRING, INTEGER]},
        {"type": "array", "prefixItems": [STRING]},
        True,
        False,
    ),
    Case(
        "tuple of one type", {"type": "array", "prefixItems": [INTEGER], "items": INTEGER}, array(INTEGER), True, True
    ),
    Case(
        "tuple, spelt in draft 7",
        {"$schema": DRAFT_7, "type": "array", "items": [STRING], "additionalItems": False},
        {"type": "array", "prefixItems": [STRING], "items": False},
        True,
        True,
    ),
    Case("tuple and length", {"type": "array", "prefixItems": [{}], "items": False}, array({}, maxItems=1), True, True),
    Case("contains", array(STRING, minItems=1), {"type": "array", "contains": STRING}, True, False),
    Case(
        "contains more",
        {"type": "array", "contains": {"const": 1}},
        {"type": "array", "contains": INTEGER},
        True,
        False,
    ),
    Case("contains nothing", {"type": "array", "contains": False}, False, True, True),
    Case(
        "minContains",
        {"type": "array", "contains": STRING, "minContains": 2},
        {"type": "array", "contains": STRING},
        True,
        False,
    ),
    Case("minContains 0", {"type": "array", "contains": STRING, "minContains": 0}, ARRAY, True, True),
    Case(
        "maxContains",
        {"type": "array", "contains": STRING, "minContains": 0, "maxContains": 0},
        array({"not": STRING}),
        True,
        True,
    ),
    Case("contains and length", {"type": "array", "contains": {}}, array({}, minItems=1), True, True),
]
COMBINATIONS = [
    Case("allOf", {"allOf": [INTEGER, {"minimum": 1}]}, {**INTEGER, "minimum": 1}, True, True),
    Case("allOf of nothing", {"allOf": [STRING, INTEGER]}, False, True, True),
    Case(
        "optional, as pydantic writes it",
        {"anyOf": [STRING, NULL], "default": None},
        {"type": ["string", "null"]},
        True,
        True,
    ),
    Case("optional and not", {"anyOf": [STRING, NULL]}, STRING, False, True),
    Case(
        "one reference, as pydantic writes it",
        {"allOf": [{"$ref": "#/$defs/node"}], "$defs": {"node": STRING}},
        STRING,
        True,
        True,
    ),
    Case("anyOf and oneOf of types", {"anyOf": [STRING, INTEGER]}, {"oneOf": [STRING, INTEGER]}, True, True),
    Case(
        "anyOf and oneOf that overlap",
        {"anyOf": [INTEGER, {"minimum": 2}]},
        {"oneOf": [INTEGER, {"minimum": 2}]},
        False,
        True,
    ),
    Case("oneOf of the same", {"oneOf": [STRING, STRING]}, False, True, True),
    Case("a larger union", {"anyOf": [STRING, INTEGER]}, {"anyOf": [INTEGER, STRING, NULL]}, True, False),
    Case(
        "a union in no single part",
        obj({"a": {"enum": [1, 2]}}, "a"),
        {"anyOf": [obj({"a": {"const": 1}}, "a"), obj({"a": {"const": 2}}, "a")]},
        True,
        True,
    ),
    Case(
        "a union by two properties",
        obj({"a": BOOLEAN, "b": BOOLEAN}, "a", "b"),
        {
            "anyOf": [
                obj({"a": {"const": True}, "b": BOOLEAN}, "a", "b"),
                obj({"a": {"const": False}, "b": BOOLEAN}, "a", "b"),
            ]
        },
        True,
        True,
    ),
    Case(
        "tagged",
        {"oneOf": [obj({"k": {"const": "a"}, "v": INTEGER}, "k"), obj({"k": {"const": "b"}}, "k")]},
        {"oneOf": [obj({"k": {"const": "b"}}, "k"), obj({"k": {"const": "a"}, "v": NUMBER}, "k")]},
        True,
        False,
    ),
    Case("not", {"not": STRING}, {"type": ["number", "boolean", "null", "array", "object"]}, True, True),
    Case("not not", {"not": {"not": STRING}}, STRING, True, True),
    Case("not one of", {**STRING, "not": {"enum": ["a"]}}, STRING, True, False),
    Case("not required", obj(**{"not": {"required": ["a"]}}), obj({"a": False}), True, True),
    Case("neither", {"not": {"anyOf": [STRING, INTEGER]}}, {"not": INTEGER}, True, False),
    Case("either is required", obj({}, "a", "b"), obj(anyOf=[{"required": ["a"]}, {"required": ["b"]}]), True, False),
    Case(
        "if and then",
        {"if": STRING, "then": {"minLength": 1}},
        {"anyOf": [{"not": STRING}, {"minLength": 1}]},
        True,
        True,
    ),
    Case(
        "if, then and else",
        {"if": STRING, "then": {"minLength": 1}, "else": INTEGER},
        {"anyOf": [{**STRING, "minLength": 1}, INTEGER]},
        True,
        True,
    ),
    Case("if alone", {"if": STRING}, {}, True, True),
    Case("else alone", {"if": STRING, "else": False}, STRING, True, True),
    Case(
        "unevaluated",
        {"allOf": [obj({"a": STRING})], "unevaluatedProperties": False},
        closed({"a": STRING}),
        True,
        True,
    ),
    Case(
        "unevaluated, by a choice",
        {"anyOf": [obj({"a": STRING})], "unevaluatedProperties": False},
        closed({"a": STRING}),
        None,
        None,
    ),
    Case(
        "unevaluated items",
        {"type": "array", "prefixItems": [STRING], "unevaluatedItems": False},
        {"type": "array", "prefixItems": [STRING], "items": False},
        True,
        True,
    ),
]
REFERENCES = [
    Case("definition", defined(STRING), STRING, True, True),
    Case("definitions", {"$ref": "#/definitions/a", "definitions": {"a": INTEGER}}, NUMBER, True, False),
    Case("beside a reference", defined(INTEGER, minimum=1), INTEGER, True, False),
    Case("beside a reference in draft 7", {"$schema": DRAFT_7, **defined(INTEGER, minimum=1)}, INTEGER, True, True),
    Case("escaped", {"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": STRING}}, STRING, True, True),
    Case("itself", obj({"next": {"$ref": "#"}, "v": INTEGER}), obj({"next": {"$ref": "#"}, "v": NUMBER}), True, False),
    Case(
        "a tree",
        defined(obj({"of": array({"$ref": "#/$defs/node"}), "v": STRING}, "v")),
        defined(obj({"of": array({"$ref": "#/$defs/node"}), "v": {"type": ["string", "null"]}}, "v")),
        True,
        False,
    ),
    Case(
        "a tree, unrolled",
        defined(obj({"of": array({"$ref": "#/$defs/node"})})),
        obj(
            {"of": array(defined_node := {"$ref": "#/$defs/node"})},
            **{"$defs": {"node": obj({"of": array(defined_node)})}},
        ),
        True,
        True,
    ),
    Case("no end", defined(obj({"next": {"$ref": "#/$defs/node"}}, "next")), False, True, True),
    Case("another document", {"$ref": "https://example.com/a.json"}, STRING, None, None),
    Case("an anchor", {"$ref": "#a", "$defs": {"a": {"$anchor": "a", **STRING}}}, STRING, None, None),
    Case("dynamic", {"$dynamicRef": "#a"}, STRING, None, None),
    Case("an unknown draft", {"$schema": "https://example.com/draft", **STRING}, STRING, None, None),
    Case("round and round", defined({"anyOf": [{"$ref": "#/$defs/node"}, STRING]}), STRING, None, True),
]
CASES = [*TYPES, *VALUES, *NUMBERS, *STRINGS, *OBJECTS, *ARRAYS, *COMBINATIONS, *REFERENCES]
