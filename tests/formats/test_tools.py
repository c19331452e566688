from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.diagnostics import Range
from promptops.formats import NOT_OURS
from promptops.formats.tools import may_hold_tools, read_tools

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
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tool_is_found_in_every_shape(shape: str) -> None:
    text = json.dumps(SHAPES[shape])
    assert may_hold_tools(text.encode())
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
    known = {"kind", "name", "description", "parameters", "result"}
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
