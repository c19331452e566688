"""Why a text is no template: the fact, the place and the advice."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from promptops.templates import Template, parse_template


class Refused(NamedTuple):
    """The template, the piece of it at which the error stands, the message, and a part of the advice."""

    text: str
    place: str
    message: str
    help: str | None = None


CASES = [
    # tags that have no end
    Refused("a {{ b", "{{", "`{{` is never closed", "end it with `}}`"),
    Refused("a {{", "{{", "`{{` is never closed", "`{{ '{{' }}` where it is text"),
    Refused("{{ a }} {%- if a", "{%-", "`{%` is never closed", "end it with `%}`"),
    Refused("{{ f(a", "{{", "`{{` is never closed"),
    Refused("a {# b", "{#", "`{#` is never closed", "end it with `#}`"),
    Refused("{% raw -%}\n {{ a }}", "{% raw -%}", "`{% raw %}` is never closed", "`{% endraw %}`"),
    Refused("{{ 'a }}\nb", "'a }}", "the string is not closed", "end it with `'`"),
    Refused('{{ "a', '"a', "the string is not closed", 'end it with `"`'),
    Refused("{{ a } b", "}", "unexpected `}`", "end the tag with `}}`"),
    Refused("{% if a } b", "}", "unexpected `}`", "end the tag with `%}`"),
    Refused("{{ a %}", "}", "unexpected `}`", "end the tag with `}}`"),
    # brackets
    Refused("{{ (a] }}", "]", "expected `)`, found `]`"),
    Refused("{{ {'a': [b]) }}", ")", "expected `}`, found `)`"),
    Refused("{{ a) }}", ")", "unexpected `)`"),
    Refused("{{ {a b} }}", "b", "expected `:`, found `b`"),
    # blocks
    Refused("x {% if a -%} \n b", "{% if a -%}", "`if` is never closed", "end it with `{% endif %}`"),
    Refused("{% for a in b %}{% if c %}{% endif %}", "{% for a in b %}", "`for` is never closed", "`{% endfor %}`"),
    Refused("{% if a %}{% else %}", "{% if a %}", "`if` is never closed"),
    Refused("{% set a %}b", "{% set a %}", "`set` is never closed", "`{% endset %}`"),
    Refused("{% trans %}a", "{% trans %}", "`trans` is never closed", "`{% endtrans %}`"),
    Refused(
        "\n{% if a %}{% endfor %}",
        "endfor",
        "expected `endif`, found `endfor`",
        "`{% if a %}` in line 2 of the template",
    ),
    Refused(
        "{% for a in b %}{% if c %}{% endfor %}", "endfor", "expected `endif`, found `endfor`", "`{% if c %}` in line 1"
    ),
    Refused("{% for a in b %}{% elif c %}", "elif", "expected `endfor`, found `elif`"),
    Refused("{% if a %}{% else %}{% else %}", "else", "expected `endif`, found `else`"),
    Refused("{% macro m() %}{% endblock %}", "endblock", "expected `endmacro`, found `endblock`"),
    Refused("{% endif %}", "endif", "`endif` without `if`", "no `if` is open here"),
    Refused("{% else %}", "else", "`else` without `if` or `for`"),
    Refused("{% endraw %}", "endraw", "`endraw` without `raw`"),
    Refused("{% iff a %}", "iff", "`iff` is not a tag", "did you mean `if`?"),
    Refused("{% if a %}{% elsif b %}", "elsif", "`elsif` is not a tag", "did you mean `elif`?"),
    Refused("{% for a in b %}{% end %}", "end", "`end` is not a tag", "did you mean `endfor`?"),
    Refused("{% component %}", "component", "`component` is not a tag"),
    Refused(f"{{% {'x' * 100} %}}", "x" * 100, f"`{'x' * 39}…` is not a tag"),
    Refused("{% %}", "%}", "expected the name of a tag, found `%}`"),
    Refused("{% 'a' %}", "'a'", "expected the name of a tag, found `'a'`"),
    Refused("{% if a %}{% endif b %}", "b", "expected `%}`, found `b`"),
    # expressions
    Refused("{{ }}", "}}", "expected an expression, found `}}`"),
    Refused("{{ a + }}", "}}", "expected an expression, found `}}`"),
    Refused("{{ a b }}", "b", "expected `}}`, found `b`"),
    Refused("{{ a. }}", "}}", "expected a name or a number behind `.`, found `}}`"),
    Refused("{{ a | }}", "}}", "expected a name, found `}}`"),
    Refused("{{ f(a=1, b) }}", "(", "the arguments are in the wrong order", "`name=value`"),
    Refused("{{ a is b is c }}", "is", "one test is behind another", "`and`"),
    Refused("{{ a² }}", "a²", "a name cannot have this character"),
    Refused(r"{{ '\x4' }}", r"'\x4'", r"a bad escape in a string: truncated \xXX escape"),
    Refused(r"{{ '\N{no such}' }}", r"'\N{no such}'", "a bad escape in a string: unknown Unicode character name"),
    # statements
    Refused("{% for a b %}", "b", "expected `in`, found `b`"),
    Refused("{% set 1 = a %}", "1", "nothing can be assigned to `1`"),
    Refused("{% set none = a %}", "none", "nothing can be assigned to `none`"),
    Refused("{% macro m(a=1, b) %}", ")", "an argument without a default is behind one with a default"),
    Refused("{% call a %}", "call", "`call` needs a call of a macro", "{% endcall %}"),
    Refused("{% block a-b %}", "-", "the name of a block has a hyphen", "write `_`"),
    Refused("{% block a required %}b{% endblock %}", "%}", "a required block is not empty"),
    Refused("{% from 'a' import _b %}", "_b", "`_b` cannot be imported: it begins with `_`"),
    Refused("{% import 'a' %}", "%}", "expected `as`, found `%}`"),
    Refused("{% trans a, a %}", "a", "`a` is given twice"),
    Refused("{% trans a b %}", "b", "expected `,`, found `b`"),
    Refused("{% trans %}{{ a.b }}{% endtrans %}", ".", "expected `}}`, found `.`"),
    Refused("{% trans %}{% if a %}{% endtrans %}", "if", "expected `endtrans`, found `if`"),
    Refused("{% trans a %}{% pluralize b %}", "b", "`b` is not named in the `trans` tag"),
    Refused("{% trans %}a{% pluralize %}", "pluralize", "`pluralize` needs a variable to count"),
    Refused("{% trans a %}{% pluralize %}{% pluralize %}", "pluralize", "expected `endtrans`, found `pluralize`"),
    # what other languages write
    Refused("{% if a = 1 %}", "=", "expected `%}`, found `=`", "compare with `==`"),
    Refused("{{ a && b }}", "&", "unexpected `&`", "write `and`"),
    Refused("{{ a || b }}", "|", "expected a name, found `|`", "write `or`"),
    Refused("{% if !a %}", "!", "unexpected `!`", "write `not`"),
    Refused("{{ a ? b : c }}", "?", "unexpected `?`", "write `a if condition else b`"),
    Refused("{{ $a }}", "$", "unexpected `$`", "write the name alone"),
    Refused("{{ `a` }}", "`", "unexpected ```", "write strings"),
    Refused('{{"a": 1}}', ":", "expected `}}`, found `:`", "`{% raw %}`"),
    Refused("{{#if a}}", "#", "unexpected `#`", "Mustache"),
    Refused("{{/if}}", "/", "expected an expression, found `/`", "Handlebars"),
    Refused("{{! a }}", "!", "unexpected `!`", "Mustache"),
    Refused("{{>a}}", ">", "expected an expression, found `>`", "Mustache"),
    # line ends
    Refused("{{ a }}\r\n\r\n{{ b c }}", "c", "expected `}}`, found `c`"),
    Refused("a\r\n{% if a\r\n%}\r\n", "{% if a\r\n%}", "`if` is never closed"),
]


def refused(text: str) -> Template:
    template = parse_template(text)
    assert not template.variables
    assert not template.includes
    return template


@pytest.mark.parametrize("case", CASES, ids=[case.text[:40] for case in CASES])
def test_an_error_says_what_is_wrong_where(case: Refused) -> None:
    error = refused(case.text).error
    assert error is not None
    assert error.message == case.message
    assert case.text[error.start : error.end] == case.place
    assert case.help is None or case.help in (error.help or "")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a {{ a }} {{ a a }}", 15),
        ("{% if if %}{% endif %}{% if a if %}", 30),
        ("{% if a %}{% if b %}{% else %}{% else %}", 33),
        ("{{ 'é😀' }}{{ é é }}", 15),
    ],
)
def test_of_equal_pieces_the_wrong_one_is_named(text: str, start: int) -> None:
    error = refused(text).error
    assert error is not None
    assert error.start == start


def test_the_innermost_of_several_open_blocks_is_named() -> None:
    error = refused("{% if a %}{% for b in c %}{% if d %}{% endif %}").error
    assert error is not None
    assert (error.message, error.start) == ("`for` is never closed", 10)
