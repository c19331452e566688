from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptops.config.options import MAX_LENGTH, MAX_WORDS, RuleOptions, whole_number, words

Raw = Any


class Options(RuleOptions):
    """All that an option can be."""

    days: int = whole_number("Days.", default=3, least=1, most=9, example=5)
    kinds: tuple[str, ...] = words("Kinds.", example=["a"], choices=["a", "b"])
    names: tuple[str, ...] = words(
        "Names.", example=["c"], what="a list of names", refusal=lambda word: "is bad" if word == "bad" else None
    )


TAKEN: list[tuple[str, Raw, object]] = [
    ("days", 1, 1),
    ("days", 9, 9),
    ("kinds", [], ()),
    ("kinds", ["b", "a"], ("b", "a")),
    ("kinds", "a", ("a",)),
    ("names", "x", ("x",)),
    ("names", ["x", "y*"], ("x", "y*")),
    ("names", ["x"] * MAX_WORDS, ("x",) * MAX_WORDS),
    ("names", "x" * MAX_LENGTH, ("x" * MAX_LENGTH,)),
]
REFUSED: list[tuple[str, Raw, str, tuple[int, ...]]] = [
    ("days", 0, "must be at least 1", ()),
    ("days", 10, "must be at most 9", ()),
    ("days", "3", "must be a whole number, not a string", ()),
    ("days", True, "must be a whole number, not a boolean", ()),
    ("days", 3.5, "must be a whole number, not `3.5`", ()),
    ("days", None, "has no value", ()),
    ("kinds", "c", "must be `a` or `b`, not `c`", ()),
    ("kinds", ["a", "c"], "must be `a` or `b`, not `c`", (1,)),
    ("names", {"x": 1}, "must be a list, not a mapping", ()),
    ("names", ["x", 3], "must be a string, not `3`", (1,)),
    ("names", [""], "is empty", (0,)),
    ("names", "x" * (MAX_LENGTH + 1), f"has more than {MAX_LENGTH} characters", ()),
    ("names", ["x"] * (MAX_WORDS + 1), "has more than 1,000 items", ()),
]


@pytest.mark.parametrize(("name", "raw", "value"), TAKEN)
def test_a_good_value_is_read(name: str, raw: Raw, value: object) -> None:
    assert Options.declared[name].problem(raw) is None
    assert getattr(Options.of({name: raw}), name) == value


@pytest.mark.parametrize(("name", "raw", "text", "keys"), [*REFUSED, ("names", ["bad"], "is bad", (0,))])
def test_a_bad_value_is_explained_at_its_place(name: str, raw: Raw, text: str, keys: tuple[int, ...]) -> None:
    problem = Options.declared[name].problem(raw)
    assert problem is not None
    assert (problem.text, problem.keys) == (text, keys)


@pytest.mark.parametrize(("name", "raw"), [case[:2] for case in TAKEN])
def test_the_schema_takes_what_is_read(name: str, raw: Raw) -> None:
    Draft202012Validator(Options.declared[name].schema()).validate(raw)


@pytest.mark.parametrize(("name", "raw"), [case[:2] for case in REFUSED])
def test_the_schema_refuses_what_is_refused(name: str, raw: Raw) -> None:
    assert not Draft202012Validator(Options.declared[name].schema()).is_valid(raw)


def test_defaults_hold_where_nothing_is_set() -> None:
    assert Options.of({}) == Options()
    assert (Options().days, Options().kinds, Options().names) == (3, ("a", "b"), ())


def test_the_shape_is_told_in_words() -> None:
    assert [option.shape for option in Options.declared.values()] == [
        "a whole number from 1 to 9; `3` by default",
        "some of `a` and `b`; all of them by default",
        "a list of names; empty by default",
    ]


def test_a_rule_may_have_none() -> None:
    assert RuleOptions.declared == {}


def test_options_are_equal_by_their_values_and_frozen() -> None:
    assert Options.of({"days": 3}) == Options()
    assert hash(Options.of({"days": 3})) == hash(Options())
    assert Options.of({"days": 4}) != Options()
    with pytest.raises(AttributeError, match="`days` cannot be changed"):
        Options().days = 5
