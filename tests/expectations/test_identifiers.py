from __future__ import annotations

import pytest

from promptops.expectations.mentions import MAX_IDENTIFIERS, identifiers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Use `read_file`, then write-file.", {"read_file", "write-file"}),
        ("Plain Words Only, e.g. JSON.", set()),
        ("a_b/c-d(e_f)", {"a_b", "c-d", "e_f"}),
        ("", set()),
    ],
)
def test_names_of_several_words_are_found(text: str, found: set[str]) -> None:
    assert identifiers(text) == found


def test_a_hostile_text_yields_so_many_names_only() -> None:
    assert len(identifiers(" ".join(f"a_{number}" for number in range(2 * MAX_IDENTIFIERS)))) == MAX_IDENTIFIERS
