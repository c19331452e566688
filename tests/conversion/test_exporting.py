from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.compiler.pipeline import Compilation
from promptops.conversion.exporting import Export, export, told
from promptops.conversion.importing import plan
from promptops.conversion.native import native_text
from promptops.conversion.yaml_text import yaml_text
from promptops.errors import UsageError

Write = Callable[[Mapping[str, str]], None]

DAY = date(2026, 11, 1)
REPLY = """\
---
name: support/reply
version: 1.2.0
description: Answers.
model: chat
inputs:
  who: string
  tone: {enum: [plain, warm], default: plain}
parameters: {temperature: 0.2, max_output_tokens: 100}
output: {format: json, schema: {type: object, properties: {text: {type: string}}, required: [text]}}
---
{% include "common/manners" %}
Hello {{ who }}, in a {{ tone }} tone.
"""
MANNERS = "---\nname: common/manners\n---\nBe kind to {{ who }}.\n"
CHAT = "kind: Model\nname: chat\nid: gpt-4o-2024-08-06\n"
FILES = {"reply.prompt.md": REPLY, "manners.fragment.md": MANNERS, "chat.yaml": CHAT}
TALK = """\
kind: Prompt
name: talk
messages:
  - {role: system, content: "Be kind."}
  - {role: user, content: "Hello {{ who }}."}
inputs: {who: string}
"""


def compiled(root: Path) -> Compilation:
    return Compiler(Request(root, DAY)).compiled


def exported(root: Path, target: str, *names: str) -> Export:
    return export(compiled(root), target, names)


def text_of(root: Path, target: str, *names: str) -> str:
    (file,) = exported(root, target, *names).files
    return file.text


def refusal(root: Path, target: str) -> tuple[int, int, str]:
    done = exported(root, target)
    assert done.files == ()
    (refused,) = done.refusals
    return refused.place.line, refused.place.column, refused.reason


def test_prompty(root: Path, write: Write) -> None:
    write(FILES)
    assert text_of(root, "prompty") == (
        "---\nname: support/reply\ndescription: Answers.\n"
        "model:\n  id: gpt-4o-2024-08-06\n  apiType: chat\n  options: {temperature: 0.2, maxOutputTokens: 100}\n"
        "inputs:\n  - {name: who, kind: string, required: true}\n"
        "  - {name: tone, kind: any, default: plain, enumValues: [plain, warm]}\n"
        "outputs:\n  - {name: text, kind: string, required: true}\n"
        "---\nBe kind to {{ who }}.\nHello {{ who }}, in a {{ tone }} tone.\n"
    )


def test_prompty_with_messages(root: Path, write: Write) -> None:
    write({"talk.yaml": TALK})
    assert text_of(root, "prompty").endswith("---\nsystem:\nBe kind.\n\nuser:\nHello {{ who }}.\n")


def test_dotprompt(root: Path, write: Write) -> None:
    write(FILES)
    assert text_of(root, "dotprompt") == (
        "---\nmodel: gpt-4o-2024-08-06\ndescription: Answers.\nconfig: {temperature: 0.2, maxOutputTokens: 100}\n"
        "input:\n  schema:\n    type: object\n"
        "    properties: {who: {type: string}, tone: {enum: [plain, warm], default: plain}}\n"
        "    required: [who]\n    additionalProperties: false\n  default: {tone: plain}\n"
        "output:\n  format: json\n  schema: {type: object, properties: {text: {type: string}}, required: [text]}\n"
        "---\nBe kind to {{who}}.\nHello {{who}}, in a {{tone}} tone.\n"
    )


def test_dotprompt_has_picoschema_where_it_says_the_same(root: Path, write: Write) -> None:
    inputs = "who: {type: string, description: a name}, l: {type: array, items: {type: string}}, e: {enum: [a, b]}"
    write({"a.prompt.md": f"---\nname: a\ninputs: {{{inputs}}}\n---\nHello.\n"})
    assert 'schema: {who: "string, a name", "l(array)": string, "e(enum)": [a, b]}' in text_of(root, "dotprompt")


def test_dotprompt_begins_each_role_on_a_line_of_its_own(root: Path, write: Write) -> None:
    write({"talk.yaml": TALK})
    assert text_of(root, "dotprompt").endswith('---\n{{role "system"~}}\nBe kind.\n{{~role "user"~}}\nHello {{who}}.\n')


