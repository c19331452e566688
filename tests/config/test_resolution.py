from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.config.options import RuleOptions, whole_number
from promptops.config.resolution import OptionSets, Scope, Subject, named_in


class Options(RuleOptions):
    """Two numbers."""

    a: int = whole_number("A.", most=9, example=1)
    b: int = whole_number("B.", most=9, example=1)


def scope(path: str = "", owners: str = "", environments: str = "") -> Scope:
    return Scope((lambda given: given.startswith(path)) if path else None, owners.split(), environments.split())


SETS = OptionSets(
    Options,
    {"a": 1},
    [
        (scope(path="x/"), {"b": 2}),
        (scope(owners="support billing"), {"a": 3}),
        (scope(path="x/", owners="support", environments="production"), {"a": 4, "b": 0}),
    ],
)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (Subject("y/p"), Options(a=1, b=0)),
        (Subject("x/p"), Options(a=1, b=2)),
        (Subject("y/p", "support"), Options(a=3, b=0)),
        (Subject("x/p", "billing"), Options(a=3, b=2)),
        (Subject("x/p", "support", "test"), Options(a=3, b=2)),
        (Subject("x/p", "support", "production"), Options(a=4, b=0)),
        (Subject("x/p", None, "production"), Options(a=1, b=2)),
    ],
)
def test_what_is_set_later_counts_where_it_applies(subject: Subject, expected: Options) -> None:
    assert SETS.of(subject) == expected
    assert SETS.everywhere is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("y/p", {Options(a=1, b=0), Options(a=3, b=0)}),
        ("x/p", {Options(a=1, b=2), Options(a=3, b=2), Options(a=4, b=0)}),
    ],
)
def test_all_that_may_hold_at_a_path_is_known(path: str, expected: set[Options]) -> None:
    found = SETS.at(path)
    assert set(found) == expected
    assert len(found) == len(expected)


@given(
    st.lists(
        st.tuples(
            st.builds(
                scope,
                st.sampled_from(["", "x/", "y/"]),
                st.sampled_from(["", "s", "s t", "u"]),
                st.sampled_from(["", "p", "p q"]),
            ),
            st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), min_size=1),
        ),
        max_size=5,
    ),
    st.builds(
        Subject, st.sampled_from(["x/1", "z"]), st.sampled_from([None, "s", "u", "v"]), st.sampled_from([None, "q"])
    ),
)
def test_what_holds_is_among_what_may_hold(overrides: list[tuple[Scope, dict[str, int]]], subject: Subject) -> None:
    sets = OptionSets(Options, {}, overrides)
    assert sets.of(subject) in sets.at(subject.path)


def test_without_overrides_the_same_holds_everywhere() -> None:
    sets = OptionSets(Options, {"b": 5})
    assert sets.everywhere == Options(a=0, b=5)
    assert sets.of(Subject("a", "b", "c")) is sets.everywhere
    assert sets.at("a") == (sets.everywhere,)


def test_owners_and_environments_are_named_once() -> None:
    assert named_in([scope(owners="a b"), scope(owners="b", environments="e")]) == (("a", "b"), ("e",))
