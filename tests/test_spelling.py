from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.spelling import MAX_LENGTH, certain, closest, edit_distance

KEYS = ("description", "inputs", "labels", "model", "output", "review_by", "tools")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("modle", "model"),
        ("Output", "output"),
        ("review-by", "review_by"),
        ("descriptn", "description"),
        ("owner", None),
        ("model", None),
        ("", None),
        ("m" * (MAX_LENGTH + 1), None),
    ],
)
def test_the_closest_is_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert closest(word, KEYS) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("modle", "model", id="two letters swapped"),
        pytest.param("ouput", "output", id="one left out"),
        pytest.param("toools", "tools", id="one too many"),
        pytest.param("lobels", "labels", id="one wrong"),
        pytest.param("REVIEW-BY", "review_by", id="case and dash"),
        pytest.param("descriptn", None, id="two edits"),
        pytest.param("tol", None, id="too short"),
        pytest.param("tools", None, id="right"),
    ],
)
def test_certain_is_only_what_one_edit_away(word: str, meant: str | None) -> None:
    assert certain(word, KEYS) == meant


def test_nothing_is_certain_between_two() -> None:
    assert certain("lobel", ("label", "libel", "lobe")) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_distance_is_the_same_both_ways(left: str, right: str) -> None:
    assert edit_distance(left, right, 40) == edit_distance(right, left, 40)
    assert (edit_distance(left, right, 40) == 0) == (left == right)
