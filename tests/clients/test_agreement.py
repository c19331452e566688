"""The two readers render every program alike, also those that no template is compiled to, with the same work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clients.lines import NEEDS_NODE, Ask, asking
from tests.runtime.rendering_work import counted

from promptops.runtime.rendering.names import FILTERS, METHODS, TESTS
from promptops.runtime.rendering.program import Program, RenderError

pytestmark = NEEDS_NODE

LETTERS = st.sampled_from([*"aB1 -'\"\n<", "\u00e9", "\u00df", "\U0001f600", "\u0663", "\u2028", "\u01c6", "\ufeff"])
LONG = ["x" * 101, "\U0001f600" * 60, "a\U0001f600 \n" * 40, " " * 150 + "b" + " " * 150]
"""Texts whose reading is work; those beyond 0xFFFF are two units in JavaScript."""
TEXTS = st.text(LETTERS, max_size=6) | st.sampled_from(LONG)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-20, 20)
    | st.sampled_from([0.5, -1.5, 1.0, -0.0, 1e-7, 1e16, 2.5e300])
    | TEXTS
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
NAMES = st.sampled_from(["a", "b", "c", "gone"])
OPERATORS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "in", "not in"])


def constant(value: object) -> list[object]:
    return ["float", repr(value)] if isinstance(value, float) else ["const", value]


LEAVES = NAMES.map(lambda name: ["name", name]) | SCALARS.map(constant)
WRITTEN = {"map", "selectattr", "rejectattr"}
"""Filters whose arguments must be written out."""


def calls(kind: str, table: Any, inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return calls with as many arguments as each function takes."""

    def of(name: str) -> st.SearchStrategy[Any]:
        named = table[name]
        given = st.lists(inner, min_size=named.least, max_size=named.most)
        if name in WRITTEN:
            given = st.sampled_from(["a", "b", "a.0", "1"]).map(lambda path: [["const", path]])
        elif name == "join":
            given = st.lists(inner, max_size=1)
        return st.tuples(inner, given).map(lambda parts: [kind, name, parts[0], *parts[1]])

    return st.sampled_from(sorted(table)).flatmap(of)


def expressions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    arithmetic = st.sampled_from(["add", "sub", "mul", "floordiv", "mod", "and", "or", "item"])
    return (
        calls("filter", FILTERS, inner)
        | calls("test", TESTS, inner)
        | calls("method", METHODS, inner)
        | st.tuples(arithmetic, inner, inner).map(list)
        | st.tuples(inner, OPERATORS, inner).map(lambda parts: ["compare", *parts])
        | st.tuples(inner, inner, st.none() | inner).map(lambda parts: ["choose", *parts])
        | st.tuples(inner, st.none() | inner, st.none() | inner).map(lambda parts: ["slice", *parts])
        | st.tuples(inner, TEXTS).map(lambda parts: ["get", *parts])
        | st.lists(inner, max_size=3).map(lambda parts: ["list", *parts])
        | st.lists(inner, max_size=3).map(lambda parts: ["concat", *parts])
        | inner.map(lambda part: ["not", part])
    )


EXPRESSIONS = st.recursive(LEAVES, expressions, max_leaves=5)


def blocks(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    step = (
        EXPRESSIONS.map(lambda part: ["write", part])
        | st.tuples(NAMES, EXPRESSIONS).map(lambda parts: ["set", *parts])
        | st.tuples(EXPRESSIONS, inner, inner).map(lambda parts: ["if", *parts])
        | st.tuples(NAMES, EXPRESSIONS, st.none() | EXPRESSIONS, inner, inner).map(
            lambda parts: ["for", [parts[0]], *parts[1:3], [*parts[3], ["write", ["loop", "index"]]], parts[4]]
        )
    )
    return st.lists(step, max_size=3)


PROGRAMS = st.recursive(EXPRESSIONS.map(lambda part: [["write", part]]), blocks, max_leaves=4)


NOTHING: dict[str, Program] = {}
"""No program that could be included."""


@pytest.fixture(scope="module")
def render() -> Iterator[Ask]:
    with asking("render-lines.js") as ask:
        yield ask


def rendered(program: list[Any], values: dict[str, Any]) -> list[object] | None:
    """Return the text of a program and the units of its work, None where it fails."""
    with counted() as work:
        try:
            return [Program.of(program).render(values, NOTHING.__getitem__), sum(work)]
        except RenderError:
            return None


@settings(max_examples=1000, deadline=None)
@given(program=PROGRAMS, values=st.dictionaries(NAMES.filter(lambda name: name != "gone"), VALUES, max_size=3))
def test_both_readers_render_alike(render: Ask, program: list[Any], values: dict[str, Any]) -> None:
    assert render({"program": program, "values": values}) == rendered(program, values)
