from __future__ import annotations

import pytest

from promptops.runtime import rendering_names
from promptops.templates import TemplateError
from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.programs import compile_text
from promptops.templates.programs.vocabulary import CONSTANT, FILTERS, METHODS, TESTS, Required


def refused(text: str) -> tuple[tuple[str, str], ...]:
    """Return what is refused in a text: the place and the message of each."""
    compiled = compile_text(text, "jinja")
    assert compiled.program is None
    return tuple((text[error.start : error.end], error.message) for error in compiled.refusals)


REFUSED = [
    ("{{ x|sort }}", "sort", "a program has no filter `sort`"),
    ("{{ x|upper('a') }}", "upper", "`upper` has other parameters in a program"),
    ("{{ x|join(sep=1) }}", "join", "`join` has other parameters in a program"),
    ("{{ x|join(*y) }}", "join", "`join` has other parameters in a program"),
    ("{{ x|replace('a') }}", "replace", "the filter `replace` needs `new`"),
    ("{{ x|map('upper')|list }}", "map", "`map` has other parameters in a program"),
    ("{{ x|join(attribute=y) }}", "y", "`attribute` is computed"),
    ("{{ x|selectattr('a', 'callable')|list }}", "'callable'", "a program has no test `callable`"),
    ("{{ x|map(attribute='a') }}", "map", "what the filter `map` gives can only be gone through here"),
    (
        "{% if x|selectattr('a') %}{% endif %}",
        "selectattr",
        "what the filter `selectattr` gives can only be gone through here",
    ),
    ("{{ x.keys() }}", "(", "what `keys` gives is no list"),
    ("{{ x is callable }}", "is", "a program has no test `callable`"),
    ("{{ x is sameas(y) }}", "is", "a program has no test `sameas`"),
    ("{{ x / 2 }}", "x", "`/` has no form in a program"),
    ("{{ 2 ** x }}", "2", "`**` has no form in a program"),
    ("{{ +x }}", "+", "a sign has no form in a program"),
    ("{{ -x }}", "-", "a sign can only stand before a number"),
    ("{{ '%s' % x }}", "'%s'", "`%` is for numbers alone"),
    ("{{ x * '-' }}", "'-'", "`*` is for numbers alone"),
    ("{{ x|tojson + 'a' }}", "tojson", "Jinja2 escapes what is added to JSON"),
    ("{{ {'a': 1} }}", "{", "a mapping that is written out has no form in a program"),
    ("{{ (1, 2) }}", "1", "a tuple has no form in other languages"),
    ("{{ 9007199254740993 }}", "9007199254740993", "the number is not exact in other languages"),
    ("{{ 1e400 }}", "1e400", "the number is not exact in other languages"),
    ("{{ x[::2] }}", "[", "a slice with a step"),
    ("{{ range(3) }}", "range", "`range` is called"),
    ("{{ x.y(1) }}", ".y", "the method `y` is called"),
    ("{{ x.items() }}", ".items", "the method `items` is called"),
    ("{{ x.get(1, 2, 3) }}", "(", "the method has other parameters in a program"),
    ("{{ x[0]() }}", "[", "a value is called"),
    ("{{ cycler }}", "cycler", "`cycler` belongs to Jinja2 alone"),
    ("{{ x.__class__ }}", ".__class__", "`__class__` is a name inside Python"),
    ("{{ x.items }}", ".items", "`items` is a method in Jinja2, not an item"),
    ("{{ loop.index }}", "loop", "`loop` is used outside of a loop"),
    ("{% for a in b %}{{ loop }}{% endfor %}", "loop", "`loop` by itself is no value"),
    ("{% for a in b %}{{ loop.cycle }}{% endfor %}", ".cycle", "a program knows no `loop.cycle`"),
    ("{% for a in b if loop.first %}{% endfor %}", "loop", "`loop` is used outside of a loop"),
    ("{% for a in b recursive %}{% endfor %}", "for", "a loop that calls itself"),
    ("{% for a, (b, c) in d %}{% endfor %}", "a", "the loop takes its items apart twice"),
    ("{% for loop in d %}{% endfor %}", "loop", "`loop` belongs to Jinja2"),
    ("{% set a, b = c %}", "set", "`set` gives a value to one plain name here"),
    (
        "{% for a in b %}{{ c }}{% endfor %}{% set c = 1 %}",
        "set",
        "`c` is read in a loop before: there, Jinja2 knows no value of it then",
    ),
    ("{% include x %}", "include", "what is included is only computed"),
    ("{% set a %}b{% endset %}", "set", "`set` with a body has no form in a program"),
    ("{% macro a() %}{% endmacro %}", "macro", "`macro` has no form in a program"),
    ("{% import 'a' as b %}", "import", "`import` has no form in a program"),
    ("{% extends 'a' %}", "extends", "`extends` has no form in a program"),
    ("{% with a = 1 %}{% endwith %}", "with", "`with` has no form in a program"),
    ("{% filter upper %}{% endfilter %}", "filter", "`filter` has no form in a program"),
    ("{% for a in b %}{% break %}{% endfor %}", "break", "`break` has no form in a program"),
    ("{% do x %}", "do", "`do` has no form in a program"),
    ("{{ x" + "|trim" * 21 + " }}", "trim", "the expression has too many parts"),
]