def test_github(root: Path, write: Write) -> None:
    write(FILES)
    text = text_of(root, "github")
    assert text.startswith(
        "name: support/reply\ndescription: Answers.\nmodel: gpt-4o-2024-08-06\n"
        "modelParameters: {temperature: 0.2, maxTokens: 100}\nresponseFormat: json_schema\njsonSchema: |-\n"
    )
    said = "      Be kind to {{who}}.\n      Hello {{who}}, in a {{tone}} tone.\n"
    assert text.endswith(f"messages:\n  - role: user\n    content: |-\n{said}")


def test_mcp(root: Path, write: Write) -> None:
    tool = "kind: Tool\nname: find\ndescription: Finds.\neffects: irreversible\nidempotent: true\ntimeout: 3s\n"
    write({"find.yaml": f"{tool}parameters: {{type: object, properties: {{q: {{type: string}}}}}}\n"})
    done = exported(root, "mcp")
    (file,) = done.files
    assert json.loads(file.text) == {
        "tools": [
            {
                "name": "find",
                "description": "Finds.",
                "inputSchema": {"type": "object", "properties": {"q": {"type": "string"}}},
                "annotations": {"readOnlyHint": False, "destructiveHint": True, "idempotentHint": True},
            }
        ]
    }
    assert list(told(done)) == ["not said of the tool `find`: timeout"]


def test_what_is_lost_is_told(root: Path, write: Write) -> None:
    write(FILES)
    assert list(told(exported(root, "github"))) == ["not said of the prompt `support/reply`: version, inputs"]


@pytest.mark.parametrize(
    ("target", "text", "place", "reason"),
    [
        ("github", "Hi\n{% for x in l %}{{ x }}{% endfor %}", (6, 13), "there are no loops there"),
        ("github", "{{ who | upper }}", (5, 8), "only Jinja2 has what stands here: `|`"),
        ("github", '{% include "nothing" %}', (5, 13), "there is no fragment `nothing`"),
        ("dotprompt", "{% set x = 1 %}{{ x }}", (5, 4), "only Jinja2 has what stands here: `set`"),
        ("prompty", "Hi\nuser:\nHello", (5, 1), "Prompty would take the line `user:` for the begin of a message"),
        ("prompty", '{% include "nothing" %}', (5, 13), "there is no fragment `nothing`"),
        ("prompty", "{% include who %}", (5, 12), "what is included cannot be put in its place"),
    ],
)
def test_what_would_mean_something_else_is_refused(
    root: Path, write: Write, target: str, text: str, place: tuple[int, int], reason: str
) -> None:
    write({"a.prompt.md": f"---\nname: a\ninputs: {{who: string, l: {{type: array}}}}\n---\n{text}\n"})
    assert refusal(root, target) == (*place, reason)


@pytest.mark.parametrize(
    ("target", "keys", "reason"),
    [
        ("github", "tools: [x]", "GitHub Models has no tools, and the prompt would be without its own"),
        ("prompty", "tools: [x]", "nothing declares the tool `x`, and Prompty wants its parameters"),
        ("github", "messages: [{role: tool, content: x}]", "GitHub Models has no role `tool`"),
        ("prompty", "messages: [{role: tool, content: x}]", "Prompty has no role `tool`"),
        ("dotprompt", "messages: [{role: developer, content: x}]", "dotprompt has no role `developer`"),
        ("dotprompt", 'messages: [{role: user, content: " "}]', "dotprompt leaves out a message that is blank"),
        (
            "github",
            "variants: [{name: a, body: x}]",
            "its text stands in variants alone, and the other format has none",
        ),
        (
            "prompty",
            "messages: [{role: user, content: '{% set a = 1 %}'}, {role: user, content: x}]",
            "a name that this message binds would hold in the next ones",
        ),
    ],
)
def test_keys_that_would_mean_something_else_are_refused(
    root: Path, write: Write, target: str, keys: str, reason: str
) -> None:
    body = "" if "messages" in keys or "variants" in keys else "body: Hello.\n"
    write({"a.yaml": f"kind: Prompt\nname: a\n{body}{keys}\n"})
    assert refusal(root, target)[2] == reason


