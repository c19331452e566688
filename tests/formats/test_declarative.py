from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from promptops.diagnostics import Fault
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.declarative import read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING, OUTSIDE, Unreadable

SCHEMA = "https://developer.microsoft.com/json-schemas/copilot/declarative-agent/v1.4/schema.json"
AGENT: dict[str, Any] = {
    "$schema": SCHEMA,
    "version": "v1.4",
    "name": "Repairs",
    "description": "Helps with repairs.",
    "instructions": "$[file('instruction.txt')]",
    "conversation_starters": [{"title": "Open ones", "text": "Which repairs are open?"}],
    "capabilities": [{"name": "WebSearch"}],
    "actions": [{"id": "repairs", "file": "ai-plugin.json"}],
}
PLUGIN: dict[str, Any] = {
    "schema_version": "v2.2",
    "namespace": "repairs",
    "name_for_human": "Repairs",
    "description_for_human": "Lists repairs.",
    "functions": [
        {"name": "listRepairs", "description": "Lists repairs.", "capabilities": {"response_semantics": {}}},
        {"name": "updateRepair", "parameters": {"type": "object", "properties": {"id": {"type": "string"}}}},
    ],
    "runtimes": [
        {"type": "OpenApi", "spec": {"url": "repairs.yml"}, "run_for_functions": ["listRepairs"]},
        {"type": "RemoteMCPServer", "spec": {"url": "${{MCP_URL}}"}, "run_for_functions": ["*"]},
    ],
}
FILES = {"instruction.txt": "You help.\r\nBe kind.\n", "ai-plugin.json": json.dumps(PLUGIN)}


def read_json_file(
    value: Any, files: Mapping[str, str | Unreadable] = FILES, path: str = "appPackage/declarativeAgent.json"
) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    return read(SourceFile(path, text, lambda name: files.get(name, MISSING)))


def drafts(value: Any, files: Mapping[str, str | Unreadable] = FILES) -> dict[str, Draft]:
    return {draft.kind: draft for draft in read_json_file(value, files).drafts}


def faults(value: Any, files: Mapping[str, str | Unreadable] = FILES) -> list[Fault]:
    return list(read_json_file(value, files).faults)


def test_an_agent_is_a_prompt_and_an_agent() -> None:
    found = drafts(AGENT)
    assert found["Prompt"].data == {
        "kind": "Prompt",
        "name": "appPackage/declarativeAgent",
        "description": "Helps with repairs.",
        "body": "You help.\nBe kind.\n",
    }
    agent = found["Agent"].data
    assert (agent["prompt"], agent["tools"]) == ("appPackage/declarativeAgent", ["listRepairs", "updateRepair"])
    kept = agent["annotations"]["declarative-agent"]
    assert set(kept) == AGENT.keys() - {"description"}
    assert faults(AGENT) == []
    for draft in found.values():
        assert validate(draft.kind, draft.data)[1] == ()


def test_a_place_in_another_files_text_is_where_that_is_named() -> None:
    text = json.dumps(AGENT, indent=1)
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "instructions" in row)
    place = drafts(AGENT)["Prompt"].range_in(("body",), 3, 5)
    assert (place.line, place.column, place.end_column) == (line, 18, 46)


def test_a_place_in_instructions_of_its_own_is_exact() -> None:
    prompt = drafts({**AGENT, "instructions": 'Say "hi" to them.'})["Prompt"]
    start = prompt.data["body"].index("to")
    place = prompt.range_in(("body",), start, start + 2)
    row = json.dumps({**AGENT, "instructions": 'Say "hi" to them.'}, indent=1).split("\n")[place.line - 1]
    assert row[place.column - 1 : place.end_column - 1] == "to"
    assert (
        "instructions" not in drafts({**AGENT, "instructions": "x"})["Agent"].data["annotations"]["declarative-agent"]
    )


def test_the_functions_of_a_plugin_are_tools() -> None:
    reading = read_json_file(PLUGIN)
    first, second = reading.drafts
    assert (first.kind, first.data["name"], first.data["description"]) == ("Tool", "listRepairs", "Lists repairs.")
    assert "parameters" not in first.data
    kept = first.data["annotations"]["declarative-agent"]
    assert [runtime["type"] for runtime in kept["runtimes"]] == ["OpenApi", "RemoteMCPServer"]
    assert kept["plugin"]["namespace"] == "repairs"
    assert kept["capabilities"] == {"response_semantics": {}}
    assert second.data["parameters"]["properties"] == {"id": {"type": "string"}}
    assert [runtime["type"] for runtime in second.data["annotations"]["declarative-agent"]["runtimes"]] == [
        "RemoteMCPServer"
    ]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("instructions", "body", "dynamic"),
    [
        ("Be kind.", "Be kind.", False),
        ("Before. $[file('instruction.txt')] After.", "Before. You help.\nBe kind.\n After.", False),
        ("$[ file( 'instruction.txt' ) ]", "You help.\nBe kind.\n", False),
        ("$[file('a.md')]$[file('a.md')]", "For ${{WHO}}.For ${{WHO}}.", True),
        ("Work for ${{COMPANY}}.", "Work for ${{COMPANY}}.", True),
        ("$[file(${{PATH}})]", "$[file(${{PATH}})]", True),
        ("$[file(file('a.md'))]", "$[file(file('a.md'))]", True),
        ("Costs $[5] or ${5}", "Costs $[5] or ${5}", False),
    ],
)
def test_instructions_are_put_together(*, instructions: str, body: str, dynamic: bool) -> None:
    files = {**FILES, "a.md": "For ${{WHO}}."}
    prompt = drafts({**AGENT, "instructions": instructions}, files)["Prompt"]
    assert prompt.data["body"] == body
    assert bool(prompt.dynamic) is dynamic


