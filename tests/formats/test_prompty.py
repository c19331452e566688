"""Prompty, in both of its versions: what a file becomes, and what is wrong with it."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.prompty import read
from promptops.sources.documents import KeyPath
from promptops.sources.trees import MISSING

FIRST = """\
# a comment
---
name: Basic Prompt
description: Answers questions
authors: [ann]
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: gpt-35-turbo
    api_key: ${env:KEY}
  parameters:
    max_tokens: 128
    temperature: 0.2
    top_p: ${env:TOP_P}
    response_format: {type: json_object}
inputs:
  question:
    type: string
    description: What is asked
    is_chat_input: true
  language:
    type: string
    default: German
outputs:
  answer: {type: string}
---
system:
You answer in {{language}}.

# user:
{{question}}
"""
SECOND = """\
---
name: second
displayName: Second
model:
  id: gpt-4o
  provider: openai
  options:
    maxOutputTokens: 50
    stopSequences: [END]
    additionalProperties: {service_tier: flex}
inputs:
  - name: question
    kind: string
    required: true
    example: Why?
  - name: conversation
    kind: thread
outputs:
  - name: city
    kind: string
    required: true
tools:
  - name: get_weather
    kind: function
    description: Tells the weather
    strict: true
    parameters:
      - {name: city, kind: string, required: true}
  - name: files
    kind: mcp
template:
  format: {kind: mustache, strict: true}
