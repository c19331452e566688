"""Sizes of prompts: nothing that is rendered has fewer or more tokens."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.bounds.inputs import characters_of
from promptops.bounds.literals import certain_includes, certain_literals, may_repeat
from promptops.templates import PromptText, parse_template
from promptops.tokens import count


def parsed(text: str) -> PromptText:
    return PromptText(("body",), text, parse_template(text, "jinja"))


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("plain", ["plain"]),
        ("a b{{ x }} c d", ["a", " d"]),
        ("a b c {{ x }} d e f {{ x }}g h", ["a b", " e", " h"]),
        ("a b {% if x %}c d e{% else %}f g h{% endif %} i j", ["a", " j"]),
        ("a b {% for x in y %}{% if x %}c d e{% endif %}f g h{% endfor %}", ["a"]),
        ("a b {% set x = 1 %} c d e {% set y %}f g h{% endset %} i\nj", ["a", " d", "j"]),
        ("a b {% include 'x' %} c d", ["a", " d"]),
        ("a b {# c d e #} f g", ["a", " g"]),
        ("{% extends 'x' %}a b c", []),
        ("{% raw %}{{ x }}{% endraw %} a b", []),
        ("a b {% unknown %} c d", ["a"]),
        ("a {{ unclosed", ["a {{ unclosed"]),
        ('{"a": {"b": 1}}', ['{"a": {"b": 1}}']),
    ],
)
def test_what_stands_outside_of_tags_and_blocks_is_certain(text: str, certain: list[str]) -> None:
    assert certain_literals(parsed(text), "jinja") == certain


def test_a_language_without_tags_has_none() -> None:
    assert certain_literals(PromptText(("body",), " a {{ b }} ", parse_template("", "jinja")), "none") == [
        " a {{ b }} "
    ]


def test_a_variable_outside_of_double_braces_makes_nothing_certain() -> None:
    text = "Hello {name}, how are you?"
    assert certain_literals(PromptText(("body",), text, parse_template(text, "format")), "format") == []


@pytest.mark.parametrize(
    ("text", "repeats"),
    [("{% if x %}a{% endif %}", False), ("{% for x in y %}a{% endfor %}", True), ("{{#each x}}a{{/each}}", True)],
)
def test_loops_may_repeat(text: str, repeats: bool) -> None:  # noqa: FBT001 - a value of the table
    assert may_repeat(PromptText(("body",), text, parse_template("", "jinja"))) is repeats


def test_an_include_in_a_condition_is_not_certain() -> None:
    text = parsed('{% include "a" %}{% if x %}{% include "b" %}{% endif %}{% include "c" ignore missing %}')
    assert [text.text[start] for start in sorted(certain_includes(text))] == ["a"]


def test_tags_without_an_end_are_looked_for_once() -> None:
    text = PromptText(("body",), "{%" * 200_000 + "{{" * 200_000, parse_template("", "jinja"))
    assert certain_literals(text, "jinja") == [text.text]


@settings(deadline=None)  # the first count imports the counter
@given(
    pieces=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="{}%#"), max_size=30), min_size=1),
    value=st.text(st.characters(codec="utf-8"), max_size=20),
    model=st.sampled_from(["gpt-4", "gpt-4o", "unknown"]),
)
def test_a_rendering_has_no_fewer_tokens_than_what_is_certain(pieces: list[str], value: str, model: str) -> None:
    text = parsed("{{ x }}".join(pieces))
    least = sum(count(stretch, model).least for stretch in certain_literals(text, "jinja"))
    assert least <= count(value.join(pieces), model).greatest


@pytest.mark.parametrize(
    ("schema", "characters"),
    [
        ({"type": "string"}, None),
        ({"type": "string", "maxLength": 20}, 20),
        ({"type": "string", "maxLength": -1}, None),
        ({"enum": ["plain", "warm"]}, 5),
        ({"const": True}, 4),
        ({"type": "boolean"}, 5),
        ({"type": ["integer", "null"]}, 32),
        ({"type": ["string", "null"], "maxLength": 40}, 40),
        ({"type": "array", "items": {"type": "boolean"}}, None),
        ({"type": 7}, None),
        ({}, None),
        (True, None),
        ({"enum": []}, 0),
    ],
)
def test_the_length_of_an_input_follows_from_its_schema(schema: Any, characters: int | None) -> None:
    assert characters_of(schema) == characters
