"""`{{name}}` and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import parse_template
from promptops.templates.braces import spaced


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Compare {{a}} and {{b-c.d}}, {{a}}", ["a", "b-c.d", "a"]),
        ("{{ a }} {{a }} {{}} {a} {{a", []),
        ("{{{a}}}", ["a"]),
        ("{{#a}}{{/a}} {{a b}} {% if a %}", []),
        ("{{é}}", []),
    ],
)
def test_a_variable_has_nothing_but_its_name_between_braces(text: str, names: list[str]) -> None:
    template = parse_template(text, "braces")
    assert template.error is None
    assert [use.name for use in template.variables] == names
    assert [text[use.start : use.end] for use in template.variables] == names


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("{{ a }} {{a }} {{\ta-b}}", ["{{ a }}", "{{a }}", "{{\ta-b}}"]),
        ("{{a}} {{ a b }} {{ a | upper }} {{\na\n}}", []),
        ("${{ github.actor }} ${{ a}} ${{a }}", []),
        ("no braces", []),
    ],
)
def test_what_has_blanks_in_it_looks_like_a_variable_only(text: str, tags: list[str]) -> None:
    assert [text[use.start : use.end] for use in spaced(text)] == tags


@given(st.text("{} \ta$b", max_size=40))
def test_nothing_is_both(text: str) -> None:
    replaced = {use.start - len("{{") for use in parse_template(text, "braces").variables}
    assert replaced.isdisjoint(use.start for use in spaced(text))
