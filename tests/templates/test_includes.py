"""Which other templates a template names, and where."""

from __future__ import annotations

import pytest

from promptops.templates import parse_template

CASES = [
    ("{% include 'a/b' %}", [("a/b", "a/b", "include")]),
    ('{%- include "a" -%}', [("a", "a", "include")]),
    ('{%include"a"%}', [("a", "a", "include")]),
    ("{% include 'a' ignore missing with context %}", [("a", "a", "include")]),
    ("{% include '' %}", [("", "", "include")]),
    ("{% include ('a') %}", [("a", "a", "include")]),
    ("{% include 'a'  'b' %}", [("ab", "a'  'b", "include")]),
    (r"{% include 'a\x62\'' %}", [("ab'", r"a\x62\'", "include")]),
    ("{% include ['a', 'b/c'] %}", [("a", "a", "include"), ("b/c", "b/c", "include")]),
    ("{% include ('a', 'b') without context %}", [("a", "a", "include"), ("b", "b", "include")]),
    ("{% include ['a', b ~ 'c'] %}", [("a", "a", "include"), (None, "['a', b ~ 'c']", "include")]),
    ("{% include [] %}", []),
    ("{% include name %}", [(None, "name", "include")]),
    ("{%include name%}", [(None, "name", "include")]),
    ("{% include 'a' ~ b.c  ignore missing %}", [(None, "'a' ~ b.c", "include")]),
    ("{% include 'a' if b else 'c' %}", [(None, "'a' if b else 'c'", "include")]),
    ("{% include 1 %}", [(None, "1", "include")]),
    ("{% import 'a' as b %}", [("a", "a", "import")]),
    ("{% import f('a') as b with context %}", [(None, "f('a')", "import")]),
    ("{% from 'a' import b, c as d %}", [("a", "a", "from")]),
    ("{% from a.b import c %}", [(None, "a.b", "from")]),
    ("{% extends 'a' %}", [("a", "a", "extends")]),
    ("{% extends a or 'b' %}", [(None, "a or 'b'", "extends")]),
    (
        "{% if a %}{% include 'x' %}{% endif %}{% for b in c %}{% include 'y' %}{% endfor %}{# {% include 'z' %} #}",
        [("x", "x", "include"), ("y", "y", "include")],
    ),
    ("{% block a %}{% macro b() %}{% include 'x' %}{% endmacro %}{% endblock %}", [("x", "x", "include")]),
    ("{% raw %}{% include 'x' %}{% endraw %}", []),
    ("a\r\n{% include\r\n'a'\r\n%}\r\n{% include 'b\r\n' %}", [("a", "a", "include"), ("b\n", "b\r\n", "include")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_targets_stand_where_they_are_written(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    template = parse_template(text)
    assert template.error is None
    assert [(target, text[start:end], keyword) for target, start, end, keyword, _ in template.includes] == expected


@pytest.mark.parametrize(
    ("tag", "optional"),
    [
        ("{% include 'a' %}", False),
        ("{% include 'a' without context %}", False),
        ("{% include 'a' ignore missing %}", True),
        ("{% include a ignore missing with context %}", True),
        ("{% include ['a', b] %}", True),
        ("{% include ('a',) %}", True),
        ("{% import 'a' as b %}", False),
        ("{% extends 'a' %}", False),
        ("{% extends ['a', 'b'] %}", True),
    ],
)
@pytest.mark.parametrize("around", ["{}", "x\r\n{}", "{{% macro m() %}}{{% endmacro %}}{}"])
def test_what_need_not_be_there_is_optional(around: str, tag: str, optional: bool) -> None:  # noqa: FBT001 - a case
    includes = parse_template(around.format(tag)).includes
    assert includes
    assert {include.optional for include in includes} == {optional}
