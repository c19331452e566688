from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import parse_template

# text, what Nunjucks 3.2.4 looks up when it renders it without any context, what is surely found
VECTORS = [
    ("Translate {{text}} to {{ language }}.", ["text", "language"], ["text", "language"]),
    ("{{- name -}} {{ user.name }} {{ items[0] }}", ["name", "user", "items"], ["name", "user", "items"]),
    ("{% for item in items %}{{ item }} {{ other }}{% endfor %}", ["items", "other"], ["other"]),
    ("{% set x = y %}{{ x }} {{ z }}", ["y", "x", "z"], ["z"]),
    ("{% raw %}{{ a }}{% endraw %}{{ b }}", ["b"], ["b"]),
    ("{# {{ a }} #}{{ b }}", ["b"], ["b"]),
    ("{{ 'a' }} {{ 5 }}", [], []),
    ("{% macro m(p) %}{{ p }}{% endmacro %}{{ m(1) }}{{ q }}", ["q"], ["q"]),
    ("{{ true }} {{ none }} {{ range(3) }} {{ a }}", ["range", "a"], ["a"]),
    ("{{ $a }} {{ a_1 }}", ["$a", "a_1"], ["$a", "a_1"]),
    ("{{ not a }}", ["a"], []),
    ("{{ a and b }}", ["a"], ["a"]),
    ("{{ a\n}} {{\nb }}", ["a", "b"], ["a", "b"]),
    ("{{ env.KEY }} {{ _conversation }}", ["env", "_conversation"], []),
]


@pytest.mark.parametrize(("text", "looked_up", "found"), VECTORS)
def test_only_what_is_looked_up_is_found(text: str, looked_up: list[str], found: list[str]) -> None:
    names = [use.name for use in parse_template(text, "nunjucks").variables]
    assert names == found
    assert set(names) <= set(looked_up)


@pytest.mark.parametrize("text", ["{{ }}", "{{ a", "{% if a %}", "{{{ b }}}", "{% raw %}{{ a }}", "{# {{ a }}", "}}"])
def test_what_is_no_template_has_no_variables_and_no_error(text: str) -> None:
    assert parse_template(text, "nunjucks").variables == ()
    assert parse_template(text, "nunjucks").error is None


@given(st.text(alphabet="{}%#-ab. \nraw", max_size=40) | st.text(max_size=60))
def test_a_variable_stands_where_it_is_said_to(text: str) -> None:
    template = parse_template(text, "nunjucks")
    assert template.error is None
    assert all(text[use.start : use.end] == use.name for use in template.variables)


@pytest.mark.parametrize(
    "piece", ["{{", "{{ a", "{{ a }}", "{%", "{% raw %}", "{% raw %}{% endraw %}", "{#", "{{ " * 50]
)
def test_no_text_is_slow(piece: str) -> None:
    parse_template(piece * (100_000 // len(piece)), "nunjucks")
