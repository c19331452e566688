from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Files = Mapping[str, str | bytes | None]
Bundles = Callable[[Files], dict[str, dict[str, Any]]]

FRAGMENTS: Files = {
    "tone.fragment.md": "---\nname: common/tone\nversion: 1.2.0\n---\nBe brief.\n",
    "tone-2.fragment.md": "---\nname: common/tone\nversion: 2.0.0\n---\nBe kind.\n",
}
VALUE = ["write", ["name", "order"]]


def yaml(text: str) -> Files:
    return {**FRAGMENTS, "a.yaml": text}


def markdown(body: str, keys: str = "") -> Files:
    return {**FRAGMENTS, "a.prompt.md": f"---\nname: a\n{keys}---\n{body}"}


PROGRAMS = [
    ("plain text", markdown("Answer.\n"), {"/body": ["Answer."]}),
    ("a body in YAML", yaml("kind: Prompt\nname: a\nbody: For {{ order }}\n"), {"/body": ["For ", VALUE]}),
    (
        "messages",
        yaml(
            "kind: Prompt\nname: a\nmessages: [{role: system, content: Answer.}, {role: user, content: '{{ order }}'}]"
        ),
        {"/messages/0/content": ["Answer."], "/messages/1/content": [VALUE]},
    ),
    (
        "an include of the highest version",
        markdown("{% include 'common/tone' %}"),
        {"/body": [["include", "fragment:common/tone@2", True]]},
    ),
    (
        "includes in several texts",
        markdown(
            "{% include 'common/tone@2' %}{% include 'fragment:common/tone@1' without context %}",
            "variants: [{name: x, body: 'X {% include \"common/tone@1\" %}'}]\n",
        ),
        {
            "/body": [["include", "fragment:common/tone@2", True], ["include", "fragment:common/tone@1", False]],
            "/variants/0/body": ["X ", ["include", "fragment:common/tone@1", True]],
        },
    ),
    (
        "an include in the file of a variant",
        {
            **markdown("A {% include 'common/tone@2' %}", "variants: [{name: x, file: ./x.md}]\n"),
            "x.md": "{% include 'common/tone@1' %}{% include 'common/tone' %}",
        },
        {
            "/body": ["A ", ["include", "fragment:common/tone@2", True]],
            "/variants/0/body": [
                ["include", "fragment:common/tone@1", True],
                ["include", "fragment:common/tone@2", True],
            ],
        },
    ),
    (
        "an include that need not be there",
        markdown("A{% include 'gone' ignore missing %}{% include ['gone', 'common/tone@1'] %}"),
        {"/body": ["A", ["include", "fragment:common/tone@1", True]]},
    ),
]


@pytest.mark.parametrize(("files", "programs"), [each[1:] for each in PROGRAMS], ids=[each[0] for each in PROGRAMS])
def test_texts_ship_compiled(files: Files, programs: Mapping[str, Any], bundles: Bundles) -> None:
    shipped = bundles(files)["default"]["prompt:a"]
    assert shipped["programs"] == programs
    assert "text" not in shipped
    assert "body" not in shipped["attributes"]
    assert all("content" not in message for message in shipped["attributes"].get("messages", ()))
    assert all("body" not in variant for variant in shipped["attributes"].get("variants", ()))


def test_a_text_without_a_program_ships_its_source(bundles: Bundles) -> None:
    variants = "variants: [{name: x, body: '{{ orders|sort }}'}, {name: y, body: '{{ order }}'}]\n"
    shipped = bundles(markdown("{% macro a() %}{% endmacro %}", variants))["default"]["prompt:a"]
    assert shipped["text"] == "{% macro a() %}{% endmacro %}"
    assert shipped["attributes"]["variants"] == [{"body": "{{ orders|sort }}", "name": "x"}, {"name": "y"}]
    assert shipped["programs"] == {"/variants/1/body": [VALUE]}


def test_a_resource_without_texts_has_no_programs(bundles: Bundles) -> None:
    shipped = bundles(yaml("kind: Model\nname: a\nprovider: acme\nid: x\n"))["default"]["model:a"]
    assert "programs" not in shipped


def test_what_divides_sessions_says_how(bundles: Bundles) -> None:
    variants = "version: 1.0.0\nvariants: [{name: x, body: X}]\n"
    rollout = "kind: Rollout\nname: a\ntarget: prompt:a\nstages: [{percent: 100}]\n"
    found = bundles({**markdown("Answer.", variants), "rollout.yaml": rollout})["default"]
    for reference in ("prompt:a@1", "rollout:a"):
        assert found[reference]["split"] == {"salt": reference, "scheme": "promptops-bucket/1"}
    assert "split" not in found["fragment:common/tone@1"]


ORDER = ["name", "order"]
CHECKED = ["choose", ["test", "undefined", ORDER], ["get", ORDER, ""], ORDER]
NOT_EMPTY = ["choose", ["or", ORDER, ["test", "number", ORDER]], ORDER, ["const", ""]]

FOREIGN = [
    ("text", "", "A {{ order }} {% if %}", {"/body": ["A {{ order }} {% if %}"]}),
    ("text", ", template: braces", "A {{order}} {{ order }}", {"/body": ["A ", VALUE, " {{ order }}"]}),
    ("jinja", "", "A {{ order }}", {"/body": ["A ", VALUE]}),
    ("text", ", template: handlebars", "A {{order}}", None),
    ("text", ", template: format", "A {order}", {"/body": ["A ", ["write", CHECKED]]}),
    ("text", ", template: mustache", "A {{&order}}", {"/body": ["A ", ["write", NOT_EMPTY]]}),
]


@pytest.mark.parametrize(("dialect", "more", "text", "programs"), FOREIGN)
def test_texts_of_other_formats_ship_compiled_where_that_is_exact(
    dialect: str, more: str, text: str, programs: Mapping[str, Any] | None, bundles: Bundles
) -> None:
    config = f"sources: [{{files: notes/*.txt, dialect: {dialect}{more}}}]\n"
    shipped = bundles({"promptops.yaml": config, "notes/a.txt": text})["default"]["prompt:notes/a"]
    assert shipped.get("programs") == programs
    assert shipped.get("text") == (None if programs else text)


DOTPROMPT: Files = {
    "a.prompt": (
        "---\nmodel: acme/x\ninput: {schema: {order: string, 'tags(array)': string}}\n---\n"
        "For {{order}}:{{#each tags}} {{this}}{{/each}}{{> tone}}\n"
    ),
    "_tone.prompt": "{{#if tags}}Be {{order}}.{{/if}}\n",
    "b.prompt": "{{#each tags}}{{json this}}{{/each}}\n",
}


def test_the_declared_inputs_of_a_prompt_say_what_its_tags_mean(bundles: Bundles) -> None:
    shipped = bundles(DOTPROMPT)["default"]
    items = ["for", ["item"], ["name", "tags"], None, [" ", ["write", ["name", "item"]]], []]
    assert shipped["prompt:a"]["programs"] == {
        "/body": ["For ", ["write", ["name", "order"]], ":", items, ["include", "fragment:tone", True]]
    }
    assert "programs" not in shipped["prompt:b"]


def test_values_in_a_fragment_are_held_to_nothing(bundles: Bundles) -> None:
    ((_, condition, _, _),) = bundles(DOTPROMPT)["default"]["fragment:tone"]["programs"]["/body"]
    assert condition == ["or", ["name", "tags"], ["test", "mapping", ["name", "tags"]]]
