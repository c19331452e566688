from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.sources.wildcards import any_name


@pytest.mark.parametrize(
    ("patterns", "name", "expected"),
    [
        ((), "a", False),
        (("a",), "a", True),
        (("a",), "A", False),
        (("a", "b"), "b", True),
        (("a*",), "a", True),
        (("a*a",), "a", False),
        (("a*a",), "aa", True),
        (("a*b*c",), "a-c-b-c", True),
        (("a*b*c",), "a-c-b", False),
        (("*b*",), "abc", True),
        (("*",), "", True),
        (("a.c",), "abc", False),
        (("[ab]",), "a", False),
        (("common/*",), "common/a/b", True),
    ],
)
def test_a_star_stands_for_any_characters(patterns: tuple[str, ...], name: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert any_name(patterns)(name) is expected


@given(st.text("ab*", max_size=8), st.text("ab", max_size=10))
def test_it_agrees_with_regular_expressions(pattern: str, name: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert any_name((pattern,))(name) == (re.fullmatch(expression, name) is not None)


def test_no_pattern_takes_long() -> None:
    began = time.process_time()
    assert not any_name(("*a" * 90 + "b*",))("a" * 100_000)
    assert time.process_time() - began < 1