def test_a_tool_whose_parameters_are_no_object_is_refused(root: Path, write: Write) -> None:
    write({"a.yaml": "kind: Tool\nname: a\nparameters: {type: string}\n", "b.yaml": "kind: Tool\nname: b\n"})
    done = exported(root, "mcp")
    assert [refused.reason for refused in done.refusals] == ["the parameters of a tool are an object in MCP"]
    assert [tool["name"] for tool in json.loads(done.files[0].text)["tools"]] == ["b"]


def test_fragments_are_put_in_the_place_of_their_tags(root: Path, write: Write) -> None:
    write(
        {
            "a.prompt.md": '---\nname: a\n---\nx \n{%- include "b" -%} \ny {% if q %}{% include "b" %}{% endif %}\n',
            "b.fragment.md": '---\nname: b\n---\n[{% include "c" %}]\n',
            "c.fragment.md": "---\nname: c\n---\nc\n",
        }
    )
    assert text_of(root, "prompty").endswith("---\nx[c]y {% if q %}[c]{% endif %}\n")
    assert text_of(root, "dotprompt").endswith("---\nx[c]y {{#if q}}[c]{{/if}}\n")


@pytest.mark.parametrize("target", ["prompty", "github", "dotprompt"])
def test_fragments_that_include_each_other_are_refused(root: Path, write: Write, target: str) -> None:
    text = '---\nname: {}\n---\n{{% include "{}" %}}\n'
    write({"a.prompt.md": text.format("a", "b"), "b.fragment.md": text.format("b", "b")})
    assert exported(root, target).refusals


def test_fragments_that_grow_without_end_are_refused(root: Path, write: Write) -> None:
    texts = {f"f{n}": f'{{% include "f{n + 1}" %}}{{{{ a }}}}' * 8 for n in range(12)} | {"f12": "x"}
    write({f"{name}.fragment.md": f"---\nname: {name}\n---\n{text}\n" for name, text in texts.items()})
    write({"a.prompt.md": '---\nname: a\n---\n{% include "f0" %}\n'})
    for target in ("prompty", "github"):
        assert refusal(root, target)[2] == "the fragments are too large together"


def test_a_prompt_of_another_dialect_is_exported_too(root: Path, write: Write) -> None:
    write({"a.prompt": "---\ninput: {schema: {who: string}}\n---\nHello {{who}}.\n"})
    assert text_of(root, "prompty").endswith("---\nHello {{ who }}.\n")
    assert text_of(root, "dotprompt").endswith("---\nHello {{who}}.\n")


def test_names_choose(root: Path, write: Write) -> None:
    for version, text in (("1.0.0", "one"), ("2.0.0", "two")):
        write({f"{text}.prompt.md": f"---\nname: a\nversion: {version}\n---\n{text}\n"})
    assert text_of(root, "prompty").endswith("two\n")
    assert text_of(root, "prompty", "prompt:a@1").endswith("one\n")
    with pytest.raises(UsageError, match="there is no prompt `ab`"):
        exported(root, "prompty", "ab")


WORDS = st.text("abz é{}%#\n\"':-|", min_size=1, max_size=24).filter(lambda text: text.strip() == text)
PLAIN = WORDS.map(lambda text: text.replace("{", "(").replace("}", ")"))
TYPES = st.sampled_from(["string", "integer", {"type": "string", "description": "x"}])
NUMBERS = {"temperature": st.floats(0, 2), "max_tokens": st.integers(1, 9)}
ANSWER = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
PROMPTS = st.fixed_dictionaries(
    {},
    optional={
        "description": WORDS,
        "model": st.sampled_from(["gpt-4o", "openai/gpt-4o"]),
        "inputs": st.dictionaries(st.sampled_from(["who", "what", "n"]), TYPES),
        "parameters": st.fixed_dictionaries({}, optional=NUMBERS),
        "output": st.just({"format": "json", "schema": ANSWER}),
    },
)
TEXTS = st.lists(PLAIN | st.sampled_from(["{{ who }}", "{{ n }}"]), min_size=1, max_size=4).map("".join)
ROLES = st.sampled_from(["system", "user", "assistant"])
MESSAGES = st.lists(st.fixed_dictionaries({"role": ROLES, "content": TEXTS.filter(str.strip)}), min_size=1, max_size=3)


