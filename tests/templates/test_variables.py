"""Which names a template takes from outside, and where."""

from __future__ import annotations

import re

import pytest

from promptops.templates import EMPTY, has_tags, parse_template

# A template in which each free use is written as <name>.
MARKED = {
    "output": "Hello {{ <name> }}!",
    "attribute": "{{ <user>.name.first }} {{ <user>['x'] }} {{ <user>[<key>] }}",
    "filter": "{{ <a> | default(<b>) | unknown_filter(width=<c>, *<d>, **<e>) }}",
    "test": "{{ <a> is unknown_test(<b>) }} {{ <c> is not sameas <d> }}",
    "call": "{{ <f>(<a>, key=<b>) }}",
    "operators": "{{ not <a> + -<b> ** <c> ~ <d> in [<e>, {'k': <f>}] and (<g> if <h> else <i>) }}",
    "slice": "{{ <a>[<b>:<c>:<d>] }}",
    "keywords as names": "{{ true }}{{ False }}{{ none }}",
    "globals": "{{ range(<a>) }}{{ dict() }}{{ namespace() }}{{ cycler() }}{{ joiner() }}{{ lipsum() }}{{ _('x') }}",
    "self": "{{ self.title() }}{% block title %}{{ self }}{{ super() }}{% endblock %}",
    "super outside a block": "{{ <super>() }}",
    "names beyond ASCII": "ä {{ <größe> }} 😀 {{ <名前> }}",
    "whitespace control": "a  {{- <b> -}}  c \n {%- if <d> -%} \n {%- endif +%} {{ <e> }}",
    "comments": "{# {{ no }} #}{{ <a> }}{#- {{ no }} -#}  {{ <b> }}",
    "raw": "{% raw %}{{ no }}{% endraw %}{{ <a> }}{%- raw -%} {% if %} {%- endraw -%} {{ <b> }}",
    "braces in strings": "{{ '}}' ~ <a> }}{{ \"{{\" ~ <b> }}{% if <c> == '%}' %}{% endif %}",
    "braces in the text": '{"a": {"b": {{ <c> }}}}',
    "if": "{% if <a> %}{{ <b> }}{% elif <c> %}{{ <d> }}{% else %}{{ <e> }}{% endif %}",
    "for": "{% for x in <xs> %}{{ x }}{{ loop.index }}{% else %}{{ <x> }}{{ <loop> }}{% endfor %}{{ <x> }}",
    "for with a test": "{% for x in <xs> if x and <y> %}{{ x }}{% endfor %}",
    "for with two targets": "{% for k, (a, b) in <d>.items() %}{{ k }}{{ a }}{{ b }}{{ <c> }}{% endfor %}",
    "for inside for": "{% for x in <xs> %}{% for y in x %}{{ x }}{{ y }}{{ loop }}{% endfor %}{{ <y> }}{% endfor %}",
    "for with a known name": "{% for x in <x> %}{% for x in x %}{{ x }}{% endfor %}{% endfor %}",
    "set": "{{ <a> }}{% set a = <a> %}{{ a }}{% set b, c = <d> %}{{ b }}{{ c }}",
    "set in a loop": "{% for x in <xs> %}{% set y = x %}{{ y }}{% endfor %}{{ <y> }}",
    "set below a loop": "{% for x in <xs> %}{{ y }}{% endfor %}{% set y = 1 %}{{ y }}",
    "set below a loop, after an if": "{% if <c> %}{% endif %}{% for x in <xs> %}{{ y }}{% endfor %}{% set y = 1 %}",
    "set below a used name": "{{ <y> }}{% for x in <xs> %}{{ <y> }}{% endfor %}{% set y = 1 %}{{ y }}",
    "set in the loop around": "{% for a in <b> %}{% for c in a %}{{ <x> }}{% endfor %}{% set x = 1 %}{% endfor %}"
    "{{ <x> }}",
    "set in one branch": "{% if <c> %}{% set x = 1 %}{{ x }}{% endif %}{{ <x> }}",
    "set in every branch": "{% if <c> %}{% set x = 1 %}{% elif <d> %}{% set x = 2 %}{% else %}{% set x %}3{% endset %}"
    "{% endif %}{{ x }}",
    "set in all but one": "{% if <c> %}{% set x = 1 %}{% elif <d> %}{% else %}{% set x = 2 %}{% endif %}{{ <x> }}",
    "set with a block": "{{ <x> }}{% set x | replace(<a>, <b>) %}{{ <x> }}{% endset %}{{ x }}",
    "set of an attribute": "{% set ns = namespace(a=<b>) %}{% set ns.a = <c> %}{{ ns.a }}{% set <other>.a = 1 %}",
    "with": "{% with a = <b>, c = <a> %}{{ a }}{{ c }}{{ <d> }}{% endwith %}{{ <a> }}",
    "macro": "{% macro m(a, b=<c>) %}{{ a }}{{ b }}{{ caller(varargs, kwargs) }}{{ m }}{% endmacro %}{{ m(<d>) }}",
    "macro before its name": "{{ <m>() }}{% macro m() %}{% endmacro %}",
    "call block": "{% call(a, b=<c>) <m>(<d>) %}{{ a }}{{ b }}{{ <e> }}{% endcall %}{{ <a> }}",
    "filter block": "{% filter replace(<a>, 'b') %}{{ <c> }}{% set d = 1 %}{% endfilter %}{{ <d> }}",
    "autoescape": "{% autoescape <a> %}{% set b = 1 %}{{ b }}{% endautoescape %}{{ <b> }}",
    "block": "{% set a = 1 %}{% macro m() %}{% endmacro %}{% block b %}{{ a }}{{ m() }}{{ <c> }}{% endblock %}",
    "block in a loop": "{% for x in <xs> %}{% block b %}{{ <x> }}{% endblock %}{% endfor %}",
    "scoped block in a loop": "{% for x in <xs> %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}",
    "block in a scoped block": "{% for x in <xs> %}{% block a scoped %}{% set y = x %}{% block b %}{{ x }}{{ <y> }}"
    "{% endblock %}{% endblock %}{% endfor %}{% block c %}{{ <x> }}{% endblock %}",
    "import": "{% import <a> as b %}{{ b }}{% from 'c' import d, e as f with context %}{{ d }}{{ <e> }}{{ f }}",
    "do and print": "{% do <a>.b(<c>) %}{% print <d>, <e> %}",
    "break and continue": "{% for x in <xs> %}{% if x %}{% break %}{% endif %}{% continue %}{% endfor %}",
    "include": "{% include [<a>, 'b'] ignore missing without context %}{% extends <c> %}",
    "trans": "{% trans 'context' <a>, b=<c>, trimmed %}{{ <a> }}{{ b }}{{ <d> }}"
    "{% pluralize <a> %}{{ b }}{{ <d> }}{% endtrans %}",
    "trans of one name": "{% trans: %}{{ <a> }}{% endtrans %}",
    "numbers": "{{ 9 ** 9 ** 9 }}{{ 1e999999 }}{{ 0x_f + 1_000 }}{{ 'a' * 100000000 }}{{ <a>.0.1 }}",
    "escapes": r"{{ '\d \' }} {{ no' ~ <a> }}",
    "line ends": "a\r\nb {{ <c> }}\r\n{{ 'd\r\ne' ~\r\n<f> }}\r{{ <g> }}",
}


def unmarked(marked: str) -> tuple[str, list[tuple[str, int]]]:
    """Return the template without marks, and the names that were marked with their offsets."""
    text, uses = "", []
    for index, piece in enumerate(re.split(r"<(\w+)>", marked)):
        if index % 2:
            uses.append((piece, len(text)))
        text += piece
    return text, uses


@pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED)
def test_free_uses_stand_where_they_are_written(marked: str) -> None:
    text, uses = unmarked(marked)
    template = parse_template(text)
    assert template.error is None
    assert [(name, start) for name, start, _ in template.variables] == uses
    assert all(text[start:end] == name for name, start, end in template.variables)


@pytest.mark.parametrize("text", ["", "no tags", "{", "{ {", "} }} %} #}", '{"json": {"a": 1}}'])
def test_a_text_without_tags_is_the_empty_template(text: str) -> None:
    assert not has_tags(text)
    assert parse_template(text) is EMPTY


@pytest.mark.parametrize("text", ["{{", "a {% b", "{#", "{ {{"])
def test_the_beginning_of_a_tag_is_seen(text: str) -> None:
    assert has_tags(text)
