from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.explanations import problems_of
from promptops.resources.rejections import Problem


@pytest.mark.parametrize(
    ("kind", "value", "context", "problem"),
    [
        ("string_type", 3, {}, Problem("must be a string, not `3`", "put it in quotes")),
        ("string_type", True, {}, Problem("must be a string, not a boolean", "put it in quotes")),
        ("string_type", [], {}, Problem("must be a string, not a list")),
        ("int_type", "1_000", {}, Problem("must be a whole number, not a string", "write digits only, without quotes")),
        ("int_type", "many", {}, Problem("must be a whole number, not a string")),
        ("int_type", True, {}, Problem("must be a whole number, not a boolean")),
        ("float_type", "0.5", {}, Problem("must be a number, not a string", "write digits only, without quotes")),
        ("bool_type", "yes", {}, Problem("must be a boolean, not a string", "write `true` or `false`")),
        ("tuple_type", "a", {}, Problem("must be a list, not a string", "put it in brackets, or behind a dash")),
        ("tuple_type", {"a": 1}, {}, Problem("must be a list, not a mapping")),
        ("dict_type", ["a"], {}, Problem("must be a mapping, not a list")),
        ("model_type", "a", {}, Problem("must be a mapping, not a string")),
        ("dict_type", None, {}, Problem("has no value", "write one, or remove the key")),
        ("greater_than_equal", -1, {"ge": 0}, Problem("must be at least 0, not `-1`")),
        ("less_than_equal", 2.5, {"le": 1.0}, Problem("must be at most 1, not `2.5`")),
        ("finite_number", float("inf"), {}, Problem("must be a finite number")),
        ("literal_error", "b", {"expected": "'a'"}, Problem("must be `a`, not `b`")),
        (
            "literal_error",
            "gama",
            {"expected": "'beta' or 'gamma'"},
            Problem("must be `beta` or `gamma`, not `gama`", "did you mean `gamma`?"),
        ),
        ("literal_error", 1, {"expected": "'beta' or 'gamma'"}, Problem("must be `beta` or `gamma`, not `1`")),
        (
            "literal_error",
            "x",
            {"expected": "'a', 'b', 'c', 'd', 'e', 'f' or 'g'"},
            Problem("cannot be `x`", "choose from `a`, `b`, `c`, `d`, `e`, `f` or `g`"),
        ),
        ("an error of a later version", 3, {}, Problem("cannot be `3`")),
    ],
)
def test_errors_of_the_validator_in_plain_words(
    kind: str, value: Any, context: dict[str, Any], problem: Problem
) -> None:
    assert problems_of({"type": kind, "loc": ("a",), "msg": "", "input": value, "ctx": context}) == (problem,)
