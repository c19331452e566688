from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.changes.schemas.automata import automaton
from promptops.resources.patterns import finder

ATOMS = st.sampled_from(
    ["a", "b", "1", ".", r"\d", r"\w", r"\s", "[ab]", "[^a]", "[a-z0-9]", "^", "$", r"\.", r"\x41", "\n"]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map("|".join)
        | inner.map("({})".format)
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        )
    ),
    max_leaves=6,
)


def takes(pattern: str, text: str) -> bool | None:
    """Say whether the automaton of a pattern takes a text, None when there is no automaton."""
    made = automaton(pattern)
    if made is None:
        return None
    states = made.start
    for letter in text:
        states = made.step(states, ord(letter))
    return made.takes(states, at_start=not text)


@given(PATTERNS, st.lists(st.text("ab1A. \n", max_size=6), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_an_automaton_takes_what_the_engine_finds_something_in(pattern: str, texts: list[str]) -> None:
    find = finder(pattern)
    assert find is not None
    assert [takes(pattern, text) for text in texts] == [find(text) for text in texts]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)",
        r"(a)\1",
        r"\bword",
        "(?i)a",
        r"\p{L}",
        "[[:alpha:]]",
        "a**",
        "[]a]",
        "a{3,2}",
        "(",
        "a)",
        "*",
        "[z-a]",
        "\\",
        "a" * 501,
        "(" * 31 + ")" * 31,
        "(a{1000}){1000}",
        r"[\d-z]",
        "a{",
        r"\x4",
        "[a",
    ],
)
def test_what_is_not_understood_has_no_automaton(pattern: str) -> None:
    assert automaton(pattern) is None
