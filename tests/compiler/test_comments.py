from __future__ import annotations

import pytest

from promptops.compiler.comments import find_comments
from promptops.diagnostics import Range


@pytest.mark.parametrize(
    ("text", "ids", "reason", "target"),
    [
        ("a: 1  # promptops: ignore[x] why", ("x",), "why", 1),
        ("# promptops: ignore[x, y-z] why\na: 1", ("x", "y-z"), "why", 2),
        ("# promptops: ignore[x]: why -\n", ("x",), "why", 2),
        ("{# promptops: ignore[x] why #} text", ("x",), "why", 2),
        ("text {#- promptops: ignore[x] why -#}", ("x",), "why", 1),
        ("#promptops: ignore[x]", ("x",), "", 2),
        ("# promptops: ignore", (), "", 2),
    ],
)
def test_a_comment_speaks_for_its_line_or_the_next(text: str, ids: tuple[str, ...], reason: str, target: int) -> None:
    (comment,) = find_comments(text)
    assert (comment.ids, comment.reason, comment.target) == (ids, reason, target)


def test_comments_above_each_other_speak_for_the_same_line() -> None:
    comments = find_comments("# promptops: ignore[x] one\n# promptops: ignore[y] two\na: 1\n")
    assert [comment.target for comment in comments] == [3, 3]


@pytest.mark.parametrize(
    ("text", "ids_place", "cut"),
    [
        ("a: 1 # promptops: ignore[x] why\n", Range(1, 26, 1, 27), Range(1, 5, 1, 32)),
        ("  # promptops: ignore[x] why\n", Range(1, 23, 1, 24), Range(1, 1, 2, 1)),
        ("a {# promptops: ignore[x] #} b", Range(1, 24, 1, 25), Range(1, 3, 1, 29)),
        ("a {#- promptops: ignore[x] #} b", Range(1, 25, 1, 26), None),
    ],
)
def test_it_is_known_what_to_take_out(text: str, ids_place: Range, cut: Range | None) -> None:
    (comment,) = find_comments(text)
    assert (comment.ids_place, comment.cut) == (ids_place, cut)


def test_in_a_text_for_a_model_only_the_comments_of_templates_count() -> None:
    text = "a: 1 # promptops: ignore[x] why\n# promptops: ignore[y] why\n{# promptops: ignore[z] why #}\n"
    comments = find_comments(text, lambda: [Range(2, 1, 4, 1)])
    assert [comment.ids for comment in comments] == [("x",), ("z",)]


def test_nothing_is_asked_of_a_file_without_comments() -> None:
    assert find_comments("a: 1 # promptops", lambda: pytest.fail("it asked where the texts are")) == ()