@pytest.mark.parametrize(("text", "place", "message"), REFUSED)
def test_what_a_program_cannot_say_is_refused_at_its_place(text: str, place: str, message: str) -> None:
    assert refused(text)[0] == (place, message)


def test_all_that_is_refused_is_told() -> None:
    text = "{{ a|sort }} {% if b|unique %}{{ c / 2 }}{% endif %} {% do x %}"
    assert [place for place, _ in refused(text)] == ["sort", "unique", "c", "do"]


def test_places_count_carriage_returns() -> None:
    compiled = compile_text("a\r\nb\r\n{{ x|sort }}", "jinja")
    assert [(error.start, error.end) for error in compiled.refusals] == [(11, 15)]


def test_blocks_may_stand_inside_each_other_so_far() -> None:
    inside, outside = "{% if x %}", "{% endif %}"
    assert compile_text(inside * 11 + outside * 11, "jinja").program is not None
    error = compile_text(inside * 12 + "x" + outside * 12, "jinja").refusals[0]
    assert error.message == "too many blocks are open here"


@pytest.mark.parametrize("text", ["{% if x %}", "{{ x", "{% endif %}", "x" * (MAX_CHARACTERS + 1)])
def test_what_is_no_template_has_neither_a_program_nor_refusals(text: str) -> None:
    assert compile_text(text, "jinja") == (None, ())


@pytest.mark.parametrize(
    ("references", "program"),
    [
        (["fragment:a"], [["include", "fragment:a", True]]),
        ([None], None),
        (None, [["include", "", True]]),
    ],
)
def test_an_include_leads_where_it_is_said_to(references: list[str | None] | None, program: object) -> None:
    compiled = compile_text("{% include 'a' %}", "jinja", references)
    assert compiled.program == program
    if program is None:
        assert compiled.refusals == (TemplateError("what is included is not known", 3, 10, "name a fragment"),)


OTHERS = [
    ("none", "{{ x }}", ["{{ x }}"]),
    ("none", "", []),
    ("braces", "a {{x}}{{y-z}} {{ no }}", ["a ", ["write", ["name", "x"]], ["write", ["name", "y-z"]], " {{ no }}"]),
    ("crewai", '{x} {"json": 1}', [["write", ["name", "x"]], ' {"json": 1}']),
    ("handlebars", "{{x}}", None),
    ("mustache", "{{x}}", None),
    ("format", "{x}", None),
    ("nunjucks", "{{ x }}", None),
    ("baml", "{{ x }}", None),
]


@pytest.mark.parametrize(("language", "text", "program"), OTHERS)
def test_other_languages_have_programs_where_that_is_exact(language: str, text: str, program: object) -> None:
    assert compile_text(text, language) == (program, ())  # type: ignore[arg-type]  # one of the languages, in a table


def test_both_sides_know_the_same_names() -> None:
    known = {
        name: (sum(isinstance(each, Required) for each in has.values()), len(has)) for name, has in FILTERS.items()
    }
    run = {name: (named.least, named.most) for name, named in rendering_names.FILTERS.items()}
    assert run == {**known, "items": (0, 0)}
    assert {name: named.most for name, named in rendering_names.TESTS.items()} == TESTS
    run = {name: (named.least, named.most) for name, named in rendering_names.METHODS.items()}
    assert run == {**METHODS, "items": (0, 0)}
    constant = {name: list(has).index("attribute") for name, has in FILTERS.items() if not CONSTANT.isdisjoint(has)}
    assert constant == rendering_names.ATTRIBUTE
