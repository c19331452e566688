"""What holds for every text, template or not."""

from __future__ import annotations

import warnings

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError

from promptops.templates import Template, parse_template
from promptops.templates.outline import parse_outline
from promptops.templates.syntax import parse_syntax

UNHURRIED = settings(deadline=None)  # a pause of a busy machine is no failure

ENVIRONMENT = Environment(
    autoescape=False,  # noqa: S701  nothing is rendered
    keep_trailing_newline=True,
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"],
)

PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-}}", "{%-", "-%}", "{%+", "+%}", "{", "}", "%", "#", "-", "+"),
    *(
        " ",
        "\n",
        "\t",
        "text ",
        "é",
        "\u2003",
        "'",
        '"',
        "\\",
        "\\n",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "|",
        "=",
        "==",
        "~",
    ),
    *("*", "**", ":", "&", "!", "a", "b", "user", "loop", "self", "range", "true", "none", "not ", " is ", " in ", "1"),
    *("1_0", "1.5", "0x", "'a'", '"b c"', "'%}'", "'}}'", "if ", "elif ", "else", "endif", "for ", "endfor", "set "),
    *("endset", "include ", "import ", "from ", "extends ", " as ", " with ", "context", "raw", "endraw", "block "),
    *("endblock", "macro ", "endmacro", "call ", "endcall", "filter ", "endfilter", "trans ", "endtrans", "pluralize"),
    *("autoescape ", "do ", "break", "scoped", "recursive", "iff ", "{% endif %}", "{% else %}", "{% endfor %}"),
    *("{{ a }}", "{{ user.name|upper }}", "{{- a -}}\n", "{% if a %}", "{% if not a.b %}", "{% elif b == 'c' %}"),
    *("{% for x in a %}", "{% for x, y in a.b %}", "{{ x }}", "{{ loop.index }}", "{% include 'a/b' %}", "{# note #}"),
    *("{% raw %}", "{% endraw %}", "{% set a = 1 %}", "{% import 'm' as b %}", "{%- else -%}", "{%- endif %}"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join)
TAGS = st.lists(st.sampled_from([piece for piece in PIECES if len(piece) > len("endraw %}")]), max_size=12).map("".join)


@UNHURRIED
@given(TEXTS | TAGS)
def test_any_text_has_an_answer_within_itself(text: str) -> None:
    template = parse_template(text)
    places = [(start, end) for _, start, end in template.variables]
    targets = [(include.start, include.end) for include in template.includes]
    errors = [] if template.error is None else [(template.error.start, template.error.end)]
    assert all(0 <= start <= end <= len(text) for start, end in places + targets + errors)
    assert places == sorted(places)
    assert not errors or (not places and not targets)
    assert [text[start:end] for start, end in places] == [name for name, _, _ in template.variables]


@UNHURRIED
@given(TEXTS | TAGS)
@example("{% for x in a %}{{ x }}{{ loop }}{% else %}{{ x }}{{ loop }}{% endfor %}{{ x }}")
@example("{% for x in x if loop and x %}{% for y in x %}{{ x }}{{ y }}{% endfor %}{% endfor %}")
@example("{% if a %}{% else %}{% elif b %}{% endif %}")
@example("{% for a in b %}{% elif c %}{% endfor %}")
@example("{% if a %}{% endfor %}")
@example("{{ '}}' }}{# {{ a }} #}{{ b }}")
@example("{% include 'a' ignore missing %}{% include ['a', b] %}{{ self.a }}{{ range(a) }}")
@example("{{ not }}{{ and }}")
@example("{{ a\r\n}}{{ b }}")
def test_the_quick_way_says_what_the_whole_way_says(text: str) -> None:
    quick = parse_outline(text)
    assume(quick is not None)
    assert quick == parse_syntax(text)


@UNHURRIED
@given(TEXTS | TAGS)
def test_a_text_is_refused_when_jinja_refuses_it(text: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            ENVIRONMENT.parse(text)
    except TemplateSyntaxError:
        refused = True
    else:
        refused = False
    assert (parse_template(text).error is not None) == refused


@UNHURRIED
@given(TEXTS | TAGS)
def test_carriage_returns_move_places_and_change_nothing_else(text: str) -> None:
    plain = text.replace("\r", "")
    returns = plain.replace("\n", "\r\n")
    assert _without_returns(parse_template(returns), returns) == parse_template(plain)


def _without_returns(template: Template, text: str) -> Template:
    def back(offset: int) -> int:
        return offset - text.count("\r", 0, offset)

    error = template.error
    return Template(
        tuple(item._replace(start=back(item.start), end=back(item.end)) for item in template.variables),
        tuple(item._replace(start=back(item.start), end=back(item.end)) for item in template.includes),
        error and error._replace(start=back(error.start), end=back(error.end)),
    )