---
You are kind.
user:
{{question}}
"""


def read_text(text: str, **files: str) -> Reading:
    return read(SourceFile("a/b c.prompty", text, lambda path: files.get(path.removesuffix(".json"), MISSING)))


def prompt_of(text: str, **files: str) -> Draft:
    draft = read_text(text, **files).drafts[0]
    assert draft.kind == "Prompt"
    return draft


def test_a_file_of_the_first_version_becomes_a_prompt() -> None:
    draft = prompt_of(FIRST)
    assert draft.data == {
        "kind": "Prompt",
        "name": "a/b-c",
        "description": "Answers questions",
        "model": "gpt-35-turbo",
        "parameters": {"max_tokens": 128, "temperature": 0.2, "response_format": {"type": "json_object"}},
        "messages": [
            {"role": "system", "content": "You answer in {{language}}."},
            {"role": "user", "content": "{{question}}"},
        ],
        "inputs": {
            "type": "object",
            "properties": {
                "question": {"type": "string", "description": "What is asked"},
                "language": {"type": "string", "default": "German"},
            },
            "required": ["question"],
            "additionalProperties": False,
        },
        "output": {
            "format": "json",
            "schema": {"type": "object", "properties": {"answer": {"type": "string"}}, "required": []},
        },
        "annotations": {
            "prompty": {
                "name": "Basic Prompt",
                "authors": ["ann"],
                "inputs": {"question": {"is_chat_input": True}},
                "model": {
                    "api": "chat",
                    "configuration": {
                        "type": "azure_openai",
                        "azure_deployment": "gpt-35-turbo",
                        "api_key": "${env:KEY}",
                    },
                    "parameters": {"top_p": "${env:TOP_P}"},
                },
            }
        },
    }
    assert (draft.template, draft.closed) == ("jinja", True)


def test_a_file_of_the_second_version_becomes_a_prompt_and_its_functions() -> None:
    draft, tool = read_text(SECOND).drafts
    assert draft.data == {
        "kind": "Prompt",
        "name": "a/b-c",
        "model": "gpt-4o",
        "parameters": {"max_output_tokens": 50, "stop": ["END"], "service_tier": "flex"},
        "messages": [{"role": "system", "content": "You are kind."}, {"role": "user", "content": "{{question}}"}],
        "inputs": {
            "type": "object",
            "properties": {"question": {"type": "string", "examples": ["Why?"]}},
            "required": ["question"],
        },
        "tools": ["get_weather"],
        "output": {
            "format": "json",
            "schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
        "annotations": {
            "prompty": {
                "name": "second",
                "displayName": "Second",
                "template": {"format": {"kind": "mustache", "strict": True}},
                "inputs": {"conversation": {"kind": "thread"}},
                "model": {"provider": "openai"},
                "tools": [{"name": "files", "kind": "mcp"}],
            }
        },
    }
    assert (draft.template, draft.closed) == ("mustache", False)
    assert tool.data == {
        "kind": "Tool",
        "name": "get_weather",
        "description": "Tells the weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        "annotations": {"prompty": {"strict": True}},
    }


@pytest.mark.parametrize(
    ("text", "keys", "place"),
    [
        (FIRST, ("model",), (10, 23, 10, 35)),
        (FIRST, ("parameters", "max_tokens"), (13, 17, 13, 20)),
        (FIRST, ("inputs", "properties", "language", "default"), (24, 14, 24, 20)),
        (FIRST, ("output", "schema", "properties", "answer", "type"), (26, 18, 26, 24)),
        (FIRST, ("messages", 0, "role"), (28, 1, 28, 7)),
        (FIRST, ("messages", 1, "role"), (31, 3, 31, 7)),
        (FIRST, ("messages", 1, "content"), (32, 1, 32, 13)),
        (SECOND, ("parameters", "stop"), (9, 20, 9, 25)),
        (SECOND, ("parameters", "service_tier"), (10, 42, 10, 46)),
        (SECOND, ("tools", 0), (23, 11, 23, 22)),
    ],
)
def test_its_parts_stand_where_the_file_has_them(text: str, keys: KeyPath, place: tuple[int, ...]) -> None:
    assert tuple(prompt_of(text).range_of(keys)) == place


def test_an_input_is_named_by_its_key_or_by_its_name() -> None:
    assert tuple(prompt_of(FIRST).range_of(("inputs", "language"), "key")) == (22, 3, 22, 11)
    assert tuple(prompt_of(SECOND).range_of(("inputs", "question"), "key")) == (12, 11, 12, 19)


def test_a_stretch_of_a_message_stands_at_its_line_and_column() -> None:
    assert tuple(prompt_of(FIRST).range_in(("messages", 0, "content"), 16, 24)) == (29, 17, 29, 25)


@pytest.mark.parametrize("text", ["You answer.", "user:\nHello", "---\n---\nsystem:\nHello", "---\n# nothing\n---\nHi"])
def test_a_header_is_not_needed(text: str) -> None:
    reading = read_text(text)
    assert reading.faults == ()
    assert len(reading.drafts) == 1


@pytest.mark.parametrize("text", ["", "\n  \n"])
def test_a_file_that_only_holds_a_place_is_none_of_ours(text: str) -> None:
    assert read_text(text) is NOT_OURS


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("---\nname: a\n", "invalid-yaml", "the front matter that begins here is not closed"),
        ("---\nname: a\n---\n\n", "invalid-value", "the file has no text below its front matter"),
        ("---\n- a\n---\nHi", "invalid-value", "the front matter must be a mapping of keys"),
        ("---\na: b: c\n---\nHi", "invalid-yaml", ""),
    ],
)
def test_a_file_that_every_runtime_refuses_is_an_error(text: str, rule: str, message: str) -> None:
    (fault,) = read_text(text).faults
    assert fault.rule == rule
    assert message in fault.message
    assert read_text(text).drafts == ()


def test_of_two_equal_keys_the_last_is_read() -> None:
    (fault,) = read_text("---\nname: a\nname: b\n---\nHi").faults
    assert (fault.rule, fault.help) == ("duplicate-key", "remove one of the two; only the last is read")


INPUTS = {
    "a mapping": "inputs:\n  question: {type: string}\nmodel: {api: chat}\n",
    "values alone": "inputs:\n  question: Why?\nmodel: {api: chat}\n",
    "a list": "inputs:\n- {name: question, type: string}\n",
    "a file": "inputs: ${file:data.json}\nmodel: {api: chat}\n",
    "a sample": "sample: {question: Why?}\n",
    "a sample in a file": "sample: ${file:data.json}\n",
    "the path of a sample": "sample: data.json\n",
    "the path of a sample as a file": "sample: file:data.json\n",
}


@pytest.mark.parametrize("shape", INPUTS)
def test_inputs_come_in_every_shape(shape: str) -> None:
    draft = prompt_of(f"---\n{INPUTS[shape]}---\n{{{{question}}}}", data='{"question": "Why?"}')
    assert draft.data["inputs"]["properties"]["question"]["type"] == "string"
    assert draft.data["inputs"]["required"] == ["question"]
    assert draft.closed
    assert draft.range_of(("inputs", "question"), "key").line in (2, 3)


@pytest.mark.parametrize(
    "header", ["inputs: ${file:none.json}", "model: {api: chat, parameters: {tools: '${file:none.json}'}}"]
)
def test_a_file_that_is_not_there_is_an_unknown_reference(header: str) -> None:
    (fault,) = read_text(f"---\n{header}\n---\nHi").faults
    assert (fault.rule, fault.message) == ("unknown-reference", "there is no file `none.json`")
    assert fault.place.line == 2


@pytest.mark.parametrize(
    "header",
    [
        "sample: none.json\n",
        "sample: ${file:none.json}\n",
        "inputs: {a: {kind: string}}\n",
        "inputs: {a: b}\n",
        "inputs: {}\nmodel: {api: chat}\n",
        "inputs: {a: {type: string}}\nsample: {b: c}\n",
        "inputs: {a: {type: string}}\ntemplate: liquid\n",
        "",
    ],
)
def test_inputs_of_which_there_may_be_others_are_open(header: str) -> None:
    assert not prompt_of(f"---\n{header}---\n{{{{b}}}}").closed


def test_in_a_section_nobody_can_tell_items_from_inputs() -> None:
    header = "---\ninputs: {orders: {type: list}}\ntemplate: mustache\n---\n"
    assert not prompt_of(f"{header}{{{{#orders}}}}{{{{id}}}}{{{{/orders}}}}").closed
    assert prompt_of(f"{header}{{{{orders}}}}").closed


@pytest.mark.parametrize(
    ("template", "language"),
    [
        ("jinja2", "jinja"),
        ("mustache", "mustache"),
        ("{format: mustache, parser: prompty}", "mustache"),
        ("{type: jinja2}", "jinja"),
        ("{format: {kind: mustache}}", "mustache"),
        ("{parser: prompty}", "jinja"),
        ("liquid", "none"),
        ("[jinja2]", "none"),
        ("{format: [a]}", "none"),
    ],
)
def test_the_template_says_in_which_language_texts_are(template: str, language: str) -> None:
    assert prompt_of(f"---\ntemplate: {template}\n---\nHi").template == language


@pytest.mark.parametrize("api", ["embedding", "completion", "image"])
def test_a_text_that_is_no_conversation_stays_in_one_piece(api: str) -> None:
    assert prompt_of(f"---\nmodel: {{api: {api}}}\n---\nuser:\nHi").data["body"] == "user:\nHi"


@pytest.mark.parametrize(
    ("model", "keys"),
    [
        ("{api: chat}", []),
        ("{provider: openai, api: chat}", ["api"]),
        ("{apiType: chat, configuration: {}, parameters: {}}", ["configuration", "parameters"]),
        ("{provider: a, options: {max_tokens: 1, topP: 1, response_format: {}}}", ["max_tokens", "response_format"]),
        ("{provider: a, conection: {}}", ["conection"]),
        ("{provider: a, owner: me}", []),
        ("{id: a, options: {max_tokens: 1}}", []),
    ],
)
def test_the_second_version_ignores_the_keys_of_the_first(model: str, keys: list[str]) -> None:
    faults = read_text(f"---\nmodel: {model}\n---\nHi").faults
    assert [(fault.rule, fault.keys[-1]) for fault in faults] == [("ignored-key", key) for key in keys]


def test_what_was_meant_is_said() -> None:
    header = "---\ninputSchema: {properties: [{name: a, kind: string}]}\nmodel: {options: {max_tokens: 1, user: me}}\n"
    faults = read_text(f"{header}---\nHi {{{{a}}}}").faults
    assert [fault.help for fault in faults] == [
        "did you mean `inputs`?",
        "did you mean `maxOutputTokens`?",
        "write it below `additionalProperties`",
    ]


@pytest.mark.parametrize(
    "parameters",
    [
        "{tools: [{type: function, function: {name: pay, parameters: {type: object}}}]}",
        "{functions: [{name: pay, description: Pays, parameters: {type: object}}]}",
    ],
)
def test_tools_in_the_parameters_are_read_as_their_provider_takes_them(parameters: str) -> None:
    header = f"model: {{api: chat, parameters: {parameters}}}"
    draft, tool = read_text(f"---\n{header}\n---\nHi").drafts
    assert draft.data["tools"] == ["pay"]
    assert (tool.kind, tool.data["name"], tool.data["parameters"]) == ("Tool", "pay", {"type": "object"})
    place = tool.range_of(("name",))
    assert header[place.column - 1 : place.end_column - 1] == "pay"
    assert "parameters" not in draft.data


def test_tools_of_a_file_are_named_alone() -> None:
    tools = json.dumps([{"type": "function", "function": {"name": "pay", "parameters": {"type": "object"}}}])
    reading = read_text("---\nmodel: {api: chat, parameters: {tools: '${file:tools.json}'}}\n---\nHi", tools=tools)
    (draft,) = reading.drafts
    assert draft.data["tools"] == ["pay"]
    assert draft.range_of(("tools", 0)).line == 2


SUM = "parameters: {sum: {type: number, required: true}}"
LISTED = "parameters: [{name: sum, type: number, required: true}]"


@pytest.mark.parametrize(
    "tool",
    [
        f"tools: {{pay: {{type: function, description: Pays, {SUM}}}}}",
        f"tools: [{{id: pay, type: function, description: Pays, options: {{{LISTED}}}}}]",
    ],
)
def test_tools_of_the_first_version_come_in_two_shapes(tool: str) -> None:
    _, draft = read_text(f"---\n{tool}\n---\nHi").drafts
    assert (draft.data["name"], draft.data["description"]) == ("pay", "Pays")
    assert draft.data["parameters"] == {
        "type": "object",
        "properties": {"sum": {"type": "number"}},
        "required": ["sum"],
    }


def test_a_schema_of_the_answer_is_taken_from_the_parameters() -> None:
    form = "{type: json_schema, json_schema: {name: a, schema: {type: object}}}"
    draft = prompt_of(f"---\nmodel: {{api: chat, parameters: {{response_format: {form}}}}}\n---\nHi")
    assert draft.data["output"] == {"format": "json", "schema": {"type": "object"}}
    assert draft.range_of(("output", "schema")).line == 2


def test_what_a_role_line_says_beyond_the_role_is_kept() -> None:
    data = prompt_of('user[name="Ann"]:\nHi\nassistant:\nHello\nfunction:\nDone').data
    assert data["annotations"] == {"prompty": {"roles": {"0": 'user[name="Ann"]', "2": "function"}}}


def test_outputs_that_say_nothing_of_the_answer_are_kept() -> None:
    outputs = "outputs: {a: {type: string}}"
    assert "output" not in prompt_of(f"---\n{outputs}\n---\nHi").data
    form = "{api: chat, parameters: {response_format: {type: json_schema, json_schema: {schema: {type: object}}}}}"
    data = prompt_of(f"---\n{outputs}\nmodel: {form}\n---\nHi").data
    assert data["output"]["schema"] == {"type": "object"}
    assert data["annotations"]["prompty"]["outputs"] == {"a": {"type": "string"}}


def test_a_parameter_out_of_the_environment_is_dynamic() -> None:
    draft = prompt_of("---\nmodel: {api: chat, parameters: {user: '${env:USER}', temperature: 1}}\n---\nHi")
    assert draft.dynamic == (("parameters", "user"),)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["chat", "${file:a.json}", "${env:A:b}", "mustache", "function", "string", "thread", "{{a}}"])
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
INNER = (
    *("name", "id", "kind", "type", "parameters", "options", "api", "apiType", "configuration", "default", "items"),
    *("properties", "tools", "functions", "response_format", "format", "description", "enumValues", "required"),
)
NESTED = st.recursive(
    VALUES, lambda inner: st.dictionaries(st.sampled_from(INNER), inner, max_size=4) | st.lists(inner, max_size=3)
)
TOP = ("name", "description", "model", "inputs", "outputs", "sample", "tools", "template", "inputSchema")
HEADERS = st.dictionaries(st.sampled_from(TOP), NESTED, max_size=6)
ROLES = ("system:", "# user:", "tools:", "assistant[a=1]:", "![thread]")
TAGS = ("{{a}}", "{% if a %}", "{% endif %}", "{{#a}}", "")
BODIES = st.lists(st.sampled_from(ROLES + TAGS), max_size=8).map("\n".join)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(HEADERS, BODIES), max_size=8), st.lists(st.integers(0, len(SECOND)), min_size=2, max_size=2))
def test_no_file_makes_the_compiler_fail(files: list[tuple[Any, str]], cut: list[int]) -> None:
    texts = [f"---\n{json.dumps(header)}\n---\n{body}" for header, body in files]
    texts += [FIRST[: min(cut)] + FIRST[max(cut) :], SECOND[: min(cut)] + SECOND[max(cut) :]]
    with tempfile.TemporaryDirectory() as folder:
        for index, text in enumerate(texts):
            (Path(folder) / f"{index}.prompty").write_text(text, encoding="utf-8")
        found = Compiler(Request(Path(folder), date(2026, 11, 1), cache=None)).verdict.diagnostics
    assert all(each.primary.line >= 1 and each.primary.column >= 1 for each in found)
