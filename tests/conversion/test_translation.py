"""Texts in one template language, in another: what is written means the same, what cannot be written is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from promptops.conversion.templates.from_jinja import from_jinja
from promptops.conversion.templates.to_braces import to_braces
from promptops.conversion.templates.to_handlebars import to_handlebars
from promptops.conversion.templates.to_jinja import to_jinja
from promptops.conversion.templates.translation import Target, agreed, nodes_of, written
from promptops.templates import Language
from promptops.templates.trees.from_handlebars import from_handlebars
from promptops.templates.trees.from_names import from_names
from promptops.templates.trees.nodes import (
    Condition,
    InexactError,
    Loop,
    Node,
    Nodes,
    Text,
    Value,
    joined,
)
from promptops.templates.trees.nodes import (
    Test as Check,
)
from promptops.templates.trees.types import Types

ENVIRONMENT = Environment(keep_trailing_newline=True, autoescape=False)  # noqa: S701 - what is rendered goes to no browser
VECTORS = json.loads((Path(__file__).parent / "handlebars_vectors.json").read_text(encoding="utf-8"))
ITEM = {"type": "object", "properties": {"n": {"type": "string"}}, "required": ["n"]}
SCHEMA = {
    "type": "object",
    "properties": {
        "a": {"type": "string"},
        "b": {"type": "boolean"},
        "k": {"type": "integer"},
        "l": {"type": "array", "items": {"type": "string"}},
        "m": {"type": ["array", "null"], "items": {"type": "string"}},
        "o": {
            "type": "object",
            "properties": {"x": {"type": "string"}, "items": {"type": "array", "items": ITEM}},
            "required": ["x", "items"],
        },
        "z": {"type": ["string", "null"]},
        "e": {"enum": ["one", None]},
    },
    "required": ["a", "b", "k", "l", "o"],
}


def translate(text: str, source: Language, target: Target = "jinja") -> str:
    types = Types(SCHEMA)
    return written(agreed(nodes_of(text, source, types), source, target, types), target)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["template"])
def test_handlebars_writes_what_the_translation_writes(case: dict[str, Any]) -> None:
    template = ENVIRONMENT.from_string(translate(case["template"], "handlebars"))
    assert [template.render(**inputs) for inputs in VECTORS["inputs"]] == case["outputs"]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("none", "a {{ b }} {% c {# d", "a {{ '{' }}{ b }} {{ '{' }}% c {{ '{' }}# d"),
        ("braces", "{{a}} { {{ a }} {", "{{ a }} { {{ '{' }}{ a }} {{ '{' }}"),
        ("braces", '{"x": {{a}}}', '{"x": {{ a }}}'),
        ("format", "{a} {{b}} }}", "{{ a }} {b} }"),
        ("crewai", '{a} {"b": 1} {{a}}', "{{ a }} {\"b\": 1} {{ '{' }}{{ a }}}"),
        ("mustache", "{{{a}}} {{&a}} {{k}}", "{{ a }} {{ a }} {{ k }}"),
        (
            "mustache",
            "x\n{{#b}}\nyes\n{{/b}}\n{{^b}}no{{/b}}",
            "x\n{% if b %}yes\n{% endif %}{% if not b %}no{% endif %}",
        ),
        ("handlebars", "{{a}} {{{a}}} {{e}}", "{{ a }} {{ a }} {{ e if e is not none }}"),
        ("handlebars", "{{#if a}}x{{else if b}}y{{else}}z{{/if}}", "{% if a %}x{% elif b %}y{% else %}z{% endif %}"),
        ("handlebars", "{{#unless a}}x{{/unless}}", "{% if not a %}x{% endif %}"),
        (
            "handlebars",
            "{{#each l}}{{@index}}{{this}}{{../a}}{{/each}}",
            "{% for item in l %}{{ loop.index0 }}{{ item }}{{ a }}{% endfor %}",
        ),
        (
            "handlebars",
            "{{#each o.items as |item|}}{{item.n}}{{@root.a}}{{#if @first}}1{{/if}}{{else}}-{{/each}}",
            "{% for item in o['items'] %}{{ item.n }}{{ a }}{% if loop.first %}1{% endif %}{% else %}-{% endfor %}",
        ),
        (
            "handlebars",
            "{{#each m}}{{this}}{{/each}}",
            "{% if m %}{% for item in m %}{{ item }}{% endfor %}{% endif %}",
        ),
        ("handlebars", "\\{{a}} ", "{{ '{' }}{a}} "),
        ("handlebars", "{{! note }}{{!-- {{a}} --}}x", "x"),
        ("nunjucks", "{{ a }}{# note #}{% raw %}{{ b }}{% endraw %}", "{{ a }}{{ '{' }}{ b }}"),
        ("baml", "{{ a }}", "{{ a }}"),
    ],
)
def test_what_maps_exactly_is_translated(source: Language, text: str, expected: str) -> None:
    assert translate(text, source) == expected


@pytest.mark.parametrize(
    ("source", "text", "place", "reason"),
    [
        ("braces", "x {{a.b}}", "a.b", "one name here"),
        ("braces", "{{if}}", "if", "cannot be the name of an input"),
        ("format", "{a!r}", "a", "only a plain name"),
        ("format", "{0}", "0", "only a plain name"),
        ("format", "{a", "{", "not closed"),
        ("crewai", "{a-b}", "a-b", "one name here"),
        ("mustache", "{{a}}", "a", "for HTML"),
        ("mustache", "{{#o}}{{{x}}}{{/o}}", "o", "an empty object"),
        ("mustache", "{{#q}}x{{/q}}", "{{#q}}", "a condition or a loop"),
        ("mustache", "{{#l}}x{{/l}}", "l", "passes over items that are empty"),
        ("mustache", "{{> p}}", "{{> p}}", "has no like elsewhere"),
        ("mustache", "{{=<% %>=}}", "{{=", "have no like"),
        ("mustache", "{{#b}}", "{{#b}}", "never closed"),
        ("mustache", "{{#b}} {{/b}}\n", "{{#b}} {{/b}}", "have no like"),
        ("mustache", "{{#b}}x{{/b}}}", "{{/b}}}", "three end"),
        ("handlebars", "{{json a}}", "{{json a}}", "helper `json`"),
        ("handlebars", "{{history}}", "{{history}}", "helper `history`"),
        ("handlebars", "{{shout a}}", "{{shout a}}", "a helper of the program"),
        ("handlebars", "{{b}}", "b", "the type `boolean`"),
        ("handlebars", "{{#if o}}x{{/if}}", "o", "an empty object"),
        ("handlebars", "{{#each a}}x{{/each}}", "a", "this is a list"),
        ("handlebars", "{{#with o}}x{{/with}}", "{{#with o}}", "only `if`, `unless` and `each`"),
        ("handlebars", "{{z.y}}", "z.y", "always there"),
        ("handlebars", "{{#each l as |x i|}}{{i}}{{/each}}", "{{#each l as |x i|}}", "the index"),
        ("handlebars", "{{#each l as |a|}}{{@root.a}}{{/each}}", "{{@root.a}}", "the name of an item"),
        ("handlebars", "{{#each l}}{{../../a}}{{/each}}", "{{../../a}}", "above the inputs"),
        ("handlebars", "{{this}}", "{{this}}", "all inputs at once"),
        ("handlebars", "  {{> p}}\n", "{{> p}}", "behind blanks"),
        ("handlebars", "{{#if a}}", "{{#if a}}", "never closed"),
        ("handlebars", "{{#if a}}{{/each}}", "{{/each}}", "closes nothing"),
        ("handlebars", "{{a", "{{", "never closed"),
        ("nunjucks", "{% if a %}x{% endif %}", "a", "only plain values mean the same"),
        ("nunjucks", "{{ a | upper }}", "|", "only Jinja2 has"),
        ("baml", "{{ ctx.output_format }}", "ctx.output_format", "only plain values mean the same"),
    ],
)
def test_what_maps_otherwise_is_refused_at_its_place(source: Language, text: str, place: str, reason: str) -> None:
    with pytest.raises(InexactError) as raised:
        translate(text, source)
    error = raised.value.error
    assert reason in error.message
    assert text[error.start : error.end] == place


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("braces", "Hi {{ a }}, {{- k }}!", "Hi {{a}},{{k}}!"),
        ("braces", "{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("handlebars", "{{ a }} {{ o.x }} {{ z if z is not none }}", "{{a}} {{o.x}} {{z}}"),
        ("handlebars", "{% if a %}x{% elif not b %}y{% endif %}", "{{#if a}}x{{else unless b}}y{{/if}}"),
        ("handlebars", "{% for i in l %}{{ i }}{{ a }}{% endfor %}", "{{#each l as |i|}}{{i}}{{@root.a}}{{/each}}"),
        ("handlebars", "x\n{% if a %}\ny{% endif %}", "x\n{{!}}{{#if a}}\ny{{/if}}"),
        ("handlebars", "{{ '{{' }} {{ role }}", "\\{{ {{this.role}}"),
        ("handlebars", "{{ a }}}", "{{a}}{{!}}}"),
    ],
)
def test_jinja_in_another_language(target: Target, text: str, expected: str) -> None:
    assert translate(text, "jinja", target) == expected


@pytest.mark.parametrize(
    ("target", "text", "place", "reason"),
    [
        ("braces", "{% for i in l %}{{ i }}{% endfor %}", "l", "no loops"),
        ("braces", "{% if a %}x{% endif %}", "a", "no conditions"),
        ("braces", "{{ o.x }}", "o.x", "no values within values"),
        ("braces", "{% raw %}{{x}}{% endraw %}", "", "would be taken"),
        ("braces", "{{ b }}", "b", "the type `boolean`"),
        ("handlebars", "{{ a | upper }}", "|", "only Jinja2 has"),
        ("handlebars", "{{ z }}", "z", "writes `None`"),
        ("handlebars", "{% for i in m %}x{% endfor %}", "m", "a list that is null"),
        ("handlebars", "{% for i, j in l %}x{% endfor %}", ",", "only Jinja2 has"),
        ("handlebars", "{% for i in l %}{{ loop.index }}{% endfor %}", "loop.index", "cannot be written"),
        ("handlebars", "{{ '{' }}{{ a }}", "", "a brace right before a tag"),
        ("handlebars", "{{ 'a\\n' }}", "'a\\n'", "escapes"),
        ("handlebars", "{% if a == 'x' %}y{% endif %}", "==", "only Jinja2 has"),
        ("handlebars", "{% if a %}", "", "only Jinja2 has"),
        ("handlebars", "{{ a", "", "only Jinja2 has"),
        ("handlebars", "{% set x = 1 %}", "set", "only Jinja2 has"),
        ("handlebars", "{% for each in l %}{{ each }}{% endfor %}", "l", "name of an item"),
    ],
)
def test_what_only_jinja_has_is_refused(target: Target, text: str, place: str, reason: str) -> None:
    with pytest.raises(InexactError) as raised:
        translate(text, "jinja", target)
    error = raised.value.error
    assert reason in error.message
    assert text[error.start : error.end] == place


@pytest.mark.parametrize("source", ["braces", "format", "crewai", "handlebars", "jinja"])
def test_a_text_with_more_values_than_anybody_writes_is_refused(source: Language) -> None:
    text = ("{a}" if source in ("format", "crewai") else "{{a}}") * 60_000
    with pytest.raises(InexactError, match="more than"):
        nodes_of(text, source, Types(None))


LITERALS = st.text("ab {}%#\n\\'\"-~", min_size=1, max_size=8).map(Text)
NAMES = st.sampled_from(["a", "k"])


def _nodes(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    inner = st.lists(children, min_size=1, max_size=3).map(joined)
    checks = st.builds(
        lambda name, holds: Check(Value((name,)), holds), st.sampled_from(["a", "b", "l"]), st.booleans()
    )
    branches = st.lists(st.tuples(checks, inner), min_size=1, max_size=2).map(tuple)
    loops = st.builds(lambda body, rest: Loop(Value(("l",)), "i", body, rest), inner, inner | st.just(()))
    return st.builds(Condition, branches, inner | st.just(())) | loops


NODES: st.SearchStrategy[Nodes] = st.lists(
    st.recursive(LITERALS | NAMES.map(lambda name: Value((name,))), _nodes, max_leaves=8), max_size=5
).map(joined)
INPUTS: list[dict[str, Any]] = [
    {"a": "A", "b": True, "k": 1, "l": ["x", "y"]},
    {"a": "", "b": False, "k": 0, "l": []},
]


def rendered(nodes: Nodes, inputs: dict[str, Any]) -> str:
    """Return what nodes write, by the book."""
    return "".join(_rendered(node, inputs) for node in nodes)


def _rendered(node: Node, inputs: dict[str, Any]) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Value):
        return str(inputs[node.path[0]])
    if isinstance(node, Condition):
        for test, inner in node.branches:
            if bool(inputs[test.value.path[0]]) == test.holds:
                return rendered(inner, inputs)
        return rendered(node.otherwise, inputs)
    assert isinstance(node, Loop)
    items = inputs[node.over.path[0]]
    each = [rendered(node.body, {**inputs, node.name: item}) for item in items]
    return "".join(each) if items else rendered(node.otherwise, inputs)


def bare(nodes: Nodes) -> Nodes:
    """Return nodes without their places."""
    return joined([_bare(node) for node in nodes])


def _bare(node: Node) -> Node:
    if isinstance(node, Value):
        return Value(node.path, node.no_null)
    if isinstance(node, Condition):
        branches = tuple((Check(Value(test.value.path), test.holds), bare(inner)) for test, inner in node.branches)
        return Condition(branches, bare(node.otherwise))
    if isinstance(node, Loop):
        return Loop(Value(node.over.path), node.name, bare(node.body), bare(node.otherwise))
    return node


@settings(deadline=None)
@given(NODES)
def test_jinja_renders_what_the_nodes_say(nodes: Nodes) -> None:
    template = ENVIRONMENT.from_string(to_jinja(nodes))
    for inputs in INPUTS:
        assert template.render(**inputs) == rendered(nodes, inputs)


@settings(deadline=None)
@given(NODES)
def test_jinja_reads_back(nodes: Nodes) -> None:
    assert bare(from_jinja(to_jinja(nodes))) == bare(nodes)


@settings(deadline=None)
@given(NODES)
def test_handlebars_reads_back_if_it_can_be_written(nodes: Nodes) -> None:
    try:
        text = to_handlebars(nodes)
    except InexactError:
        return
    assert bare(from_handlebars(text)) == bare(nodes)


@settings(deadline=None)
@given(st.lists(LITERALS | NAMES.map(lambda name: Value((name,))), max_size=6).map(joined))
def test_braces_read_back_if_they_can_be_written(nodes: Nodes) -> None:
    try:
        text = to_braces(nodes)
    except InexactError:
        return
    assert bare(from_names(text, "braces")) == bare(nodes)


@settings(deadline=None)
@given(
    st.sampled_from(["none", "braces", "format", "crewai", "mustache", "handlebars", "nunjucks", "baml", "jinja"]),
    st.lists(
        st.sampled_from(
            ["{{", "}}", "{%", "%}", "{", "}", "#", "/", "if", "each", " ", "\n", "a", "l", "~", "\\", "!"]
        ),
        max_size=14,
    ),
)
def test_any_text_is_translated_or_refused(source: Language, pieces: list[str]) -> None:
    text = "".join(pieces)
    targets: tuple[Target, ...] = ("handlebars", "braces", "jinja")
    for target in targets:
        start, end = refused_at(text, source, target)
        assert 0 <= start <= end <= len(text) + 1


def refused_at(text: str, source: Language, target: Target) -> tuple[int, int]:
    try:
        translate(text, source, target)
    except InexactError as inexact:
        return inexact.error.start, inexact.error.end
    return 0, 0