@contextmanager
def project(**files: str) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path.replace("__", ".")).write_text(text, encoding="utf-8")
        yield root


def round_trip(data: dict[str, Any], target: str) -> dict[str, Any]:
    """Return a prompt as it is read natively, exported, imported from there and read again."""
    data = {"kind": "Prompt", "name": "p", **data}
    with project(p__yaml=yaml_text(data)) as root:
        done = exported(root, target)
    assume(not done.refusals)
    (file,) = done.files
    with project(**{file.path.replace(".", "__"): file.text}) as root:
        compilation = compiled(root)
        (imported,) = (each for each in plan(compilation, [""], "").imported if ".prompt." in each.file.path)
        suffix = imported.file.path.rpartition(".")[2]
    with project(**{f"p__prompt__{suffix}": imported.file.text}) as root:
        (entry,) = (entry for entry in compiled(root).project.entries if entry.kind == "prompt")
        body = compiled(root).text_of(entry)
        return {**json.loads(entry.data), **({} if body is None else {"body": body})}


def read(data: dict[str, Any]) -> dict[str, Any]:
    with project(p__yaml=yaml_text({"kind": "Prompt", "name": "p", **data})) as root:
        (entry,) = compiled(root).project.entries
        found: dict[str, Any] = json.loads(entry.data)
        return found


def same(data: dict[str, Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a prompt for comparing: its inputs by their names, its annotations and some keys left out."""
    inputs = data.get("inputs", {})
    left_out = ("kind", "annotations", "inputs", *without)
    kept = {key: value for key, value in data.items() if key not in left_out and value != {}}
    return kept if "inputs" in without else {**kept, "inputs": inputs.get("properties", {})}


@settings(deadline=None, max_examples=25)
@given(PROMPTS, MESSAGES)
def test_a_conversation_comes_back_from_prompty(data: dict[str, Any], messages: list[dict[str, str]]) -> None:
    data = {**data, "messages": messages}
    assert same(round_trip(data, "prompty")) == same(read(data))


@settings(deadline=None, max_examples=25)
@given(PROMPTS, TEXTS.filter(str.strip))
def test_a_text_comes_back_from_prompty(data: dict[str, Any], text: str) -> None:
    data = {**data, "body": text}
    assert same(round_trip(data, "prompty")) == same(read(data))


@settings(deadline=None, max_examples=25)
@given(PROMPTS, MESSAGES)
def test_a_conversation_comes_back_from_github(data: dict[str, Any], messages: list[dict[str, str]]) -> None:
    data = {**data, "messages": messages}
    assert same(round_trip(data, "github"), without=("inputs",)) == same(read(data), without=("inputs",))


@settings(deadline=None, max_examples=25)
@given(PROMPTS, MESSAGES)
def test_a_conversation_comes_back_from_dotprompt(data: dict[str, Any], messages: list[dict[str, str]]) -> None:
    for message in messages:
        message["content"] = message["content"].strip()
    data = {**data, "messages": messages}
    assert same(round_trip(data, "dotprompt")) == same(read(data))


@settings(deadline=None, max_examples=25)
@given(PROMPTS, TEXTS.filter(str.strip))
def test_a_text_comes_back_from_dotprompt(data: dict[str, Any], text: str) -> None:
    data = {**data, "body": text.strip()}
    assert same(round_trip(data, "dotprompt")) == same(read(data))


TOOLS = st.fixed_dictionaries(
    {
        "kind": st.just("Tool"),
        "name": st.just("t"),
        "parameters": st.sampled_from([{"type": "object"}, ANSWER]),
    },
    optional={
        "description": WORDS,
        "result": st.just({"type": "object", "properties": {"b": {"type": "integer"}}}),
        "effects": st.sampled_from(["read", "write", "irreversible"]),
        "idempotent": st.booleans(),
    },
)


@settings(deadline=None, max_examples=25)
@given(TOOLS)
def test_a_tool_comes_back_from_mcp(data: dict[str, Any]) -> None:
    with project(t__yaml=native_text(data, "t.yaml")) as root:
        (file,) = exported(root, "mcp").files
    with project(t__json=file.text) as root:
        (entry,) = compiled(root).project.entries
    found = json.loads(entry.data)
    found.pop("annotations", None)
    assert {"kind": "Tool", **found} == data
