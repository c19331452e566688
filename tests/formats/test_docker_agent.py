from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Fault
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.docker_agent import read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING

SHEBANG = "#!/usr/bin/env docker agent run\n"
TEAM = (
    SHEBANG
    + """\
version: "2"
metadata: {author: me}
agents:
  root:
    model: fast
    description: Plans.
    instruction: |
      Plan the work.
      You run on ${env.HOST}.
    sub_agents: [writer]
    handoffs: [writer, agentcatalog/pirate]
    max_iterations: 20
    toolsets:
      - type: mcp
        ref: docker:duckduckgo
  writer:
    model: openai/gpt-4o,anthropic/claude
    instruction: Write.
    handoffs: [root]
models:
  fast: {provider: openai, model: gpt-4o-mini, temperature: 0.2}
  both: {model: "fast,openai/gpt-4o"}
"""
)


def read_team(text: str, path: str = "agents/team.yaml") -> Reading:
    return read(SourceFile(path, text, lambda _: MISSING))


def drafts(text: str) -> dict[tuple[str, str], Draft]:
    return {(draft.kind, draft.data["name"]): draft for draft in read_team(text).drafts}


def only_fault(text: str) -> Fault:
    (fault,) = read_team(text).faults
    return fault


def team(agent: str, rest: str = "") -> str:
    return f"agents:\n  root:\n    instruction: Help.\n    {agent}\n{rest}"


def place(fault: Fault) -> tuple[str, int, int]:
    return fault.rule, fault.place.line, fault.place.column


def test_each_agent_is_an_agent_with_its_instruction_as_prompt() -> None:
    found = drafts(TEAM)
    assert read_team(TEAM).faults == ()
    root = found["Agent", "agents/team/root"]
    assert root.data["prompt"] == "agents/team/root"
    assert root.data["description"] == "Plans."
    assert root.data["limits"] == {"max_turns": 20}
    prompt = found["Prompt", "agents/team/root"]
    assert prompt.data["body"] == "Plan the work.\nYou run on ${env.HOST}.\n"
    assert prompt.data["model"] == root.data["model"] == "agents/team/fast"
    position = prompt.range_in(("body",), 5, 8)
    assert (position.line, position.column, position.end_column) == (9, 12, 15)


def test_cycles_of_handoffs_are_meant() -> None:
    found = drafts(TEAM)
    assert found["Agent", "agents/team/writer"].data["handoffs"] == ["agents/team/root"]
    root = found["Agent", "agents/team/root"]
    assert root.data["handoffs"] == ["agents/team/writer", "agentcatalog/pirate"]
    assert root.range_of(("handoffs", 0))[:2] == (11, 18)
    assert root.range_of(("handoffs", 1))[:2] == (12, 24)


def test_of_several_models_none_is_the_model() -> None:
    found = drafts(TEAM)
    writer = found["Agent", "agents/team/writer"]
    assert "model" not in writer.data
    assert writer.data["annotations"]["docker-agent"]["model"] == "openai/gpt-4o,anthropic/claude"
    assert "id" not in found["Model", "agents/team/both"].data


def test_models_are_declared() -> None:
    model = drafts(TEAM)["Model", "agents/team/fast"]
    assert (model.data["provider"], model.data["id"]) == ("openai", "gpt-4o-mini")
    assert model.data["annotations"] == {"docker-agent": {"temperature": 0.2}}
    assert model.range_of(("id",)).line == 22


def test_what_is_computed_is_dynamic() -> None:
    found = drafts(TEAM)
    assert found["Prompt", "agents/team/root"].dynamic == (("body",),)
    assert found["Prompt", "agents/team/writer"].dynamic == ()


def test_nothing_else_is_lost() -> None:
    kept = drafts(TEAM)["Agent", "agents/team/root"].data["annotations"]["docker-agent"]
    assert kept == {
        "toolsets": [{"type": "mcp", "ref": "docker:duckduckgo"}],
        "sub_agents": ["writer"],
        "handoffs": ["writer", "agentcatalog/pirate"],
        "team": {"version": "2", "metadata": {"author": "me"}},
    }


def test_structured_output_is_that_of_the_prompt() -> None:
    schema = "structured_output: {name: a, schema: {type: object, properties: {x: {type: string}}}}"
    (prompt,) = [draft for draft in read_team(team(schema)).drafts if draft.kind == "Prompt"]
    assert prompt.data["output"]["schema"]["properties"] == {"x": {"type": "string"}}
    assert prompt.range_of(("output", "schema", "properties", "x"), "key")[:2] == (4, 70)
    odd = team("structured_output: {name: a, schema: {type: nonsense}}")
    assert all("output" not in draft.data for draft in read_team(odd).drafts)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("instructions", "instruction"),
        ("system_prompt", "instruction"),
        ("subagents", "sub_agents"),
        ("toolset", "toolsets"),
        ("max_turns", "max_iterations"),
    ],
)
def test_an_unknown_key_of_an_agent_is_refused(written: str, meant: str) -> None:
    fault = only_fault(f"{SHEBANG}agents:\n  root:\n    add_date: true\n    {written}: x\n")
    assert place(fault) == ("unknown-key", 5, 5)
    assert f"`{meant}`" in (fault.help or "")
    assert fault.edits == ((fault.place, meant),)


