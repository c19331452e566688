from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from promptops.changes.schemas import compare, contained
from promptops.resources.conformance import nonconformity
from promptops.resources.work import Work

TOPICS: dict[str, list[tuple[str, Any, Any, bool | None, bool | None]]] = json.loads(
    Path(__file__).with_name("pairs.json").read_text()
)
PAIRS = [
    pytest.param(one, two, there, back, id=f"{topic}: {name}")
    for topic, rows in TOPICS.items()
    for name, one, two, there, back in rows
]
UNLIKE_THE_VALIDATOR = {"nullable", "dependencies", "$schema"}


def written(schema: Any, path: tuple[str | int, ...]) -> bool:
    """Say whether a path of keys leads somewhere in a schema."""
    for key in path:
        try:
            schema = schema[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def check(inner: Any, outer: Any, expected: bool | None) -> None:  # noqa: FBT001 - a column of the table
    verdict = contained(inner, outer)
    assert verdict.holds is expected, verdict
    assert bool(verdict.why) is not bool(expected)
    if expected is False:
        assert written(inner, verdict.at_inner)
        assert written(outer, verdict.at_outer)
        if not any(f'"{keyword}"' in json.dumps([inner, outer]) for keyword in UNLIKE_THE_VALIDATOR):
            assert nonconformity(inner, verdict.witness, Work()) is None
            assert nonconformity(outer, verdict.witness, Work()) is not None


@pytest.mark.parametrize(("one", "two", "there", "back"), PAIRS)
def test_a_pair_is_decided_both_ways(one: Any, two: Any, there: bool | None, back: bool | None) -> None:  # noqa: FBT001 - as above
    check(one, two, there)
    check(two, one, back)


@pytest.mark.parametrize(("one", "two", "there", "back"), PAIRS)
def test_a_comparison_says_what_the_verdicts_say(one: Any, two: Any, there: bool | None, back: bool | None) -> None:  # noqa: FBT001 - as above
    differences = compare(one, two)
    for side, holds in (("before", there), ("after", back)):
        of_side = [each for each in differences if each.accepts == side and each.aspect != "format"]
        proved = [each for each in of_side if each.direction != "undecided"]
        assert bool(proved) is (holds is False)
        assert bool(of_side) is (holds is not True)


@pytest.mark.parametrize(("one", "two", "there", "back"), PAIRS)
def test_undoing_a_change_mirrors_it(one: Any, two: Any, there: bool | None, back: bool | None) -> None:  # noqa: FBT001 - as above
    del there, back
    mirror = {"narrowed": "widened", "added-required": "removed-required", "added-property": "removed-property"}
    mirror |= {value: key for key, value in mirror.items()}
    sides = {"before": "after", "after": "before", None: None}
    done = {(each.direction, each.aspect, each.property, each.accepts) for each in compare(one, two)}
    undone = {
        (mirror.get(each.direction, each.direction), each.aspect, each.property, sides[each.accepts])
        for each in compare(two, one)
    }
    assert {row for row in done if row[0] not in COME_AND_GO} == {row for row in undone if row[0] not in COME_AND_GO}


COME_AND_GO = {"added-property", "removed-property", "added-required", "removed-required"}
"""A property that comes and must be there is one difference, and not quite the opposite of one that goes."""


def test_a_verdict_says_where_and_why() -> None:
    inner = {"properties": {"lines": {"items": {"$ref": "#/$defs/line"}}}, "$defs": {"line": {"properties": {"n": {}}}}}
    outer = {"properties": {"lines": {"items": {"properties": {"n": {"type": ["integer", "null"]}}}}}}
    verdict = contained(inner, outer)
    assert verdict.holds is False
    assert verdict.why == "`lines[0].n` must be a whole number or `null`"
    assert verdict.witness == {"lines": [{"n": False}]}
    assert verdict.at_inner == ("$defs", "line", "properties", "n")
    assert verdict.at_outer == ("properties", "lines", "items", "properties", "n", "type")


@pytest.mark.parametrize(
    ("inner", "outer", "why"),
    [
        ({}, {"$ref": "other.json"}, "`$ref` leads to what is not followed"),
        ({"pattern": r"(a)\1"}, {"pattern": "a"}, "`pattern` cannot be compared"),
        ({"$schema": "urn:x"}, {"type": "string"}, "a schema names an unknown draft"),
        ({"type": "strin"}, {"type": "string"}, "`type` is malformed"),
        ({"const": 0.07}, {"not": {"multipleOf": 0.01}}, "the validators do not agree"),
        ({"type": "array", "minItems": 10**6}, {"type": "array", "minItems": 10**7}, "too long to write down"),
    ],
)
def test_what_is_undecided_has_a_reason(inner: Any, outer: Any, why: str) -> None:
    verdict = contained(inner, outer)
    assert verdict.holds is None
    assert why in verdict.why
