from __future__ import annotations

from typing import Any

import pytest

from promptops.runtime.rendering import names
from promptops.templates import Language, TemplateError
from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.programs import Given, compile_text
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


def checked(value: Any) -> list[Any]:
    """Return a value of a format string that fails where there is none."""
    return ["choose", ["test", "undefined", value], ["get", value, ""], value]


def escaped(value: Any) -> list[Any]:
    value = ["filter", "string", value]
    for old, new in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;")):
        value = ["filter", "replace", value, ["const", old], ["const", new]]
    return list(value)


ITEM = {"type": "object", "properties": {"n": {"type": "string"}}, "required": ["n"], "additionalProperties": False}
TYPED = Given(
    {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "flag": {"type": "boolean"},
            "number": {"type": "number"},
            "list": {"type": "array", "items": ITEM},
            "words": {"type": "array", "items": {"type": "string"}},
            "open": {"type": "array"},
            "user": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        },
        "required": ["text", "user"],
    }
)
RAW = TYPED._replace(raw=True)
X, TEXT, FLAG = ["name", "x"], ["name", "text"], ["name", "flag"]
ITEM_NAME = ["name", "item"]
WORDS = ["true", "false"]

OTHERS: list[tuple[Language, Given | None, str, list[Any]]] = [
    ("none", None, "{{ x }}", ["{{ x }}"]),
    ("none", None, "", []),
    ("braces", None, "a {{x}}{{y-z}} {{ no }}", ["a ", ["write", X], ["write", ["name", "y-z"]], " {{ no }}"]),
    ("crewai", None, '{x} {"json": 1}', [["write", X], ' {"json": 1}']),
    ("format", None, "plain", ["plain"]),
    ("format", None, "{{{x}}} }}", ["{", ["write", checked(X)], "} }"]),
    ("format", TYPED, "{text}", [["write", TEXT]]),
    ("format", TYPED, "{text[0]}", [["write", checked(["item", TEXT, ["const", 0]])]]),
    (
        "format",
        None,
        "{x[a b][-1]}",
        [["write", checked(["item", ["item", X, ["const", "a b"]], ["const", "-1"]])]],
    ),
    ("mustache", TYPED, "{{{text}}}{{&text}}", [["write", TEXT], ["write", TEXT]]),
    ("mustache", TYPED, "{{text}} {{flag}}", [["write", escaped(TEXT)], " ", ["write", FLAG]]),
    (
        "mustache",
        None,
        "{{{x}}}",
        [["write", ["choose", ["or", X, ["test", "number", X]], X, ["const", ""]]]],
    ),
    (
        "mustache",
        TYPED,
        "{{#flag}}\na\n{{/flag}}\n{{^x}}b{{/x}}",
        [["if", FLAG, ["a\n"], []], ["if", ["not", X], ["b"], []]],
    ),
    (
        "mustache",
        TYPED,
        "{{#list}}{{{n}}}{{{text}}}{{/list}}",
        [["for", ["item"], ["name", "list"], None, [["write", ["get", ITEM_NAME, "n"]], ["write", TEXT]], []]],
    ),
    (
        "mustache",
        TYPED,
        "{{#words}}{{{.}}}{{/words}}",
        [["for", ["item"], ["name", "words"], ITEM_NAME, [["write", ITEM_NAME]], []]],
    ),
    (
        "mustache",
        TYPED,
        "{{#user}}{{{name}}}{{/user}}",
        [["if", ["name", "user"], [["write", ["get", ["name", "user"], "name"]]], []]],
    ),
    ("handlebars", RAW, "{{text}}", [["write", TEXT]]),
    ("handlebars", TYPED, "{{{text}}}", [["write", TEXT]]),
    (
        "handlebars",
        TYPED,
        "{{flag}}",
        [
            [
                "write",
                ["choose", ["test", "boolean", FLAG], ["choose", FLAG, *[["const", word] for word in WORDS]], FLAG],
            ]
        ],
    ),
    (
        "handlebars",
        RAW,
        "{{#each list}}{{@index}}{{n}}{{else}}-{{/each}}",
        [
            [
                "for",
                ["item"],
                ["name", "list"],
                None,
                [["write", ["loop", "index0"]], ["write", ["get", ITEM_NAME, "n"]]],
                ["-"],
            ]
        ],
    ),
    ("handlebars", RAW, "{{#unless x}}a{{/unless}}", [["if", ["not", ["or", X, ["test", "mapping", X]]], ["a"], []]]),
    ("handlebars", RAW, "{{> part}}", [["include", "", True]]),
]


@pytest.mark.parametrize(("language", "given", "text", "program"), OTHERS)
def test_other_languages_have_programs_where_that_is_exact(
    language: Language, given: Given | None, text: str, program: list[Any]
) -> None:
    assert compile_text(text, language, None, given) == (program, ())


