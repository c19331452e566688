from __future__ import annotations

from collections.abc import Mapping
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
from promptops.formats import NOT_OURS, Reading, SourceFile
from promptops.formats.crewai import read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING

AGENTS = """\
researcher:
  role: >
    Researcher on {topic}
  goal: Find {facts}
  backstory: You know where to look.
  llm: openai/gpt-4o
  max_iter: 5
  max_execution_time: 60
  tools: [search]
"""
TASKS = """\
research:
  description: Find out about {topic}.
  expected_output: Ten {facts}
  agent: researcher
  output_json: Facts
report:
  description: Report.
  expected_output: Two pages
  agent: writer
  context: [research]
"""
CREW = "@CrewBase\nclass Crew:\n    @agent\n    def writer(self): ...\n\n    @task\n    def research(self): ...\n"


def read_crew(text: str, path: str = "crew/config/tasks.yaml", others: Mapping[str, str] | None = None) -> Reading:
    return read(SourceFile(path, text, lambda name: (others or {}).get(name, MISSING)))


def place(fault: Fault) -> tuple[str, int, int]:
    return fault.rule, fault.place.line, fault.place.column


def test_an_agent_is_an_agent_and_its_texts_a_prompt() -> None:
    prompt, agent = read_crew(AGENTS, "crew/config/agents.yaml").drafts
    assert agent.data == {
        "kind": "Agent",
        "name": "crew/config/agents/researcher",
        "prompt": "crew/config/agents/researcher",
        "model": "openai/gpt-4o",
        "limits": {"max_turns": 5, "timeout": "60s"},
        "annotations": {"crewai": {"tools": ["search"]}},
    }
    assert agent.dynamic == (("annotations", "crewai", "tools"),)
    assert agent.range_of(("limits", "timeout"))[:2] == (8, 23)
    assert prompt.template == "crewai"
    assert [message["role"] for message in prompt.data["messages"]] == ["system"] * 3
    assert [message["content"] for message in prompt.data["messages"]] == [
        "Researcher on {topic}\n",
        "You know where to look.",
        "Find {facts}",
    ]
    assert prompt.range_in(("messages", 0, "content"), 15, 20)[:2] == (3, 20)
    assert prompt.range_in(("messages", 2, "content"), 6, 11)[:2] == (4, 15)


def test_a_task_is_a_prompt_that_keeps_who_does_it() -> None:
    research, report = read_crew(TASKS).drafts
    assert research.data["name"] == "crew/config/tasks/research"
    assert [message["content"] for message in research.data["messages"]] == ["Find out about {topic}.", "Ten {facts}"]
    assert research.data["output"] == {"format": "json"}
    assert research.data["annotations"] == {"crewai": {"agent": "researcher", "output_json": "Facts"}}
    assert report.data["annotations"] == {"crewai": {"agent": "writer", "context": ["research"]}}
    assert report.range_of(("annotations", "crewai", "context", 0))[:2] == (10, 13)


def test_variables_are_found_where_they_stand_and_all_are_allowed(tmp_path: Path) -> None:
    (tmp_path / "tasks.yaml").write_text(TASKS, "utf-8")
    assert Compiler(Request(tmp_path, date(2026, 11, 1))).verdict.diagnostics == ()


@pytest.mark.parametrize("where", ["../crew.py", "crew.py"])
def test_names_that_neither_file_nor_program_has_are_unknown(where: str) -> None:
    tasks = TASKS.replace("[research]", "[researsch, report, research]").replace("agent: writer", "agent: reader")
    faults = read_crew(tasks, others={where: CREW, "agents.yaml": AGENTS}).faults
    assert [place(fault) for fault in faults] == [("unknown-reference", 9, 10), ("unknown-reference", 10, 13)]
    assert faults[1].help == "did you mean `research`?"


@pytest.mark.parametrize(
    "program",
    [
        None,
        "class Crew:\n    pass\n",  # not read as CrewAI reads it
        CREW.replace("Crew:", "Crew(Base):"),  # whose functions stand elsewhere, too
        CREW + "# reader",
    ],
)
def test_a_name_that_the_program_may_have_is_left_alone(program: str | None) -> None:
    tasks = TASKS.replace("agent: writer", "agent: reader")
    others = {"agents.yaml": AGENTS} | ({"../crew.py": program} if program else {})
    assert read_crew(tasks, others=others).faults == ()


def test_without_a_file_of_agents_the_program_has_to_have_the_name() -> None:
    (fault,) = read_crew(TASKS, others={"../crew.py": CREW}).faults
    assert place(fault) == ("unknown-reference", 4, 10)


