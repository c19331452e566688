"""Hostile schemas: decided or not, they come to an end soon, and raise nothing."""

from __future__ import annotations

import time
from typing import Any

import pytest

from promptops.changes.schemas import compare, contained

SOON = 5.0
"""Seconds of CPU for two answers, of which the slowest takes less than one on an ordinary machine."""


def choices(count: int, value: int) -> Any:
    """Return two to the power of `count` alternatives."""
    return {
        "allOf": [
            {
                "anyOf": [
                    {"properties": {f"{name}{index}": {"const": value}}, "required": [f"{name}{index}"]}
                    for name in "ab"
                ]
            }
            for index in range(count)
        ]
    }


def nested(depth: int, leaf: Any) -> Any:
    """Return objects within objects, each of two kinds."""
    for _ in range(depth):
        leaf = {"anyOf": [{"type": "object", "properties": {name: leaf}} for name in "xy"]}
    return leaf


def shared(depth: int, leaf: Any) -> Any:
    """Return definitions that each refer twice to the next."""
    definitions = {
        f"d{index}": {"properties": {name: {"$ref": f"#/$defs/d{index + 1}"} for name in "ab"}}
        for index in range(depth)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{depth}": leaf}}


def array(**more: Any) -> Any:
    return {"type": "array", **more}


STRING, INTEGER = {"type": "string"}, {"type": "integer"}
PROPERTIES = {f"p{index}": {**STRING, "description": "x" * 200} for index in range(22_000)}
LONG = [f"value {index}" for index in range(200_000)]
HOSTILE: dict[str, tuple[Any, Any]] = {
    "five megabytes": ({"properties": PROPERTIES}, {"properties": {**PROPERTIES, "p5": INTEGER}}),
    "many values": ({"enum": LONG}, {"enum": LONG[1:]}),
    "many names": ({"required": LONG}, {"required": LONG[1:]}),
    "many choices": (choices(30, 1), choices(30, 2)),
    "many exclusive alternatives": (
        {"oneOf": [{"required": [f"k{index}"]} for index in range(32)]},
        {"oneOf": [{"required": [f"k{index}"]} for index in range(31)]},
    ),
    "deep choices": (nested(14, STRING), nested(14, INTEGER)),
    "very deep": (nested(200, STRING), nested(200, INTEGER)),
    "definitions that multiply": (shared(25, STRING), shared(25, INTEGER)),
    "nested repetitions": (
        {**STRING, "pattern": "^(a{1,30}){1,30}$"},
        {**STRING, "pattern": "^((a|b){1,30}){1,29}$"},
    ),
    "patterns with large automata": (
        {**STRING, "pattern": "(a|b)*a(a|b){18}$"},
        {**STRING, "pattern": "(a|b)*b(a|b){18}$"},
    ),
    "groups without end": ({**STRING, "pattern": "(" * 5_000}, {**STRING, "pattern": "[a"}),
    "long arrays": (array(minItems=10**9), array(minItems=10**9 + 1)),
    "long strings": ({**STRING, "minLength": 10**9}, {**STRING, "minLength": 10**9 + 1}),
    "large distinct arrays": (
        array(minItems=150, uniqueItems=True, items=INTEGER),
        array(minItems=150, uniqueItems=True, items={**INTEGER, "minimum": 1}),
    ),
    "small steps": ({"type": "number", "multipleOf": 1e-300}, {"type": "number", "multipleOf": 1e-299}),
    "large numbers": ({"minimum": 10**400}, {"minimum": 1e308}),
    "many patterns of names": (
        {"patternProperties": {f"^{letter}": STRING for letter in "abcdefgh"}},
        {"patternProperties": {f"^{letter}": STRING for letter in "abcdefghi"}},
    ),
    "many dependencies": (
        {"dependentRequired": {f"a{index}": ["b"] for index in range(150)}},
        {"dependentRequired": {f"a{index}": ["b"] for index in range(151)}},
    ),
    "a reference to itself": ({"$ref": "#"}, STRING),
    "a reference to its own opposite": ({"not": {"$ref": "#"}}, STRING),
    "half of a surrogate pair": ({"const": "\ud800"}, {"pattern": "^a$"}),
    "no schemas": ([1, 2], None),
    "no number": ({"const": float("nan")}, {"minimum": float("inf")}),
}
MALFORMED = (
    "type",
    "enum",
    "required",
    "items",
    "anyOf",
    "oneOf",
    "minimum",
    "multipleOf",
    "pattern",
    "$ref",
    "not",
    "if",
)
HOSTILE |= {f"malformed {name}": ({name: value}, STRING) for name in MALFORMED for value in (3j,)}
HOSTILE |= {
    f"malformed {name}": ({name: "x", "then": 3}, {**STRING, name: [3]})
    for name in (
        *MALFORMED,
        "properties",
        "additionalProperties",
        "prefixItems",
        "dependentRequired",
        "contains",
        "minContains",
    )
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pair_comes_to_an_end(name: str) -> None:
    before, after = HOSTILE[name]
    start = time.process_time()
    verdict = contained(before, after)
    differences = compare(before, after)
    assert time.process_time() - start < SOON
    assert verdict.holds in (True, False, None)
    assert verdict.holds is True or any(each.accepts == "before" for each in differences)


def test_an_everyday_pair_takes_a_thousandth_of_a_second() -> None:
    properties: dict[str, Any] = {f"p{index}": {**STRING, "description": "words"} for index in range(12)}
    before = {"type": "object", "properties": properties, "required": ["p0", "p1"]}
    after = {**before, "properties": {**properties, "p3": {"type": ["string", "null"]}}}
    compare(before, after)
    start = time.process_time()
    for _ in range(50):
        assert contained(before, after).holds
    assert (time.process_time() - start) / 50 < 0.005  # a fifth of which is ordinary
