from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic, Related, Span

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "undeclared-variable"
TONE = "---\nname: tone\ninputs: {language: string}\n---\nAnswer in {{ language }}.\n"


def prompt(body: str, inputs: str = "{}") -> str:
    return f"---\nname: a\ninputs: {inputs}\n---\n{body}\n"


@pytest.mark.parametrize(
    ("body", "inputs", "places"),
    [
        pytest.param("Say {{ x }}.", "{}", [(5, 8, 9)], id="no inputs"),
        pytest.param("{{ x }} {{ x }}\n{{ y }} {{ x }}", "{}", [(5, 4, 5), (6, 4, 5)], id="each once"),
        pytest.param("{{ order.id }} {{ order_id }}", "{order: object}", [(5, 19, 27)], id="one of two"),
        pytest.param("{% if a and not b %}c{% endif %}", "{a: string}", [(5, 17, 18)], id="a condition"),
        pytest.param("{{ a | default('x') }}", "{}", [(5, 4, 5)], id="a default in the text"),
        pytest.param("{{ y }}", "{type: object, properties: {x: {type: string}}}", [(5, 4, 5)], id="JSON Schema"),
    ],
)
def test_a_variable_is_reported_at_its_first_use(
    body: str, inputs: str, places: list[tuple[int, int, int]], lint: Lint
) -> None:
    found = lint({"a.prompt.md": prompt(body, inputs)}, RULE)
    assert [(each.primary.line, each.primary.column, each.primary.end_column) for each in found] == places
    assert all(each.related == () for each in found)


def test_the_input_that_was_meant_is_named(lint: Lint) -> None:
    found = lint({"a.prompt.md": prompt("{{ order_di }} {{ tone }} {{ order_id }}", "{order_id: string}")})
    assert [(each.message, each.help) for each in found] == [
        ("`order_di` is not among the inputs of `a`", "did you mean `order_id`?"),
        ("`tone` is not among the inputs of `a`", "declare it: `tone: string` below `inputs`"),
    ]


def test_what_a_fragment_needs_is_reported_at_the_include(lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": prompt('Hi.\n{% include "tone" %}'), "tone.fragment.md": TONE})
    assert (found.rule, found.primary) == (RULE, ("a.prompt.md", 6, 13, 6, 17))
    assert found.message == "`tone` needs `language`, which is not among the inputs of `a`"
    assert found.related == (Related(Span("tone.fragment.md", 3, 10, 3, 18), "`language` is declared here"),)


def test_what_is_used_and_needed_is_said_once(lint: Lint) -> None:
    body = 'In {{ language }}:\n{% include "tone" %}{% include "tone" %}'
    (found,) = lint({"a.prompt.md": prompt(body), "tone.fragment.md": TONE})
    assert found.primary.line == 5


def test_a_chain_is_reported_link_by_link(lint: Lint) -> None:
    style = '---\nname: style\n---\n{% include "tone" %}\n'
    body = '{% include "style" %}'
    (found,) = lint({"a.prompt.md": prompt(body), "style.fragment.md": style, "tone.fragment.md": TONE})
    assert found.primary.path == "style.fragment.md"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"a.prompt.md": prompt("{% for o in x %}{{ o }}{{ loop.index }}{% endfor %}", "{x: array}")}, id="for"
        ),
        pytest.param({"a.prompt.md": prompt("{% set y = x %}{{ y }}", "{x: string}")}, id="set"),
        pytest.param(
            {"a.prompt.md": prompt("{% macro m(q) %}{{ q }}{% endmacro %}{{ m(1) }}{{ range(3) }}")}, id="macro"
        ),
        pytest.param({"a.prompt.md": prompt("{% raw %}{{ x }}{% endraw %}{# {{ y }} #}")}, id="no tag"),
        pytest.param(
            {"a.prompt.md": prompt("{{ x }} {{ y }}", "{type: object, additionalProperties: true}")}, id="anything goes"
        ),
        pytest.param(
            {"a.prompt.md": prompt("{{ x }}", "{$ref: '#/$defs/a', $defs: {a: {properties: {x: {}}}}}")},
            id="by reference",
        ),
        pytest.param(
            {"a.prompt.md": prompt("{{ x }}", "{x: strin}")}, id="of a prompt that was refused nobody knows the inputs"
        ),
        pytest.param(
            {"promptops.yaml": "sources: [{files: '*.j2', dialect: jinja}]\n", "a.j2": "{{ x }}\n"}, id="no interface"
        ),
        pytest.param(
            {
                "a.prompt.md": prompt('{% set language = "de" %}{% include "tone" %}'),
                "tone.fragment.md": TONE,
            },
            id="the text passes it on itself",
        ),
        pytest.param(
            {
                "a.prompt.md": prompt('{% include "tone" %}'),
                "tone.fragment.md": TONE.replace("string", "string?"),
            },
            id="the fragment can do without",
        ),
    ],
)
def test_what_is_declared_bound_or_unknown_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


@pytest.mark.parametrize(
    ("provided", "told"),
    [("[]", ["tone", "today", "x"]), ("today", ["tone", "x"]), ("[language, 't*']", ["x"]), ("['*']", [])],
)
def test_what_every_text_is_given_need_not_be_declared(provided: str, told: list[str], lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{provided: {provided}}}}}}}\n"
    text = prompt('{% include "tone" %}\n{{ today }} {{ x }}')
    found = lint({"a.prompt.md": text, "tone.fragment.md": TONE, "promptops.yaml": config}, RULE)
    assert [each.message.split("`")[1] for each in found] == told
