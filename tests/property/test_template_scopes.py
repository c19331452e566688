"""Which uses are free, held against Jinja2: against its own analysis, and against what rendering really reads."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, meta

from promptops.templates.model import GLOBALS
from promptops.templates.syntax import parse_syntax

NAMES = ("x", "y", "z")
MAX_CHOICES = 6

UNHURRIED = settings(deadline=None)  # a pause of a busy machine is no failure

ENVIRONMENT = Environment(
    autoescape=False,  # noqa: S701  what is rendered here is read by nobody
    extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"],
)

# What is written before, between and behind the bodies of a statement.
FORMS = {
    "use": ("{{ $use }}",),
    "set": ("{% set $name = $other %}",),
    "set two": ("{% set $name, own = $other, 1 %}",),
    "set attribute": ("{% set $name.a = $other %}",),
    "do": ("{% do $use %}",),
    "include": ("{% include $use %}",),
    "import": ("{% import 'other' as $name %}",),
    "from": ("{% from 'other' import $name, a as own with context %}",),
    "trans": ("{% trans $name, other=$other %}{{ $name }}{{ other }}{% pluralize %}{{ z }}{% endtrans %}",),
    "if": ("{% if $condition %}", "{% endif %}"),
    "if else": ("{% if $condition %}", "{% else %}", "{% endif %}"),
    "elif": ("{% if $condition %}", "{% elif $condition %}", "{% else %}", "{% endif %}"),
    "for": ("{% for $name in $list %}", "{% endfor %}"),
    "for else": ("{% for $name in $list %}", "{% else %}", "{% endfor %}"),
    "for if": ("{% for $name in $list if $use %}{{ loop.index }}", "{% endfor %}"),
    "for two": ("{% for own, $name in $other recursive %}", "{% endfor %}"),
    "with": ("{% with $name = $use %}", "{% endwith %}"),
    "filter": ("{% filter upper %}", "{% endfilter %}"),
    "filter with": ("{% filter replace($use, $other) %}", "{% endfilter %}"),
    "autoescape": ("{% autoescape false %}", "{% endautoescape %}"),
    "set block": ("{% set $name %}", "{% endset %}"),
    "macro": ("{% macro m$number($name) %}", "{% endmacro %}{{ m$number('own') }}"),
    "macro with": ("{% macro m$number(own, $name=$other) %}{{ caller() }}{{ varargs }}", "{% endmacro %}"),
    "call": ("{% call($name) $use() %}", "{% endcall %}"),
    "block": ("{% block b$number %}", "{% endblock %}"),
    "scoped block": ("{% block b$number scoped %}{{ super() }}{{ self.b$number }}", "{% endblock %}"),
    "rendered block": ("{% block b$number scoped %}", "{% endblock %}"),
}
BRANCHES = frozenset({"if", "if else", "elif"})
BINDING = frozenset({"set", "set two", "set block", "import", "from", "macro", "macro with"})
BLOCKS = frozenset({"block", "scoped block", "rendered block"})
ALL = frozenset(FORMS)
RENDERED = BRANCHES | {
    "use",
    "set",
    "for",
    "for else",
    "with",
    "filter",
    "set block",
    "macro",
    "block",
    "rendered block",
}


class Piece(NamedTuple):
    """A statement: what it is, the name that it uses or binds, and its bodies."""

    kind: str
    name: str
    bodies: tuple[tuple[Piece, ...], ...] = ()


Body: TypeAlias = tuple[Piece, ...]


def bodies(kinds: frozenset[str], *, bound_in_branches: bool = True) -> st.SearchStrategy[Body]:
    """Draw statements; a branch of an `if` binds names of the scope that it stands in only if it may."""
    simple = sorted(kind for kind in kinds if len(FORMS[kind]) == 1)
    nested = sorted(kinds.difference(simple))
    leaf = st.builds(Piece, st.sampled_from(simple), st.sampled_from(NAMES), st.just(()))

    def extend(children: st.SearchStrategy[Body]) -> st.SearchStrategy[Body]:
        def piece(kind: str) -> st.SearchStrategy[Piece]:
            bound = bound_in_branches or kind not in BRANCHES
            body = children if bound else children.map(without_binding)
            parts = st.tuples(*[body] * (len(FORMS[kind]) - 1))
            return st.builds(Piece, st.just(kind), st.sampled_from(NAMES), parts)

        return st.lists(leaf | st.sampled_from(nested).flatmap(piece), max_size=4).map(tuple)

    return st.recursive(st.lists(leaf, max_size=3).map(tuple), extend, max_leaves=12)


def without_binding(body: Body) -> Body:
    return tuple(
        Piece(piece.kind, piece.name, tuple(map(without_binding, piece.bodies))) if piece.kind in BRANCHES else piece
        for piece in body
        if piece.kind not in BINDING
    )


class Writer:
    """Writes statements as a template in which every choice has a name of its own, and every use a number."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.lists: list[str] = []
        self._numbers = itertools.count()

    def text(self, body: Body) -> str:
        return "".join(map(self._piece, body))

    def _piece(self, piece: Piece) -> str:
        fill = _Fillings(self, piece.name, next(self._numbers))
        parts = [string.Template(part).substitute(fill) for part in FORMS[piece.kind]]
        return parts[0] + "".join(self.text(body) + part for body, part in zip(piece.bodies, parts[1:], strict=True))

    def use(self, name: str) -> str:
        return f"see({name}, {next(self._numbers)})"


