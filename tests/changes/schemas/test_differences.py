from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from promptops.changes.schemas import compare

Row: TypeAlias = tuple[str, str, str, str | None, Any, str]
"""Direction, aspect, property, the side that accepts, the witness, and the words."""

STRING, INTEGER, NULLABLE = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}


def obj(properties: Any, /, *required: str, **more: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    return {"type": "object", "properties": properties, "required": list(required), **more}


def tagged(kind: str, /, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object that says of what kind it is."""
    return obj({"kind": {"const": kind}, **properties}, "kind")


ANY = obj({})
FORMAT = "`format` of the value is `date-time` now, was `date`"
CASES: dict[str, tuple[Any, Any, list[Row]]] = {
    "a required property comes": (
        ANY,
        obj({"a": STRING}, "a"),
        [("added-required", "presence", "a", "before", {}, "`a` is new, and required")],
    ),
    "a property comes to be required": (
        obj({"a": STRING}),
        obj({"a": STRING}, "a"),
        [("added-required", "presence", "a", "before", {}, "`a` is required now")],
    ),
    "a property comes to be optional": (
        obj({"a": STRING}, "a"),
        obj({"a": STRING}),
        [("removed-required", "presence", "a", "after", {}, "`a` is optional now")],
    ),
    "an optional property comes": (
        ANY,
        obj({"a": STRING}),
        [("added-property", "property", "a", "before", {"a": None}, "`a` is new")],
    ),
    "a property of any value comes": (
        ANY,
        obj({"a": {}}),
        [("added-property", "property", "a", None, None, "`a` is new")],
    ),
    "a property comes to a closed object": (
        obj({}, additionalProperties=False),
        obj({"a": STRING}, additionalProperties=False),
        [("added-property", "property", "a", "after", {"a": ""}, "`a` is new")],
    ),
    "a property goes from a closed object": (
        obj({"a": STRING}, additionalProperties=False),
        obj({}, additionalProperties=False),
        [("removed-property", "property", "a", "before", {"a": ""}, "`a` is gone")],
    ),
    "a required property goes": (
        obj({"a": STRING}, "a"),
        ANY,
        [("removed-property", "property", "a", "after", {}, "`a` is gone")],
    ),
    "an object is opened": (
        obj({"a": STRING}, additionalProperties=False),
        obj({"a": STRING}),
        [("widened", "additional", "", "after", {"extra": None}, "the value takes other properties now")],
    ),
    "an object is closed": (
        obj({"a": obj({})}),
        obj({"a": obj({}, additionalProperties=False)}),
        [("narrowed", "additional", "a", "before", {"a": {"extra": None}}, "`a` takes no other properties now")],
    ),
    "null is let in": (
        obj({"a": STRING}),
        obj({"a": {"anyOf": [STRING, {"type": "null"}]}}),
        [("widened", "null", "a", "after", {"a": None}, "`a` may now be `null`")],
    ),
    "null is kept out, and a list let in": (
        obj({"a": NULLABLE}),
        obj({"a": {"type": ["string", "array"]}}),
        [
            ("narrowed", "null", "a", "before", {"a": None}, "`a` may no longer be `null`"),
            ("widened", "type", "a", "after", {"a": []}, "`a` may now be a list"),
        ],
    ),
    "values": (
        {"enum": ["a", "b"]},
        {"enum": ["b", "c"]},
        [
            ("narrowed", "values", "", "before", "a", "the value may no longer be `a`"),
            ("widened", "values", "", "after", "c", "the value may now be `c`"),
        ],
    ),
    "values are limited": (
        STRING,
        {"type": "string", "enum": ["a", "b"]},
        [("narrowed", "values", "", "before", "", "the value must be `a` or `b` now")],
    ),
    "values are no longer limited": (
        {"type": "string", "enum": ["a"]},
        STRING,
        [("widened", "values", "", "after", "", "the value need no longer be `a`")],
    ),
    "a bound moves": (
        {"type": "integer", "maximum": 5},
        {"type": "integer", "maximum": 3},
        [("narrowed", "bound", "", "before", 4, "`maximum` of the value is `3` now, was `5`")],
    ),
    "a bound goes": (
        {"type": "string", "maxLength": 1},
        STRING,
        [("widened", "bound", "", "after", "aa", "the value has no `maxLength` any more, was `1`")],
    ),
    "a pattern comes": (
        STRING,
        {"type": "string", "pattern": "^a"},
        [("narrowed", "pattern", "", "before", "", "the value has a `pattern` of `^a` now")],
    ),
    "integers become numbers": (
        INTEGER,
        {"type": "number"},
        [("widened", "type", "", "after", 0.5, "the value need no longer be a whole number")],
    ),
    "far inside": (
        obj({"lines": {"type": "array", "items": obj({"amount": INTEGER}, "amount")}}, "lines"),
        obj({"lines": {"type": "array", "items": obj({"amount": STRING}, "amount")}}, "lines"),
        [
            (
                "narrowed",
                "type",
                "lines[].amount",
                "before",
                {"lines": [{"amount": 0}]},
                "`lines[].amount` may no longer be a whole number",
            ),
            (
                "widened",
                "type",
                "lines[].amount",
                "after",
                {"lines": [{"amount": ""}]},
                "`lines[].amount` may now be a string",
            ),
        ],
    ),
    "values of a map": (
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        [("narrowed", "bound", "*", "before", {"extra": -1}, "`*` has a `minimum` of `0` now")],
    ),
    "values by the pattern of their names": (
        {"type": "object", "patternProperties": {"^x-": INTEGER}},
        {"type": "object", "patternProperties": {"^x-": {"type": ["integer", "null"]}}},
        [("widened", "null", "*", "after", {"x-": None}, "`*` may now be `null`")],
    ),
    "one position of a tuple": (
        {"type": "array", "prefixItems": [STRING, STRING]},
        {"type": "array", "prefixItems": [STRING, NULLABLE]},
        [("widened", "null", "[1]", "after", ["", None], "`[1]` may now be `null`")],
    ),
    "one of the alternatives": (
        {"oneOf": [tagged("a", v=STRING), tagged("b")]},
        {"oneOf": [tagged("b"), tagged("a", v=NULLABLE)]},
        [("widened", "null", "v", "after", {"v": None, "kind": "a"}, "`v` may now be `null`")],
    ),
    "an alternative goes": (
        {"anyOf": [tagged("a"), tagged("b")]},
        {"anyOf": [tagged("a")]},
        [("narrowed", "shape", "", "before", {"kind": "b"}, "the value no longer takes one of the alternatives")],
    ),
    "a format": (
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
        [
            (
                "undecided",
                "format",
                "",
                side,
                None,
                f"{FORMAT}; undecided: a format is an annotation to most readers",
            )
            for side in ("before", "after")
        ],
    ),
    "a pattern that is not understood": (
        {"type": "string", "pattern": "(?=a)"},
        STRING,
        [
            (
                "undecided",
                "pattern",
                "",
                "after",
                None,
                "the value has no `pattern` any more, was `(?=a)`; undecided: `pattern` cannot be compared",
            )
        ],
    ),
    "annotations": ({"type": "string", "title": "a"}, {"type": "string", "description": "b"}, []),
    "the same in other words": (NULLABLE, {"anyOf": [{"type": "null"}, STRING]}, []),
    "what another keyword rules out": (
        {"type": "string", "enum": ["a"], "maxLength": 5},
        {"type": "string", "enum": ["a"], "maxLength": 3},
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_differences(name: str) -> None:
    before, after, expected = CASES[name]
    found = [
        (each.direction, each.aspect, each.property, each.accepts, each.witness, each.words)
        for each in compare(before, after)
    ]
    assert found == expected


def test_a_definition_that_is_used_twice_changes_once() -> None:
    schema = obj({"a": {"$ref": "#/$defs/x"}, "b": {"$ref": "#/$defs/x"}})
    (difference,) = compare({**schema, "$defs": {"x": STRING}}, {**schema, "$defs": {"x": NULLABLE}})
    assert difference.before == difference.after == ("$defs", "x", "type")


def test_a_recursive_definition_changes_at_its_shortest_path() -> None:
    def tree(value: Any) -> Any:
        node = obj({"of": {"type": "array", "items": {"$ref": "#/$defs/node"}}, "v": value})
        return {"$ref": "#/$defs/node", "$defs": {"node": node}}

    (difference,) = compare(tree(STRING), tree(NULLABLE))
    assert difference.property == "v"


def test_places_are_those_of_the_keywords() -> None:
    before = obj({"a": {"type": "integer", "minimum": 1}, "b": STRING}, "b")
    after = obj({"a": {"type": "integer", "minimum": 2}, "b": STRING}, "a")
    places = {each.direction: (each.before, each.after) for each in compare(before, after)}
    assert places == {
        "added-required": (("properties", "a"), ("required", 0)),
        "removed-required": (("required", 0), ("properties", "b")),
        "narrowed": (("properties", "a", "minimum"), ("properties", "a", "minimum")),
    }


@pytest.mark.parametrize(("after", "one_sided"), [({"type": "integer", "minimum": 1}, False), (INTEGER, True)])
def test_a_bound_that_goes_is_told_from_one_that_moves(after: Any, one_sided: bool) -> None:  # noqa: FBT001 - a column of the table
    (difference,) = compare({"type": "integer", "minimum": 2}, after)
    assert difference.one_sided is one_sided
