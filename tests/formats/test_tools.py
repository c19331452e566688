from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.diagnostics import Range
from promptops.formats import NOT_OURS, Reading, SourceFile
from promptops.formats.tools import read
from promptops.sources.trees import MISSING


def read_tools(text: str, path: str = "tools.json") -> Reading:
    return read(SourceFile(path, text, lambda _: MISSING))


SCHEMA = {"type": "object", "properties": {"order": {"type": "string"}}}
MCP = {"name": "pay", "description": "Pays.", "inputSchema": SCHEMA}
ANTHROPIC = {"name": "pay", "description": "Pays.", "input_schema": SCHEMA}
OPENAI = {"name": "pay", "description": "Pays.", "parameters": SCHEMA}
GEMINI = {**OPENAI, "parameters": {"type": "OBJECT", "properties": {"order": {"type": "STRING", "enum": ["A"]}}}}

SHAPES: dict[str, Any] = {
    "one": MCP,
    "Anthropic's": ANTHROPIC,
    "OpenAI's, flat": OPENAI,
    "OpenAI's, typed and flat": {"type": "function", **OPENAI},
    "OpenAI's, nested": {"type": "function", "function": OPENAI},
    "a list": [MCP],
    "a list of nested ones": [{"type": "function", "function": OPENAI}],
    "a server's answer": {"jsonrpc": "2.0", "id": 1, "result": {"tools": [MCP]}},
    "a list under its name": {"tools": [MCP], "nextCursor": None},
    "functions": {"functions": [OPENAI]},
    "Gemini's": {"function_declarations": [GEMINI]},
    "Gemini's, nested": {"tools": [{"functionDeclarations": [GEMINI]}]},
    "Gemini's, as JSON Schema": {**MCP, "parametersJsonSchema": SCHEMA, "inputSchema": None},
    "OpenAI's, strict": {"type": "function", "function": {**OPENAI, "strict": True}},
    "Anthropic's, typed": {"type": "custom", **ANTHROPIC},
    "Bedrock's": {"toolSpec": {**OPENAI, "parameters": None, "inputSchema": {"json": SCHEMA}}},
    "Bedrock's, listed": {"toolConfig": {"tools": [{"toolSpec": {**MCP, "inputSchema": {"json": SCHEMA}}}]}},
    "Bedrock's, flat": {**MCP, "inputSchema": {"json": SCHEMA}},
    "by name": {"tools": {"pay": OPENAI, "other": {**OPENAI, "name": "x"}, "no": 5}},
    "the leaderboard's": {**OPENAI, "parameters": {**SCHEMA, "type": "dict"}},
    "a call's request": {
        "model": "gpt-4o",
        "messages": [],
        "tools": [{"type": "web_search"}, {"type": "function", **OPENAI}],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tool_is_found_in_every_shape(shape: str) -> None:
    text = json.dumps(SHAPES[shape])
    reading = read_tools(text)
    (draft,) = reading.drafts
    assert (draft.kind, draft.data["name"], draft.data["description"]) == ("Tool", "pay", "Pays.")
    assert draft.data["parameters"]["type"] == "object"
    assert draft.data["parameters"]["properties"]["order"]["type"] == "string"
    assert draft.template == "none"


@pytest.mark.parametrize("shape", SHAPES)
def test_its_parts_stand_where_the_file_has_them(shape: str) -> None:
    text = json.dumps(SHAPES[shape])
    for draft in read_tools(text).drafts:
        place = draft.range_of(("name",))
        assert text[place.column - 1 : place.end_column - 1] == '"pay"'
        place = draft.range_of(("parameters", "properties", "order"), "key")
        assert text[place.column - 1 : place.end_column - 1] == '"order"'
        place = draft.range_in(("description",), 0, 4)
        assert text[place.column - 1 : place.end_column - 1] == "Pays"


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({"readOnlyHint": True}, {"effects": "read"}),
        ({"readOnlyHint": False}, {"effects": "write"}),
        ({"readOnlyHint": False, "destructiveHint": True}, {"effects": "irreversible"}),
        ({"readOnlyHint": False, "destructiveHint": False}, {"effects": "write"}),
        ({"destructiveHint": True}, {}),
        ({"idempotentHint": True}, {"idempotent": True}),
        ({"idempotentHint": "yes", "readOnlyHint": 1}, {}),
        ([], {}),
        (None, {}),
    ],
)
def test_hints_say_what_a_tool_does(hints: Any, expected: dict[str, Any]) -> None:
    (draft,) = read_tools(json.dumps({**MCP, "annotations": hints, "outputSchema": {"type": "object"}})).drafts
    known = {"kind", "name", "description", "parameters", "result", "annotations"}
    assert {key: value for key, value in draft.data.items() if key not in known} == expected
    assert draft.data["result"] == {"type": "object"}


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        5,
        "text",
        None,
        {"name": "a"},
        {"name": 5, "inputSchema": {}},
        {"name": "a", "inputSchema": []},
        {"name": "a", "parameters": {"type": "object"}},
        {"name": "a", "description": "b", "parameters": {"type": "array"}},
        {"name": "a", "description": "b", "parameters": ["x"]},
        {"type": "function", "function": {"name": "a"}},
        {"tools": "none"},
        {"result": "none"},
        {"other": [MCP]},
        [[MCP]],
        {"name": "", "inputSchema": {}},
        {"tools": [{"type": "web_search_20250305", "name": "web_search"}, {"googleSearch": {}}, {"cachePoint": {}}]},
        {"type": "function", "function": {"name": "a", "arguments": "{}"}},
        {"tool_choice": {"type": "function", "function": {"name": "a"}}},
        {"type": "custom", "name": "a"},
        {"toolSpec": {"name": "a", "inputSchema": {}}},
        {"question": "x", "function": OPENAI},
        {"openapi": "3.1.0", "tools": [MCP]},
        {"prompts": [], "tools": [MCP]},
    ],
)
def test_other_json_is_none_of_ours(value: Any) -> None:
    assert read_tools(json.dumps(value)) is NOT_OURS


