from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.alignment import aligned

ITEMS = st.lists(st.sampled_from("abcdef"), max_size=30)


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("", "abc", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("axc", "ayc", [(0, 0), (2, 2)]),
        ("-a-b-", "-b-", [(0, 0), (3, 1), (4, 2)]),
        # What is unique on both sides leads; the rest is found between.
        ("-a--b-", "-a-x-b-", [(0, 0), (1, 1), (2, 2), (3, 4), (4, 5), (5, 6)]),
        ("abcx", "xabc", [(0, 1), (1, 2), (2, 3)]),
        ("xxy", "zxx", [(0, 1), (1, 2)]),
    ],
)
def test_equal_items_are_paired(before: str, after: str, pairs: list[tuple[int, int]]) -> None:
    assert aligned(before, after) == pairs


@given(ITEMS, ITEMS)
def test_pairs_are_equal_items_and_rise_on_both_sides(before: list[str], after: list[str]) -> None:
    pairs = aligned(before, after)
    assert all(before[place] == after[other] for place, other in pairs)
    assert all(one < two and left < right for (one, left), (two, right) in pairwise(pairs))


@given(ITEMS, st.data())
def test_what_was_only_taken_away_from_unique_items_leaves_all_others_paired(
    items: list[str], data: st.DataObject
) -> None:
    unique = sorted(set(items))
    left = [item for item in unique if data.draw(st.booleans())]
    assert len(aligned(unique, left)) == len(left)
