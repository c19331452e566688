"""What CrewAI replaces; the vectors were made with its own `interpolate_only`."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import parse_template

_PIECES = st.sampled_from(["{", "}", "a", "B", "_", "-", "1", " ", "é", "\n", "name", '"'])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("about {topic} and {_topic2}", ["topic", "_topic2"]),
        ("{customer-name}", ["customer-name"]),
        ("{topic} {topic}", ["topic", "topic"]),
        ("{{topic}}", ["topic"]),
        ("{a{b}c}", ["b"]),
        ("{ topic }", []),
        ("{0} {} {a.b} {a[0]} {a!r} {a:x} {-a} {1a}", []),
        ('{"topic": "{topic}"}', ["topic"]),
        ("{thé}", []),
        ("{topic", []),
        ("topic}", []),
    ],
)
def test_a_name_between_braces_is_a_variable_and_nothing_else_is(text: str, names: list[str]) -> None:
    template = parse_template(text, "crewai")
    assert [variable.name for variable in template.variables] == names
    assert template.error is None


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_places_are_those_of_the_names(text: str) -> None:
    found = parse_template(text, "crewai").variables
    assert [text[each.start - 1 : each.end + 1] for each in found] == [f"{{{each.name}}}" for each in found]
    # CrewAI's own pattern, of 1.9
    assert [each.name for each in found] == re.findall(r"\{([A-Za-z_][A-Za-z0-9_\-]*)}", text)