def test_broken_json_is_ours_when_only_a_tool_can_be_meant() -> None:
    assert read_tools('{"name": "a", "parameters": {') is NOT_OURS
    reading = read_tools('{"name": "a", "inputSchema": {')
    assert [fault.rule for fault in reading.faults] == ["invalid-yaml"]


def test_a_list_that_has_a_tool_twice_says_so() -> None:
    reading = read_tools(json.dumps({"tools": [MCP, ANTHROPIC, {**MCP, "name": "other"}]}))
    (fault,) = reading.faults
    assert (fault.rule, fault.message) == ("duplicate-name", "the list declares the tool `pay` twice")
    assert fault.keys == ("tools", 1, "name")
    assert fault.related[0][0] < fault.place
    assert len(reading.drafts) == 3


def test_two_lists_may_have_tools_of_one_name() -> None:
    first, second = ({"tools": [MCP]} for _ in range(2))
    assert read_tools(json.dumps([first, second])).faults == ()


def test_a_null_in_the_place_of_a_schema_is_passed_over() -> None:
    (draft,) = read_tools(json.dumps({**MCP, "parameters": None})).drafts
    assert draft.data["parameters"] == SCHEMA
    assert draft.range_of(()) == Range(1, 1, 1, len(json.dumps({**MCP, "parameters": None})) + 1)


def test_a_tool_may_have_no_parameters() -> None:
    nested, custom, declared = read_tools(
        json.dumps(
            {
                "tools": [
                    {"type": "function", "function": {"name": "now", "description": "Tells the time."}},
                    {"type": "custom", "custom": {"name": "run", "format": {"type": "grammar"}}},
                    {"functionDeclarations": [{"name": "stop"}]},
                ]
            }
        )
    ).drafts
    assert [draft.data["name"] for draft in (nested, custom, declared)] == ["now", "run", "stop"]
    assert all("parameters" not in draft.data for draft in (nested, custom, declared))
    assert custom.data["annotations"] == {"tools": {"format": {"type": "grammar"}}}


def test_nothing_of_a_tool_is_lost() -> None:
    tool = {**MCP, "title": "Pay", "annotations": {"openWorldHint": True}, "_meta": {"x": 1}, "outputSchema": 5}
    (draft,) = read_tools(json.dumps(tool)).drafts
    assert draft.data["annotations"] == {
        "tools": {"title": "Pay", "annotations": {"openWorldHint": True}, "_meta": {"x": 1}, "outputSchema": 5}
    }
    wrapped = {"type": "function", "function": {**OPENAI, "strict": True}, "cache_control": {"type": "ephemeral"}}
    (draft,) = read_tools(json.dumps(wrapped)).drafts
    assert draft.data["annotations"] == {"tools": {"cache_control": {"type": "ephemeral"}, "strict": True}}


