from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic, Edit, Fix, Severity, Span

TEXT = "one two\r\nthree\n\nfour 😀 five"


def edit(place: tuple[int, int, int, int], text: str, path: str = "a.md") -> Edit:
    return Edit(Span(path, *place), text)


def found(*edits: Edit) -> Diagnostic:
    fix = Fix("put it right", edits) if edits else None
    return Diagnostic("x", Severity.ERROR, "it is wrong", Span("a.md", 1, 1, 1, 1), fix=fix)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], TEXT),
        ([edit((1, 1, 1, 4), "1")], "1 two\r\nthree\n\nfour 😀 five"),
        ([edit((4, 6, 4, 7), ""), edit((1, 5, 1, 8), "2")], "one 2\r\nthree\n\nfour  five"),
        ([edit((1, 8, 2, 1), " ")], "one two three\n\nfour 😀 five"),
        ([edit((3, 1, 3, 1), "new")], "one two\r\nthree\nnew\nfour 😀 five"),
        ([edit((1, 4, 1, 4), ","), edit((1, 4, 1, 5), "")], "one,two\r\nthree\n\nfour 😀 five"),
        ([edit((9, 9, 9, 9), "!")], f"{TEXT}!"),
    ],
)
def test_edits_replace_what_they_name(edits: list[Edit], expected: str) -> None:
    assert apply_edits(TEXT, edits) == expected
    assert apply_edits(TEXT, list(reversed(edits))[::-1]) == expected


def test_edits_are_grouped_by_file() -> None:
    first, second = edit((1, 1, 1, 2), "x"), edit((1, 1, 1, 2), "y", "b.md")
    assert edits_by_file([found(first), found(), found(second)]) == {"a.md": [first], "b.md": [second]}


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ((1, 1, 1, 4), (1, 4, 1, 8), True),
        ((1, 4, 1, 8), (1, 1, 1, 4), True),
        ((1, 1, 1, 5), (1, 4, 1, 8), False),
        ((1, 1, 1, 8), (1, 3, 1, 4), False),
        ((1, 3, 1, 4), (1, 1, 1, 8), False),
        ((1, 1, 2, 1), (1, 8, 2, 3), False),
        ((1, 4, 1, 4), (1, 4, 1, 4), False),
        ((1, 4, 1, 4), (1, 5, 1, 5), True),
        ((1, 1, 1, 4), (1, 2, 1, 2), False),
        ((2, 1, 2, 2), (1, 1, 1, 2), True),
    ],
)
def test_a_fix_that_overlaps_one_before_it_waits(
    first: tuple[int, int, int, int],
    second: tuple[int, int, int, int],
    both: bool,  # noqa: FBT001 - a column of the table
) -> None:
    edits = [edit(first, "x"), edit(second, "y")]
    taken = edits_by_file([found(edits[0]), found(edits[1])])["a.md"]
    assert sorted(taken) == (sorted(edits) if both else edits[:1])


def test_a_fix_is_taken_whole_or_not_at_all() -> None:
    first = found(edit((1, 1, 1, 4), "x"))
    second = found(edit((2, 1, 2, 2), "y"), edit((1, 2, 1, 3), "z"))
    assert edits_by_file([first, second]) == {"a.md": [edit((1, 1, 1, 4), "x")]}


PLACES = st.tuples(st.integers(1, 4), st.integers(1, 8), st.integers(0, 2), st.integers(0, 5))


@given(st.lists(PLACES, max_size=12))
def test_what_is_taken_does_not_overlap_and_nothing_else_could_be_taken(
    places: list[tuple[int, int, int, int]],
) -> None:
    edits = [edit((line, column, line + lines, column + more), "x") for line, column, lines, more in places]
    taken = edits_by_file(map(found, edits)).get("a.md", [])
    stretches = [each.span[1:] for each in taken]
    assert stretches == sorted(stretches)
    for left, right in pairwise(stretches):
        assert left[2:] <= right[:2]
        assert left[:2] != right[:2]
    for left_over in set(edits) - set(taken):
        mine = left_over.span[1:]
        assert any(mine[:2] == other[:2] or (mine[:2] < other[2:] and other[:2] < mine[2:]) for other in stretches)


def test_thousands_of_fixes_in_one_file_take_no_time() -> None:
    text = "word " * 20_000
    start = time.perf_counter()
    many = [found(edit((1, 5 * number + 1, 1, 5 * number + 5), "WORD")) for number in range(20_000)]
    edits = edits_by_file(many)["a.md"]
    assert apply_edits(text, edits) == "WORD " * 20_000
    assert time.perf_counter() - start < 3
