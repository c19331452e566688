from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unbounded-agent"
AGENT = "kind: Agent\nname: a\ntools: [t]\n"
TOOL = "kind: Tool\nname: t\ndescription: Does it.\n"
TEAM = """#!/usr/bin/env docker agent run
agents:
  root: {{model: openai/gpt-4o, instruction: Plan., sub_agents: [writer], max_iterations: 5}}
  writer: {{model: openai/gpt-4o, instruction: Write., toolsets: [{{type: think}}]{limit}}}
"""


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": AGENT}, id="no limits"),
        pytest.param({"a.yaml": f"{AGENT}limits: {{max_tool_calls: 3}}\ncompletion: {{tool: t}}\n"}, id="may talk on"),
        pytest.param(
            {
                "a.yaml": f"{AGENT}budget: b\n",
                "b.yaml": "kind: Budget\nname: b\nholder: team:support\namount: {usd: 5}\non_exceed: alert\n",
            },
            id="a budget that only tells",
        ),
    ],
)
def test_an_agent_that_nothing_ends_is_reported(files: dict[str, str], lint: Lint) -> None:
    found = lint({"t.yaml": TOOL, **files}, RULE)
    assert [(each.primary.path, each.primary.line, each.message) for each in found] == [
        ("a.yaml", 2, "nothing ends the loop of the agent `a`")
    ]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": f"{AGENT}limits: {{max_turns: 1000000000000000}}\n"}, id="many turns"),
        pytest.param({"a.yaml": f"{AGENT}limits: {{max_cost: 0}}\n"}, id="no money at all"),
        pytest.param({"a.yaml": f"{AGENT}limits: {{timeout: 5m}}\n"}, id="a timeout"),
        pytest.param({"a.yaml": f"{AGENT}limits: {{max_tool_calls: 3}}\n"}, id="tools, and no talking on"),
        pytest.param({"a.yaml": f"{AGENT}lifecycle: retired\n"}, id="retired"),
        pytest.param({"a.yaml": "kind: Agent\nname: a\n"}, id="no tools"),
        pytest.param({"team.yaml": TEAM.format(limit="").replace(", max_iterations: 5", "")}, id="never limited there"),
        pytest.param({"team.yaml": TEAM.format(limit=", max_iterations: 2")}, id="another format, with limits"),
        pytest.param(
            {
                "a.yaml": f"{AGENT}budget: b\n",
                "b.yaml": "kind: Budget\nname: b\nholder: team:support\namount: {usd: 5}\non_exceed: block\n",
            },
            id="a budget that blocks",
        ),
    ],
)
def test_any_end_will_do(files: dict[str, str], lint: Lint) -> None:
    assert lint({"t.yaml": TOOL, **files}, RULE) == ()


def test_a_file_of_another_format_is_told_once(lint: Lint) -> None:
    (found,) = lint({"team.yaml": TEAM.format(limit="")}, RULE)
    assert found.message == "nothing ends the loop of the agent `team/writer`, while others here have a limit"
