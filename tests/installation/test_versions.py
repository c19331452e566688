from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from promptops.installation.versions import release


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.39.5", (2, 39, 5)),
        ("2.39.5 (Apple Git-154)", (2, 39, 5)),
        ("2.45.0.windows.1", (2, 45)),
        ("1.1.20251105", (1, 1, 20251105)),
        ("8.2.0rc1", (8, 2)),
        ("1.0.0+local", (1,)),
        ("v3", (3,)),
        ("", ()),
        ("of no version", ()),
    ],
)
def test_the_first_numbers_count(version: str, expected: tuple[int, ...]) -> None:
    assert release(version) == expected


_NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))


@given(_NUMBERS, _NUMBERS)
def test_the_order_is_that_of_final_releases(left: str, right: str) -> None:
    assert (release(left) < release(right)) == (Version(left) < Version(right))
    assert (release(left) == release(right)) == (Version(left) == Version(right))