def test_instructions_for_instruction_loses_the_prompt() -> None:
    reading = read_team("agents:\n  root:\n    model: openai/x\n    instructions: You help.\n")
    assert [draft.kind for draft in reading.drafts] == ["Agent"]
    (fault,) = reading.faults
    assert fault.help == "did you mean `instruction`? releases of early 2026 start without the text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (team("toolsets: [{type: shell, tool: [a]}]"), ("unknown-key", 4, 30)),
        (team("add_date: true", "models:\n  a: {provider: openai, max_token: 5}\n"), ("unknown-key", 6, 25)),
        (SHEBANG + team("add_date: true", "model: {}\n"), ("unknown-key", 6, 1)),
        (SHEBANG + team("add_date: true", 'version: "3"\nwhatever: x\n'), ("unknown-key", 7, 1)),
        (team("sub_agents: [rot]"), ("unknown-reference", 4, 18)),
        (team("handoffs: [nobody]"), ("unknown-reference", 4, 16)),
        (team("model: gpt-4o"), ("unknown-reference", 4, 12)),
        (team("model: openai/a, slow"), ("unknown-reference", 4, 12)),
        (team("fallback: {models: [slow]}"), ("unknown-reference", 4, 25)),
        (team("toolsets: [{type: mcp, ref: search}]"), ("unknown-reference", 4, 33)),
        (team("toolsets: [{type: mcp}]"), ("invalid-value", 4, 23)),
        (team("add_date: true", "version: v2\n"), ("invalid-value", 5, 10)),
    ],
)
def test_what_upstream_refuses(text: str, expected: tuple[str, int, int]) -> None:
    assert place(only_fault(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        team("model: auto"),
        team("model: ''"),
        team("model: openai/gpt-4o"),
        team("sub_agents: [agentcatalog/pirate, 'https://example.com/a.yaml']"),
        team("toolsets: [{type: mcp, ref: search}]", "mcps:\n  search: {command: npx}\n"),
        team("toolsets: [{type: mcp, remote: {url: 'https://example.com'}}]"),
        team("toolsets: [{type: mcp, command: npx, working_dir: .}]", 'version: "9"\n'),
        team("redact_secrets: true"),
        SHEBANG + team("something_of_next_year: true"),
        team("model: a", "models:\n  a: {provider: openai, model: x}\n"),
    ],
)
def test_what_upstream_takes(text: str) -> None:
    reading = read_team(text)
    assert reading.faults == ()
    assert reading.drafts


def test_agents_in_a_list_are_read_and_refused() -> None:
    reading = read_team(SHEBANG + "agents:\n  - name: root\n    instruction: Help.\n")
    assert {draft.data["name"] for draft in reading.drafts} == {"agents/team/root"}
    assert [place(fault) for fault in reading.faults] == [("invalid-value", 2, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "agents: 1\n",
        "agents: {}\ninstruction: x\n",
        "agents: [instruction]\n",
        "agents:\n  - name: a\n    instruction: b\n",
        "agents:\n  a: instruction\n",
        "agents:\n  a: {instruction: b}\nworkflow: {}\n",
        "agents:\n  a: {instruction: b, servers: [fetch]}\n",
        "agents:\n  a: {role: x, goal: y, backstory: instruction}\n",
        "agents:\n  a: {model: provider}\n",
        "agents: {a: {instruction: [}\n",
        "instruction: x\n",
        "",
    ],
)
def test_the_agents_of_other_tools_are_left_alone(text: str) -> None:
    assert read_team(text) is NOT_OURS


@pytest.mark.parametrize(
    "first", ["#!/usr/bin/env cagent run", "#!/usr/bin/env -S docker agent run", "#!/usr/bin/docker-agent run"]
)
def test_a_script_that_is_no_yaml_is_one_finding(first: str) -> None:
    faults = read_team(f"{first}\nagents:\n  root: {{instruction: [}}\n").faults
    assert [place(fault) for fault in faults] == [("invalid-yaml", 3, 24)]


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["root", "", "a,b", "x/y", "${x}"])
_KEYS = st.sampled_from(
    ["agents", "root", "model", "models", "instruction", "sub_agents", "handoffs", "toolsets", "type", "ref", "name"]
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=20
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=4), st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_any_document_is_compiled_and_none_of_its_resources_refused(
    data: dict[str, Any], agent: dict[str, Any]
) -> None:
    text = SHEBANG + yaml.safe_dump({"agents": {"root": {"instruction": "x", **agent}}, **data})
    reading = read_team(text)
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()
    with TemporaryDirectory() as folder:
        Path(folder, "team.yaml").write_text(text, "utf-8")
        verdict = Compiler(Request(Path(folder), date(2026, 11, 1))).verdict
    assert verdict.resources == len(reading.drafts)


@given(st.integers(0, len(TEAM)), st.integers(0, 40), st.text("{}[]:-&*!#\"' \nab", max_size=4))
def test_a_damaged_file_is_read_or_left_alone(start: int, length: int, put: str) -> None:
    reading = read_team(TEAM[:start] + put + TEAM[start + length :])
    assert reading is NOT_OURS or reading.dialect == "docker-agent"
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()