@pytest.mark.parametrize(
    ("tool", "provider"),
    [
        ({**ANTHROPIC, "name": "pay out"}, "Anthropic"),
        ({**ANTHROPIC, "name": "p" * 129}, "Anthropic"),
        ({"toolSpec": {"name": "p" * 65, "inputSchema": {"json": SCHEMA}}}, "Amazon Bedrock"),
        ({"functionDeclarations": [{**GEMINI, "name": "1st"}]}, "Gemini"),
    ],
)
def test_a_name_is_refused_where_the_provider_is_certain(tool: dict[str, Any], provider: str) -> None:
    (fault,) = read_tools(json.dumps(tool)).faults
    assert fault.rule == "invalid-value"
    assert fault.message.startswith(f"{provider} refuses a tool with the name `")
    assert fault.keys[-1] == "name"


@pytest.mark.parametrize(
    "tool",
    [
        {**MCP, "name": "service.pay/out"},
        {**OPENAI, "name": "pay.out"},
        {"type": "function", "function": {**OPENAI, "name": "pay.out"}},
        {**ANTHROPIC, "name": "p" * 128},
        {"functionDeclarations": [{**GEMINI, "name": "pay.out:now-1"}]},
    ],
)
def test_no_name_is_refused_otherwise(tool: dict[str, Any]) -> None:
    assert read_tools(json.dumps(tool)).faults == ()


LINES = "".join(f"{json.dumps({**OPENAI, 'name': name})}\n" for name in ("pay", "refund"))


@pytest.mark.parametrize("path", ["tools.json", "tools.jsonl"])
def test_a_file_may_have_a_tool_on_each_line(path: str) -> None:
    first, second = read_tools(f"{LINES}\n", path).drafts
    assert (first.data["name"], second.data["name"]) == ("pay", "refund")
    place = second.range_of(("parameters", "properties", "order"), "key")
    assert (place.line, LINES.split("\n")[1][place.column - 1 : place.end_column - 1]) == (2, '"order"')
    assert second.range_in(("description",), 0, 4).line == 2


def test_a_broken_line_is_told_where_it_stands() -> None:
    reading = read_tools(LINES + '{"name": }\n')
    assert [(fault.rule, fault.place.line) for fault in reading.faults] == [("invalid-yaml", 3)]
    assert len(reading.drafts) == 2


@pytest.mark.parametrize(
    ("line", "said"), [("1", "must be an object, not `1`"), ("null", "has no value"), ("{}", "holds nothing")]
)
def test_a_line_that_can_hold_no_tool_is_told(line: str, said: str) -> None:
    reading = read_tools(f"{LINES}{line}\n")
    assert [(fault.message, fault.place) for fault in reading.faults] == [
        (f"the line {said}", Range(3, 1, 3, 1 + len(line)))
    ]
    assert len(reading.drafts) == 2


def test_the_rows_of_a_dataset_are_no_tools() -> None:
    row = json.dumps({"id": "simple_0", "question": [], "function": [OPENAI]})
    assert read_tools(f"{row}\n{row}\n") is NOT_OURS
    row = json.dumps({"messages": [], "tools": [{"type": "function", "function": OPENAI}]})
    assert read_tools(f"{row}\n{row}\n", "train.jsonl") is NOT_OURS


YAML = """\
- type: function
  function:
    name: pay
    description: Pays.
    parameters:
      type: object
      properties:
        order: {type: string}
"""


def test_tools_may_be_written_in_yaml() -> None:
    (draft,) = read_tools(YAML, "tools.yaml").drafts
    assert draft.data["parameters"]["properties"] == {"order": {"type": "string"}}
    assert draft.range_of(("parameters", "properties", "order"), "key").line == 8


@pytest.mark.parametrize(
    "text",
    [
        YAML.replace("- type", "spec:\n- type"),
        "name: a\ndescription: b\n",
        "kind: Tool\nname: a\ninput_schema: {type: object}\n",
        "openapi: 3.1.0\nname: a\ninput_schema: {type: object}\n",
        "agents: {}\ntools:\n- name: a\n  input_schema: {type: object}\n",
        "name: a\nparameters: [\n",
        "",
    ],
)
def test_other_yaml_is_none_of_ours(text: str) -> None:
    assert read_tools(text, "a.yaml") is NOT_OURS


def test_faults_are_bounded() -> None:
    assert len(read_tools(json.dumps([MCP] * 500)).faults) == 100
