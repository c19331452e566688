"""GitHub Models: what a `.prompt.yml` file becomes."""

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
from promptops.formats.dialects import dialects_of
from promptops.formats.github_models import read
from promptops.sources.documents import KeyPath
from promptops.sources.trees import MISSING

SAMPLE = """\
name: Animals
description: Describes an animal
model: openai/gpt-4o
modelParameters:
  maxTokens: 500
  temperature: 0.2
  stop: [END]
responseFormat: json_schema
jsonSchema: |-
  {"name": "animal", "strict": true, "schema": {"type": "object", "properties": {"legs": {"type": "integer"}}}}
messages:
  - role: System
    content: You describe animals.
  - role: user
    content: |-
      Describe a {{animal}}
      in {{ language }}.
testData:
  - animal: dog
    expected: four legs
"""
HELLO = "messages:\n- {role: user, content: Hello}\n"


def read_text(text: str, path: str = "zoo/animal.prompt.yml") -> Reading:
    return read(SourceFile(path, text, lambda _: MISSING))


def prompt_of(text: str) -> Draft:
    (prompt,) = [draft for draft in read_text(text).drafts if draft.kind == "Prompt"]
    return prompt


def test_a_file_becomes_a_prompt() -> None:
    assert prompt_of(SAMPLE).data == {
        "kind": "Prompt",
        "name": "zoo/animal",
        "description": "Describes an animal",
        "model": "openai/gpt-4o",
        "parameters": {"max_tokens": 500, "temperature": 0.2},
        "messages": [
            {"role": "system", "content": "You describe animals."},
            {"role": "user", "content": "Describe a {{animal}}\nin {{ language }}."},
        ],
        "output": {
            "format": "json",
            "schema": {"type": "object", "properties": {"legs": {"type": "integer"}}},
        },
        "annotations": {
            "github-models": {
                "name": "Animals",
                "modelParameters": {"stop": ["END"]},
                "responseFormat": "json_schema",
                "jsonSchema": {"name": "animal", "strict": True},
                "testData": [{"animal": "dog", "expected": "four legs"}],
            }
        },
    }


@pytest.mark.parametrize(
    ("keys", "line", "column"),
    [
        (("model",), 3, 8),
        (("parameters", "max_tokens"), 5, 14),
        (("output", "format"), 8, 1),
        (("output", "schema", "properties", "legs"), 9, 1),
        (("messages", 0, "role"), 12, 11),
        (("messages", 1, "content"), 15, 14),
        (("description",), 2, 14),
    ],
)
def test_its_parts_stand_where_the_file_has_them(keys: KeyPath, line: int, column: int) -> None:
    place = prompt_of(SAMPLE).range_of(keys)
    assert (place.line, place.column) == (line, column)


def test_a_variable_stands_at_its_line_and_column() -> None:
    draft = prompt_of(SAMPLE)
    start = draft.data["messages"][1]["content"].index("animal")
    assert draft.range_in(("messages", 1, "content"), start, start + 6)[:4] == (16, 20, 16, 26)
    assert draft.template == "braces"


@pytest.mark.parametrize("suffix", [".prompt.yml", ".prompt.yaml"])
def test_the_file_is_known_by_its_suffix_and_its_messages(suffix: str) -> None:
    assert [each.id for each in dialects_of(f"a{suffix}", HELLO.encode())] == ["github-models"]
    assert [each.id for each in dialects_of(f"a{suffix}", b"template: hello\n")] == []


@pytest.mark.parametrize(
    "text",
    [
        "messages: []\n",
        "messages: hello\n",
        "messages: [hello]\n",
        "messages:\n- {content: hello}\n",
        "messages:\n- {role: 5, content: hello}\n",
        "apiVersion: v1\nmessages:\n- {role: user, content: hello}\n",
        f"{HELLO}---\n{HELLO}",
        "- messages\n",
        "",
    ],
)
def test_another_file_of_that_name_is_none_of_ours(text: str) -> None:
    assert read_text(text) is NOT_OURS


def test_a_file_of_that_name_that_is_no_yaml_is_told() -> None:
    assert [fault.rule for fault in read_text("messages:\n- {role: user\n").faults] == ["invalid-yaml"]


@pytest.mark.parametrize(("content", "text"), [("null", ""), ("5", "5"), ("true", "true"), ("'5'", "5")])
def test_a_content_that_is_no_text_is_the_text_that_it_is_written_as(content: str, text: str) -> None:
    (message,) = prompt_of(f"messages:\n- {{role: user, content: {content}}}\n").data["messages"]
    assert message == {"role": "user", "content": text}


@pytest.mark.parametrize(
    ("wanted", "output"),
    [
        ("text", {"format": "text"}),
        ("json_object", {"format": "json"}),
        ("json_schema\njsonSchema: '{\"schema\": 5}'", {"format": "json"}),
        ("json_schema\njsonSchema: no JSON", {"format": "json"}),
        ("xml", None),
        ("[text]", None),
    ],
)
def test_the_form_of_the_answer(wanted: str, output: dict[str, Any] | None) -> None:
    assert prompt_of(f"{HELLO}responseFormat: {wanted}\n").data.get("output") == output


@pytest.mark.parametrize(
    ("written", "parameters"),
    [
        ("{maxCompletionTokens: 5, topP: 1}", {"max_completion_tokens": 5, "top_p": 1}),
        ("{maxTokens: 5.5, temperature: warm, topP: true}", None),
        ("[maxTokens]", None),
        ("null", None),
    ],
)
def test_only_parameters_with_a_number_are_parameters(written: str, parameters: dict[str, Any] | None) -> None:
    assert prompt_of(f"{HELLO}modelParameters: {written}\n").data.get("parameters") == parameters


def test_a_model_that_is_no_reference_is_kept_aside() -> None:
    data = prompt_of(f"{HELLO}model: '${{MODEL}}'\n").data
    assert "model" not in data
    assert data["annotations"] == {"github-models": {"model": "${MODEL}"}}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["user", "{{a}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("name", "description", "model", "modelParameters", "responseFormat", "jsonSchema", "testData", "evaluators")
INNER = ("name", "string", "llm", "uses", "contains", "prompt", "choices", "choice", "maxTokens", "systemPrompt")
NESTED = st.dictionaries(st.sampled_from(INNER), VALUES | st.dictionaries(st.sampled_from(INNER), VALUES), max_size=4)
DOCUMENTS = st.fixed_dictionaries(
    {"messages": VALUES | st.lists(st.fixed_dictionaries({"role": VALUES, "content": VALUES}), max_size=3)},
    optional=dict.fromkeys(KEYS, VALUES | NESTED | st.lists(NESTED, max_size=3)),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(DOCUMENTS, max_size=10), st.lists(st.integers(0, len(SAMPLE)), min_size=2, max_size=2))
def test_no_document_makes_the_compiler_fail(documents: list[Any], cut: list[int]) -> None:
    texts = [json.dumps(document) for document in documents]
    texts.append(SAMPLE[: min(cut)] + SAMPLE[max(cut) :])
    with tempfile.TemporaryDirectory() as folder:
        for index, text in enumerate(texts):
            (Path(folder) / f"{index}.prompt.yml").write_text(text, encoding="utf-8")
        found = Compiler(Request(Path(folder), date(2026, 11, 1), cache=None)).verdict.diagnostics
    assert all(each.primary.line >= 1 and each.primary.column >= 1 for each in found)