OTHERS_REFUSED: list[tuple[Language, str, str, str]] = [
    ("format", "a {x:>3}", "x", "a format specification has no form in a program"),
    ("format", "a {x!r}", "x", "a conversion has no form in a program"),
    ("format", "a {} b", "}", "a field without a name is filled by its position"),
    ("format", "a {0}", "0", "a field without a name is filled by its position"),
    ("format", "{user.name}", "user.name", "`.name` asks for what only objects of Python have"),
    ("format", "{x[1234567890123456]}", "x[1234567890123456]", "the way to the value is too long"),
    ("mustache", "{{#x}}a{{/x}}", "{{#x}}", "nobody says whether this is a condition or a loop"),
    (
        "mustache",
        "{{#open}}{{{text}}}{{/open}}",
        "{{{text}}}",
        "nobody says whether `text` belongs to the section or stands outside of it",
    ),
    ("mustache", "{{#flag}}{{.}}{{/flag}}", "{{.}}", "`.` is no item here"),
    ("mustache", "{{{.}}}", "{{{.}}}", "`.` is no item here"),
    ("mustache", "{{#list}}{{{loop}}}{{/list}}", "{{{loop}}}", "an input that is named `loop`, in a loop"),
    ("mustache", "{{> part}}", "{{> part}}", "`{{>` has no like elsewhere"),
    ("mustache", "{{=<% %>=}}", "{{=", "such tags have no like elsewhere"),
    ("mustache", "a\n\t{{#flag}}\n{{/flag}}", "{{#flag}}", "such blanks beside a tag that is alone on its line"),
    ("mustache", "{{! a }} ", "{{! a }}", "such blanks beside a tag that is alone on its line"),
    (
        "mustache",
        "a{{#words}}{{^words}}{{/words}}{{/words}}",
        "{{^words}}",
        "the loop over the same list ends where this section does",
    ),
    ("handlebars", "{{text}}", "text", "whether this is written for HTML is up to whoever runs Handlebars"),
    ("handlebars", "{{{list}}}", "list", "Handlebars writes a value of the type `array` as no program does"),
    ("handlebars", "{{{x.length}}}", "x.length", "`length` is more than the name of a member in Handlebars"),
    ("handlebars", "{{#each x}}{{/each}}", "x", "nobody says that this is a list"),
    ("handlebars", "{{flag}}{{number}}", "number", "Handlebars adds up two values side by side that are no texts"),
    (
        "handlebars",
        "{{#if flag}}{{x}}{{/if}}{{#if flag}}{{number}}{{/if}}",
        "flag",
        "Handlebars adds up two values side by side that are no texts",
    ),
    ("handlebars", '{{role "user"}}a', '{{role "user"}}', "a role divides the text into messages"),
    ("handlebars", "{{json text}}", "{{json text}}", "nothing else has the helper `json`"),
    ("handlebars", "{{{" + "a." * 20 + "b}}}", "a." * 20 + "b", "the way to the value is too long"),
    ("nunjucks", "a {{ x }}", "{", "a text in Nunjucks has no program"),
    ("baml", "a", "a", "a text in BAML has no program"),
]


@pytest.mark.parametrize(("language", "text", "place", "message"), OTHERS_REFUSED)
def test_what_other_languages_say_alone_is_refused_at_its_place(
    language: Language, text: str, place: str, message: str
) -> None:
    compiled = compile_text(text, language, None, TYPED)
    assert compiled.program is None
    refusal = next(each for each in compiled.refusals if each.message == message)
    assert text[refusal.start : refusal.end] == place


def test_what_is_refused_again_is_told_once() -> None:
    compiled = compile_text('{{role "user"}}a{{role "model"}}{{{list}}}', "handlebars", None, TYPED)
    assert [error.start for error in compiled.refusals] == [0, 35]


def test_blocks_of_other_languages_may_stand_inside_each_other_so_far() -> None:
    inside, outside = "{{#if flag}}", "{{/if}}"
    assert compile_text(inside * 11 + outside * 11, "handlebars", None, TYPED).program is not None
    error = compile_text(inside * 12 + "x" + outside * 12, "handlebars", None, TYPED).refusals[0]
    assert error.message == "too many blocks are open here"


@pytest.mark.parametrize(("language", "text"), [("format", "{x"), ("mustache", "{{#x}}"), ("handlebars", "{{#if x}}")])
def test_what_is_no_text_of_its_language_is_told_elsewhere(language: Language, text: str) -> None:
    assert compile_text(text, language) == (None, ())


def test_what_is_included_must_be_known() -> None:
    assert compile_text("{{> a}}", "handlebars", ["fragment:a"]).program == [["include", "fragment:a", True]]
    assert compile_text("{{> a}}", "handlebars", [None]).refusals[0].message == "what is included is not known"


@pytest.mark.parametrize(
    ("language", "text"),
    [("braces", "{{x}}" * 100_001), ("format", "{x}" * 50_000), ("handlebars", "{{{x}}}-" * 9_000)],
)
def test_a_program_has_no_more_parts_than_can_be_run(language: Language, text: str) -> None:
    refusals = compile_text(text, language).refusals
    assert [error.message for error in refusals] == ["the text has too many parts for a program"]


def test_both_sides_know_the_same_names() -> None:
    known = {
        name: (sum(isinstance(each, Required) for each in has.values()), len(has)) for name, has in FILTERS.items()
    }
    run = {name: (named.least, named.most) for name, named in names.FILTERS.items()}
    assert run == {**known, "items": (0, 0)}
    assert {name: named.most for name, named in names.TESTS.items()} == TESTS
    run = {name: (named.least, named.most) for name, named in names.METHODS.items()}
    assert run == {**METHODS, "items": (0, 0)}
    constant = {name: list(has).index("attribute") for name, has in FILTERS.items() if not CONSTANT.isdisjoint(has)}
    assert constant == names.ATTRIBUTE
