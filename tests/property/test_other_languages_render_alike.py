"""Programs of format strings, Mustache and Handlebars, held against str.format, chevron and handlebars.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.runtime import language_cases

from promptops.runtime.inputs import Inputs
from promptops.runtime.rendering.program import Program, RenderError
from promptops.templates import Language
from promptops.templates.programs import Given, compile_text

NODE_MODULES = Path(__file__).parents[2] / ".ci" / "node" / "node_modules"
SERVER = Path(__file__).parent / "render-handlebars.mjs"
UNHURRIED = settings(deadline=None, max_examples=300)

ITEM = {
    "type": "object",
    "properties": {"n": {"type": "string"}, "done": {"type": "boolean"}, "parts": {"type": "array"}},
    "required": ["n"],
    "additionalProperties": False,
}
MORE = {"type": "object", "properties": {"x": {"type": "string"}}}
USER = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "more": MORE}}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "amount": {"type": "integer"},
        "price": {"type": "number"},
        "flag": {"type": "boolean"},
        "maybe": {"type": ["string", "null"]},
        "odd": {"enum": ["a<b", 1, True, None]},
        "user": {**USER, "required": ["name"], "additionalProperties": False},
        "items": {"type": "array", "items": ITEM},
        "tags": {"type": "array", "items": {"type": "string"}},
        "numbers": {"type": ["array", "null"], "items": {"type": "number"}},
    },
    "required": ["text", "flag", "user", "items"],
}
TEXTS = st.sampled_from(
    ["", "a", " two words ", "Ünï <b>&'\"=`", "l1\nl2\n", "{{text}} {flag} %}", "7", "\u2028é", "0"]
)
INTEGERS = st.integers(-3, 12)
NUMBERS = INTEGERS | st.sampled_from([2.5, 5.0, -0.0, 0.001, 1e15, 123456.75])
ITEMS = st.fixed_dictionaries(
    {"n": TEXTS}, optional={"done": st.booleans(), "parts": st.lists(TEXTS | st.booleans() | st.none(), max_size=2)}
)
VALUES = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "flag": st.booleans(),
        "user": st.fixed_dictionaries(
            {"name": TEXTS},
            optional={"age": INTEGERS | st.just(5.0), "more": st.dictionaries(st.just("x"), TEXTS, max_size=1)},
        ),
        "items": st.lists(ITEMS, max_size=3),
    },
    optional={
        "amount": INTEGERS | st.just(5.0),
        "price": NUMBERS,
        "maybe": TEXTS | st.none(),
        "odd": st.sampled_from(["a<b", 1, True, None]),
        "tags": st.lists(TEXTS, max_size=3),
        "numbers": st.lists(NUMBERS, max_size=3) | st.none(),
        "any": TEXTS | NUMBERS | st.booleans() | st.none(),
    },
)
NESTED = st.recursive(TEXTS | NUMBERS | st.booleans() | st.none(), st.lists, max_leaves=4) | st.dictionaries(
    st.sampled_from(["name", "n", "0", "length"]), TEXTS, max_size=2
)

NOTHING: dict[str, Program] = {}
"""No program that could be included."""

SCALARS = ("text", "amount", "price", "flag", "maybe", "odd", "any", "gone")
PATHS = (*SCALARS, "user.name", "user.age", "user.more.x", "user.gone", "any.part", "gone.part")
LITERALS = ("a", " ", "\n", " \n b", "<{>", "} ", "é\t", "", "'", "\n\n")


def program_of(template: str, language: Language, given: Given) -> Program:
    """Return the program of a template that has one."""
    compiled = compile_text(template, language, None, given)
    event("a program" if compiled.refusals == () else compiled.refusals[0].message)
    assume(compiled.program is not None)
    return Program.of(compiled.program)


def rendered(program: Program, values: Mapping[str, Any]) -> str | None:
    """Return the text of a program, None where it fails."""
    try:
        return program.render(values, NOTHING.__getitem__)
    except RenderError:
        return None


def filled(template: str, values: Mapping[str, Any]) -> str | None:
    """Return a format string, filled by Python; None where that fails."""
    try:
        return template.format(**values)
    except (LookupError, TypeError, ValueError):
        return None


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=5).map("".join)


FIELDS = st.sampled_from(
    [*SCALARS, "items", "user", "user[name]", "items[0]", "items[7]", "any[0]", "any[n]", "text[1]"]
)
FORMATS = joined(FIELDS.map("{{{}}}".format) | st.sampled_from(["{{", "}}", *LITERALS[:4], "{{text}}", "{{{text}}}"]))


@UNHURRIED
@given(FORMATS, VALUES, NESTED)
def test_a_format_string_is_filled_as_python_fills_it(template: str, values: Mapping[str, Any], any_: object) -> None:
    values = {**values, "any": any_}
    program = program_of(template, "format", Given(SCHEMA))
    assert rendered(program, values) == filled(template, values)


@given(st.text(st.sampled_from("{}[].!:a0 "), max_size=8), st.dictionaries(st.sampled_from("a0"), NESTED, max_size=2))
def test_whatever_has_a_program_is_filled_alike(template: str, values: Mapping[str, Any]) -> None:
    program = program_of(template, "format", Given())
    assert rendered(program, values) == filled(template, values)


def in_section(name: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gap = st.sampled_from(["", "\n", " ", "  \n"])
    sigil = st.sampled_from("##^")
    return st.tuples(sigil, gap, inner, gap).map(
        lambda made: f"{{{{{made[0]}{name}}}}}{''.join(made[1:])}{{{{/{name}}}}}"
    )


TAGS = ("{{{{{}}}}}", "{{{{{{{}}}}}}}", "{{{{& {} }}}}", "{{{{ {} }}}}")
SECTIONS = ("flag", "text", "user", "items", "tags", "numbers", "maybe", "odd", "amount", "done", "parts", "user.more")
NAMES = (*PATHS, "n", "done", "name", "age", "items", "user", ".")


def mustache(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return joined(MUSTACHE_LEAVES | st.sampled_from(SECTIONS).flatmap(lambda name: in_section(name, inner)))


MUSTACHE_LEAVES = (
    st.tuples(st.sampled_from(TAGS), st.sampled_from(NAMES)).map(lambda made: made[0].format(made[1]))
    | st.sampled_from(LITERALS)
    | st.sampled_from(["{{! note }}", "\n{{! note }}\n"])
)


@UNHURRIED
@given(st.recursive(MUSTACHE_LEAVES, mustache, max_leaves=12), VALUES)
def test_mustache_is_written_as_chevron_writes_it(template: str, values: Mapping[str, Any]) -> None:
    chevron = pytest.importorskip("chevron")
    program = program_of(template, "mustache", Given(SCHEMA))
    assert rendered(program, values) == chevron.render(template, values)


HELPERS = {
    "if": ("flag", "text", "items", "user", "any", "gone", "price", "user.more", "@first", "@index"),
    "unless": ("flag", "any", "amount", "maybe", "n", "this"),
    "each": ("items", "tags", "numbers", "user.gone", "items as |it|", "parts"),
}
HANDLEBARS_NAMES = (*PATHS, "n", "done", "this", "this.n", "../text", "@root.text", "@index", "@first", "@last", "it.n")
HANDLEBARS_LEAVES = (
    st.tuples(st.sampled_from((*TAGS, "{{{{~{}~}}}}")), st.sampled_from(HANDLEBARS_NAMES)).map(
        lambda made: made[0].format(made[1])
    )
    | st.sampled_from(LITERALS)
    | st.sampled_from(["{{! note }}", "\n{{!-- note }} --}}\n", "\\{{text}}"])
)


def handlebars(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def block(helper: str) -> st.SearchStrategy[str]:
        gap = st.sampled_from(["", "\n", " "])
        otherwise = st.just("") | inner.map("{{{{else}}}}{}".format) | inner.map("{{{{^}}}}\n{}".format)
        return st.tuples(st.sampled_from(HELPERS[helper]), gap, inner, otherwise, gap).map(
            lambda made: f"{{{{#{helper} {made[0]}}}}}{''.join(made[1:])}{{{{/{helper}}}}}"
        )

    return joined(HANDLEBARS_LEAVES | st.sampled_from(sorted(HELPERS)).flatmap(block))


HANDLEBARS = st.recursive(HANDLEBARS_LEAVES, handlebars, max_leaves=12)


@pytest.fixture(scope="module")
def render() -> Iterator[Callable[[str, Mapping[str, Any]], list[str]]]:
    """Return what renders with handlebars.js: without writing values for HTML, and with it."""
    if shutil.which("node") is None or not (NODE_MODULES / "handlebars").is_dir():
        pytest.skip("handlebars.js is not installed")
    command = ["node", str(SERVER), f"{NODE_MODULES}/"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent, received = process.stdin, process.stdout

        def of(template: str, values: Mapping[str, Any]) -> list[str]:
            sent.write(json.dumps({"template": template, "values": values}) + "\n")
            sent.flush()
            found: list[str] = json.loads(received.readline())
            return found

        yield of
        sent.close()


@UNHURRIED
@given(template=HANDLEBARS, values=VALUES)
def test_handlebars_is_written_as_handlebars_js_writes_it(
    render: Callable[[str, Mapping[str, Any]], list[str]], template: str, values: Mapping[str, Any]
) -> None:
    program = program_of(template, "handlebars", Given(SCHEMA, raw=True))
    assert rendered(program, values) == render(template, values)[0]


@UNHURRIED
@given(template=HANDLEBARS, values=VALUES)
def test_what_is_certain_of_handlebars_is_so_with_escaping_and_without(
    render: Callable[[str, Mapping[str, Any]], list[str]], template: str, values: Mapping[str, Any]
) -> None:
    program = program_of(template, "handlebars", Given(SCHEMA))
    assert [rendered(program, values)] * 2 == render(template, values)


@UNHURRIED
@given(
    name=st.sampled_from(["any", "any.n", "any.name"]), value=NESTED | st.floats(allow_nan=False, allow_infinity=False)
)
def test_where_handlebars_writes_as_no_program_does_that_fails(
    render: Callable[[str, Mapping[str, Any]], list[str]], name: str, value: object
) -> None:
    template = f"{{{{{name}}}}}"
    text = rendered(program_of(template, "handlebars", Given(raw=True)), {"any": value})
    assert text in (None, render(template, {"any": value})[0])
    assert text is not None or not isinstance(value, str | bool | None)


@given(VALUES)
def test_the_values_are_those_that_are_declared(values: Mapping[str, Any]) -> None:
    assert Inputs(SCHEMA).checked("any", values) == values


PUBLISHED = [
    (case.template, values, text)
    for case in language_cases.CASES
    if case.language == "handlebars"
    for values, text in zip(language_cases.VALUES, case.texts, strict=True)
]


@pytest.mark.parametrize(("template", "values", "text"), PUBLISHED)
def test_the_published_texts_are_those_of_handlebars_js(
    render: Callable[[str, Mapping[str, Any]], list[str]], template: str, values: Mapping[str, Any], text: str
) -> None:
    assert render(template, values)[0] == text


@pytest.mark.parametrize("case", [case for case in language_cases.CASES if case.language == "mustache"])
def test_the_published_texts_are_those_of_chevron(case: language_cases.LanguageCase) -> None:
    chevron = pytest.importorskip("chevron")
    assert [chevron.render(case.template, values) for values in language_cases.VALUES] == case.texts


@pytest.mark.parametrize("case", [case for case in language_cases.CASES if case.language == "format"])
def test_the_published_texts_are_those_of_python(case: language_cases.LanguageCase) -> None:
    assert [filled(case.template, values) for values in language_cases.VALUES] == case.texts
