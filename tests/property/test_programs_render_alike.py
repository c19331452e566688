"""Programs, held against the real Jinja2: the same text, or both fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from string import Formatter
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, TemplateError

from promptops.runtime.rendering.expressions import BUILDERS
from promptops.runtime.rendering.names import FILTERS as KNOWN_FILTERS
from promptops.runtime.rendering.names import METHODS as KNOWN_METHODS
from promptops.runtime.rendering.names import TESTS as KNOWN_TESTS
from promptops.runtime.rendering.program import Program, ProgramError, RenderError
from promptops.templates import parse_template
from promptops.templates.programs import compile_text
from promptops.templates.programs.syntax import compile_syntax

TABLES = (BUILDERS, KNOWN_FILTERS, KNOWN_METHODS, KNOWN_TESTS)
UNHURRIED = settings(deadline=None)

TEXTS = st.sampled_from(["", "a", " two words ", "Ünï <b>&'\"", "l1\nl2\n\nl4", "{{ x }}", "7", "-1.5", "\u2028é", "ß"])
SMALL = st.integers(-3, 12)
SCALARS = st.one_of(TEXTS, SMALL, st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False, width=16))
KEYS = st.sampled_from(["name", "price", "note", "k 1"])
MAPPINGS = st.dictionaries(KEYS, st.one_of(SCALARS, st.lists(SCALARS, max_size=2)), max_size=3)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXTS,
        "number": SMALL,
        "flag": st.booleans(),
        "nothing": st.none(),
        "words": st.lists(TEXTS, max_size=4),
        "numbers": st.lists(SMALL, max_size=4),
        "record": MAPPINGS,
        "records": st.lists(MAPPINGS, max_size=3),
        "mixed": st.lists(SCALARS, max_size=3),
        "any": SCALARS,
    },
)
NAMES = ("text", "number", "flag", "nothing", "words", "numbers", "record", "records", "mixed", "any", "gone", "x", "y")
LITERALS = ("'a'", '"b c"', "''", "0", "1", "3", "-2", "1.5", "true", "false", "none", "[1, 2]", "['a', text]")
TESTS = ("defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "true", "false", "mapping")
MORE_TESTS = ("sequence", "iterable", "odd", "even", "divisibleby(2)", "eq(1)", "ne('a')", "in(['a', 1])", "gt(1)")
FILTERS = (
    "upper", "lower", "capitalize", "title", "trim", "string", "int", "int(7)", "length", "count", "first", "last",
    "list", "default('-')", "d('-', true)", "join", "join(', ')", "join('/', attribute='name')", "replace('a', 'bb')",
    "replace('', '.', 2)", "indent", "indent(2, true)", "indent(1, blank=true)", "indent('> ')", "tojson",
    "tojson(indent=2)", "truncate(9)", "truncate(4, true, '…', 0)", "map(attribute='name')|join(',')",
    "map(attribute='name')|list", "selectattr('name')|list", "rejectattr('price', 'gt', 3)|list",
    "selectattr('note', 'defined')|list|length", "reverse|list", "reverse|join('-')",
)  # fmt: skip
METHODS = (
    ".get('name')", ".get('name', 'x')", ".strip()", ".upper()", ".lower()", ".startswith('a')", ".endswith('4')",
    ".split()", ".split(' ')", ".replace('a', 'b')", ".keys()|list", ".values()|list",
)  # fmt: skip
ITEMS = (".name", ".price", ".note.name", "['name']", "[0]", "[-1]", "[number]", "['k 1']", ".zzz")
# Of what is constant, Jinja2 makes parts while it compiles, by other rules.
SLICES = ("[1:]", "[:2]", "[number:]", "[-2:-1]", "[:]")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")
SUMS = ("+", "-", "*", "//", "%")


EXPRESSIONS = (
    *("{leaf}",) * 8,
    *("({value})|{filter}",) * 4,
    *("({value}){item}",) * 3,
    "({value}){method}",
    "{variable}{slice}",
    "({value} is {test})",
    "({value} is not {test})",
    *("({value} {operator} {value})",) * 2,
    "({value} and {value})",
    "({value} or {value})",
    "({value} ~ {value} ~ {leaf})",
    "({value}|int(0) {sum} {value}|int(0))",
    "({leaf} + {leaf})",
    "({leaf} - {leaf})",
    "(not {value})",
    "({value} if {value} else {value})",
    "({value} if {value})",
    "({value} < {value} <= {value})",
)
PARTS = (
    *("{blank}",) * 4,
    *("{{{{{dash} {value} {dash}}}}}",) * 6,
    "{open} set {name} = {value} {close}",
    "{open} include {fragment} {close}",
    "{open} include {fragment} without context {close}",
    "{{# note #}}",
    "{{#- note -#}}",
    "{{% raw %}}{{{{ x }}}}{{% endraw %}}",
)
BLOCKS = (
    "{open} if {value} {close}{body}{open} endif {close}",
    "{open} if {value} {close}{body}{open} else {close}{body}{open} endif {close}",
    "{open} if {value} {close}{body}{open} elif {value} {close}{body}{open} else {close}{body}{open} endif {close}",
    "{open} for {name} in {sequence} {close}{loop}{open} endfor {close}",
    "{open} for {name} in {sequence} {close}{loop}{open} else {close}{body}{open} endfor {close}",
    "{open} for {name} in {sequence} if {value} {close}{loop}{open} endfor {close}",
    "{open} for x, y in record.items() {close}{loop}{open} endfor {close}",
    "{open} for x, y in records {close}{loop}{open} endfor {close}",
)
TOLD = tuple(f"{{{{{{{{ loop.{name} }}}}}}}}" for name in ("index", "index0", "first", "last", "length", "revindex"))
WORDS: Mapping[str, tuple[str, ...]] = {
    "blank": ("a", " ", "\n", " \n b", "<{>", "é\t", ""),
    "close": ("%}", "%}", "-%}"),
    "dash": ("", "", "-"),
    "filter": FILTERS,
    "fragment": ("'tone'", "'list'"),
    "item": ITEMS,
    "leaf": (*NAMES, *NAMES, *LITERALS),
    "method": METHODS,
    "name": ("x", "y", "text"),
    "open": ("{%", "{%", "{%-", "{%+"),
    "operator": OPERATORS,
    "slice": SLICES,
    "sum": SUMS,
    "test": (*TESTS, *MORE_TESTS),
    "variable": NAMES,
}


class Writer:
    """Writes templates that are in the subset, most of which can be rendered."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def template(self, depth: int, *, in_loop: bool = False) -> str:
        parts = PARTS + TOLD * in_loop + BLOCKS * 2 * (depth > 0)
        return "".join(
            self._filled(self._chosen(parts), depth, in_loop=in_loop) for _ in range(self._draw(st.integers(1, 3)))
        )

    def value(self, depth: int) -> str:
        return self._filled(self._chosen(EXPRESSIONS if depth else ("{leaf}",)), depth, in_loop=False)

    def _filled(self, pattern: str, depth: int, *, in_loop: bool) -> str:
        """Return a pattern with something in the place of each of its fields."""
        parts = []
        for literal, field, _, _ in Formatter().parse(pattern):
            parts += [literal, "" if field is None else self._part(field, depth - 1, in_loop=in_loop)]
        return "".join(parts)

    def _part(self, field: str, depth: int, *, in_loop: bool) -> str:
        match field:
            case "body":
                return self.template(depth, in_loop=in_loop)
            case "loop":
                return self.template(depth, in_loop=True)
            case "value":
                return self.value(max(depth, 0))
            case "sequence":
                named = self._chosen(("words", "records", "numbers", "record", "text", "gone", ""))
                return named or self.value(max(depth, 0))
            case _:
                return self._chosen(WORDS[field])

    def _chosen(self, items: Sequence[str]) -> str:
        return self._draw(st.sampled_from(items))


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Return a template, with whitespace control in some of its tags."""
    return Writer(draw).template(3)


FRAGMENTS = {
    "tone": "[{{ text }}{{ x }}{% set x = 2 %}{% set text = 'set' %}{{ x }}]",
    "list": "{% for x in words %}{{ loop.index }}{{ x }}{% else %}{{ y }}{% endfor %}",
}
JINJA = Environment(loader=DictLoader(FRAGMENTS), keep_trailing_newline=True, autoescape=False)  # noqa: S701  no page
PROGRAMS = {name: Program.of(compile_text(text, "jinja").program) for name, text in FRAGMENTS.items()}


def references(template: str) -> list[str]:
    """Return what the includes of a template lead to, in order."""
    return [include.target or "" for include in parse_template(template).includes]


def outcome(run: Callable[[], str]) -> str | None:
    try:
        return run()
    except (TemplateError, RenderError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError):
        return None


@UNHURRIED
@given(templates(), VALUES)
def test_a_program_renders_what_jinja2_does(template: str, values: Mapping[str, Any]) -> None:
    compiled = compile_text(template, "jinja", references(template))
    assume(compiled.program is not None)
    program = Program.of(compiled.program)
    expected = outcome(lambda: JINJA.from_string(template).render(values))
    event("fails" if expected is None else "renders")
    assert outcome(lambda: program.render(values, PROGRAMS.__getitem__)) == expected


@UNHURRIED
@given(templates())
def test_the_quick_way_gives_what_the_whole_way_does(template: str) -> None:
    named = references(template)
    whole = compile_syntax(template, iter(named))
    assert plain(compile_text(template, "jinja", named).program) == plain(whole.program)


def plain(program: object) -> object:
    return json.loads(json.dumps(program))


WORD = st.sampled_from((*"abx", "name", "write", *(name for table in TABLES for name in table)))
NODES = st.recursive(
    st.one_of(WORD, SMALL, st.none(), st.booleans()), lambda inner: st.lists(inner, max_size=5), max_leaves=20
)


@UNHURRIED
@given(st.one_of(NODES, st.lists(st.tuples(st.just("write"), NODES))), VALUES)
def test_what_is_no_program_is_refused_and_what_is_one_renders_or_fails_as_such(
    document: object, values: Mapping[str, Any]
) -> None:
    with suppress(ProgramError, RenderError):
        assert isinstance(Program.of(document).render(values, PROGRAMS.__getitem__), str)