@pytest.mark.parametrize("instructions", [None, 5, ["x"], "", "  "])
def test_an_agent_without_instructions_has_no_prompt(instructions: Any) -> None:
    found = drafts({**AGENT, "instructions": instructions})
    assert list(found) == ["Agent"]
    assert "prompt" not in found["Agent"].data


@pytest.mark.parametrize("why", [OUTSIDE, Unreadable("it is larger than 256 KiB", "keep less in it")])
def test_a_file_that_only_this_tool_cannot_read_is_no_fault(why: Unreadable) -> None:
    files = {"instruction.txt": why, "ai-plugin.json": why}
    assert list(drafts(AGENT, files)) == ["Agent"]
    assert faults(AGENT, files) == []


MANY = [{"text": f"Question {number}"} for number in range(7)]


@pytest.mark.parametrize(
    ("changes", "rule", "message", "keys"),
    [
        ({"instructions": "x" * 8_001}, "invalid-value", "the instructions have 8,001 characters; 8,000 are the most",
         ("instructions",)),
        ({"instructions": " "}, "invalid-value", "the instructions are blank", ("instructions",)),
        ({"instructions": "$[file('gone.txt')]"}, "unknown-reference",
         "the file `gone.txt` cannot be read: it is not there", ("instructions",)),
        ({"instructions": "$[file('a.docx')]"}, "invalid-value", "`a.docx` cannot be included", ("instructions",)),
        ({"instructions": "$[read('a.txt')]"}, "invalid-value", "there is no function `read` to call",
         ("instructions",)),
        ({"instructions": '$[file("a.txt")]'}, "invalid-value", "the path of a file stands in single quotes",
         ("instructions",)),
        ({"name": "x" * 101}, "invalid-value", "`name` has 101 characters; 100 are the most", ("name",)),
        ({"description": "x" * 1_001}, "invalid-value", "`description` has 1,001 characters; 1,000 are the most",
         ("description",)),
        ({"conversation_starters": MANY}, "invalid-value",
         "`conversation_starters` has 7 items; 6 are the most in this version", ("conversation_starters", 6)),
        ({"conversation_starters": MANY * 2, "version": "v1.6"}, "invalid-value",
         "`conversation_starters` has 14 items; 12 are the most in this version", ("conversation_starters", 12)),
        ({"actions": [{"id": "x", "file": "gone.json"}]}, "unknown-reference",
         "the plugin `gone.json` cannot be read: it is not there", ("actions", 0, "file")),
        ({"instruction": "x"}, "unknown-key", "the manifest has no key `instruction`", ("instruction",)),
        ({"description": None}, "invalid-value", "the manifest needs a text at `description`", ("description",)),
    ],
)  # fmt: skip
def test_what_validation_refuses_is_told(changes: dict[str, Any], rule: str, message: str, keys: Any) -> None:
    (fault,) = faults({**AGENT, **changes})
    assert (fault.rule, fault.message, fault.keys) == (rule, message, keys)


@pytest.mark.parametrize(
    "changes",
    [
        {"instructions": "${{TEXT}}" + "x" * 8_001},
        {"name": "x" * 99 + "${{SUFFIX}}"},
        {"name": "[[agentName]]"},
        {"conversation_starters": MANY, "version": "v1.6"},
        {"actions": [{"id": "x", "file": "${{PLUGIN}}"}]},
        {"worker_agents": [], "x-team": "us"},
        {"instructions": "é" * 8_000},
    ],
)
def test_what_validation_takes_or_the_deployment_decides_is_not(changes: dict[str, Any]) -> None:
    assert faults({**AGENT, **changes}) == []


@pytest.mark.parametrize(
    ("changes", "rule", "message"),
    [
        ({"functions": [{"name": "a b"}]}, "invalid-value", "`a b` cannot be the name of a function"),
        ({"functions": [{"name": "a"}] * 2}, "duplicate-name", "the plugin declares the function `a` twice"),
        ({"function": []}, "unknown-key", "the manifest has no key `function`"),
        ({"namespace": 5}, "invalid-value", "the manifest needs a text at `namespace`"),
    ],
)
def test_what_validation_refuses_of_a_plugin_is_told(changes: dict[str, Any], rule: str, message: str) -> None:
    (fault,) = faults({**PLUGIN, **changes})
    assert (fault.rule, fault.message) == (rule, message)


def test_a_manifest_without_its_schema_is_known_by_its_keys() -> None:
    bare = {key: value for key, value in AGENT.items() if key not in ("$schema", "actions", "capabilities")}
    assert list(drafts(bare)) == ["Prompt", "Agent"]
    assert read_json_file({**bare, "version": "1.4"}) is NOT_OURS


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"$schema": SCHEMA, "properties": {}},
        {"$schema": "https://json.schemastore.org/package", "name": "x"},
        {"schema_version": "v1", "name_for_human": "x", "api": {"type": "openapi"}},
        {"schema_version": "v2.2"},
        {"manifestVersion": "1.19", "copilotAgents": {"declarativeAgents": [{"file": "declarativeAgent.json"}]}},
        "{",
    ],
)
def test_other_json_is_none_of_ours(value: Any) -> None:
    assert read_json_file(value) is NOT_OURS


def test_broken_json_is_ours_when_its_schema_says_so() -> None:
    reading = read_json_file(json.dumps(AGENT)[:-1])
    assert [fault.rule for fault in reading.faults] == ["invalid-yaml"]