@pytest.mark.parametrize("agents", ["- a\n", "a: [", ""])
def test_a_file_of_agents_that_cannot_be_read_has_no_names(agents: str) -> None:
    (fault,) = read_crew(TASKS, others={"../crew.py": CREW, "agents.yaml": agents}).faults
    assert fault.rule == "unknown-reference"


def test_a_context_that_is_no_list_is_read_letter_by_letter() -> None:
    (fault,) = read_crew(TASKS.replace("[research]", "research")).faults
    assert place(fault) == ("invalid-value", 10, 12)


@pytest.mark.parametrize(
    ("key", "meant"),
    [("max_iterations", "max_iter"), ("allow_delegations", "allow_delegation"), ("tool", "tools"), ("model", "llm")],
)
def test_a_key_that_upstream_drops(key: str, meant: str) -> None:
    text = f"a:\n  role: r\n  goal: g\n  backstory: b\n  {key}: x\n"
    (fault,) = read_crew(text, "agents.yaml").faults
    assert place(fault) == ("ignored-key", 5, 3)
    assert fault.help == f"did you mean `{meant}`?"
    used = {"../crew.py": f"config['{key}']"}
    assert read_crew(text, "agents.yaml", used).faults == ()


@pytest.mark.parametrize("key", ["llm: x\n  model", "custom", "notes"])
def test_a_key_that_may_be_the_program_s_own_is_left_alone(key: str) -> None:
    assert read_crew(f"a:\n  role: r\n  goal: g\n  backstory: b\n  {key}: x\n", "agents.yaml").faults == ()


@pytest.mark.parametrize("limits", ["max_iter: 0", "max_iter: many", "max_execution_time: -1", "max_iter: true"])
def test_odd_limits_are_annotations(limits: str) -> None:
    _, agent = read_crew(AGENTS.partition("  max_iter")[0] + f"  {limits}\n").drafts
    assert "limits" not in agent.data
    assert limits.partition(":")[0] in agent.data["annotations"]["crewai"]


def test_entries_without_texts_are_no_prompts() -> None:
    agents = read_crew(AGENTS + "other:\n  role: ' '\n").drafts
    assert [draft.kind for draft in agents] == ["Prompt", "Agent", "Agent"]
    tasks = read_crew(TASKS + "other:\n  description: 4\n").drafts
    assert [draft.kind for draft in tasks] == ["Prompt", "Prompt"]


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  role: r\n  backstory: b\n",
        "framework: crewai\nroles:\n  a: {role: r, goal: g, backstory: b}\n",
        "agents:\n  a:\n    role: r\n    goal: g\n    backstory: b\n",
        AGENTS + "other: 1\n",
        AGENTS + "other: {llm: x}\n",
        AGENTS + "---\n" + AGENTS,
        "- role\n- backstory\n",
        "{}\n",
        "",
    ],
)
def test_what_only_looks_like_a_crew_is_left_alone(text: str) -> None:
    assert read_crew(text) is NOT_OURS


def test_a_file_that_is_no_yaml_is_one_finding_where_its_name_is_that_of_a_crew() -> None:
    broken = TASKS.replace("Ten {facts}", "[")
    assert [place(fault) for fault in read_crew(broken).faults] == [("invalid-yaml", 3, 20)]
    assert read_crew(broken, "crew/other.yaml") is NOT_OURS
    assert read_crew(broken + "{{ x }}") is NOT_OURS


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "{a}", "x/y", "a"])
_KEYS = st.sampled_from(
    [*AGENTS.replace(":", "").split(), "context", "agent", "expected_output", "description", "output_json", "maxiter"]
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=10
)


@pytest.mark.parametrize("texts", [("role", "goal", "backstory"), ("description", "expected_output")])
@given(st.dictionaries(_KEYS, _VALUES, max_size=6), st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_any_document_is_compiled_and_none_of_its_resources_refused(
    texts: tuple[str, ...], entry: dict[str, Any], other: dict[str, Any]
) -> None:
    text = yaml.safe_dump({"a": dict.fromkeys(texts, "x") | entry, "b": {texts[0]: "x", **other}})
    reading = read_crew(text)
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()
    with TemporaryDirectory() as folder:
        Path(folder, "tasks.yaml").write_text(text, "utf-8")
        verdict = Compiler(Request(Path(folder), date(2026, 11, 1))).verdict
    assert verdict.resources == len(reading.drafts)


@pytest.mark.parametrize("text", [AGENTS, TASKS])
@given(st.integers(0, len(TASKS)), st.integers(0, 40), st.text("{}[]:-&*!#\"' \nab", max_size=4))
def test_a_damaged_file_is_read_or_left_alone(text: str, start: int, length: int, put: str) -> None:
    reading = read_crew(text[:start] + put + text[start + length :])
    assert reading is NOT_OURS or reading.dialect == "crewai"
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()