class _Fillings(Mapping[str, str]):
    """What stands for the placeholders of one statement; choices and uses are new ones at every place."""

    def __init__(self, writer: Writer, name: str, number: int) -> None:
        self._writer = writer
        self._name = name
        self._number = number

    def __getitem__(self, key: str) -> str:
        match key:
            case "name":
                return self._name
            case "number":
                return str(self._number)
            case "use":
                return self._writer.use(self._name)
            case "other":
                return self._writer.use(NAMES[self._number % len(NAMES)])
            case "list":
                return self._new("l", self._writer.lists)
            case _:
                return self._new("c", self._writer.conditions)

    @staticmethod
    def _new(letter: str, known: list[str]) -> str:
        known.append(f"{letter}{len(known)}")
        return known[-1]

    def __iter__(self) -> Iterator[str]:
        return iter(("name", "number", "use", "other", "list", "condition"))

    def __len__(self) -> int:
        return 6


def names(text: str) -> set[str]:
    return {variable.name for variable in parse_syntax(text).variables}


def names_by_jinja(text: str) -> set[str]:
    return meta.find_undeclared_variables(ENVIRONMENT.parse(text)) - GLOBALS


@UNHURRIED
@given(bodies(ALL - BLOCKS, bound_in_branches=False))
def test_the_names_are_those_of_jinja(body: Body) -> None:
    text = Writer().text(body)
    assert names(text) == names_by_jinja(text)


@UNHURRIED
@given(bodies(ALL))
def test_no_name_is_free_that_is_not_so_for_jinja(body: Body) -> None:
    text = Writer().text(body)
    assert names(text) <= names_by_jinja(text)


@UNHURRIED
@given(bodies(ALL))
def test_a_place_holds_its_name(body: Body) -> None:
    text = Writer().text(body)
    variables = parse_syntax(text).variables
    assert [text[start:end] for _, start, end in variables] == [name for name, _, _ in variables]
    assert sorted({start for _, start, _ in variables}) == [start for _, start, _ in variables]


class Given:
    """The value of a name that comes from outside."""


def numbers_by_rendering(text: str, writer: Writer) -> set[int]:
    """Return the uses that get a value from outside in some rendering."""
    read: set[int] = set()

    def see(value: object, number: int) -> str:
        if isinstance(value, Given):
            read.add(number)
        return "own"

    template = ENVIRONMENT.from_string(text, globals={"see": see})
    conditions, lists = writer.conditions, writer.lists
    for choice in itertools.product((False, True), repeat=len(conditions) + len(lists)):
        values = dict(zip(conditions, choice, strict=False))
        items = {name: ["own"] * 2 * on for name, on in zip(lists, choice[len(conditions) :], strict=True)}
        template.render(values, **items, **{name: Given() for name in NAMES})
    return read


def numbers_by_parsing(text: str) -> set[int]:
    free = {variable.start for variable in parse_syntax(text).variables}
    uses = re.finditer(r"see\((\w), (\d+)\)", text)
    return {int(use[2]) for use in uses if use.start(1) in free}


@UNHURRIED
@given(bodies(RENDERED))
@example((Piece("if else", "x", ((Piece("set", "x"),), (Piece("set", "x"),))), Piece("use", "x")))
@example((Piece("set", "x"), Piece("block", "y", ((Piece("use", "x"), Piece("use", "y")),))))
def test_a_use_is_free_when_some_rendering_reads_a_value_from_outside(body: Body) -> None:
    writer = Writer()
    text = writer.text(body)
    assume(len(writer.conditions) + len(writer.lists) <= MAX_CHOICES)
    assert numbers_by_parsing(text) == numbers_by_rendering(text, writer)
