from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-completion-signal"
TOOL = "kind: Tool\nname: work\n"


def agent(more: str, name: str = "a") -> str:
    return f"kind: Agent\nname: {name}\nlimits: {{max_turns: 3, max_cost: 1}}\n{more}"


def closing(parameters: str) -> str:
    return f"kind: Tool\nname: close\nparameters: {parameters}\n"


@pytest.mark.parametrize(
    ("parameters", "lacking"),
    [
        ("{type: object, properties: {status: {enum: [a, b]}, reason_code: {enum: [c]}}}", None),
        ("{type: object, properties: {status: {enum: [a, b]}, reason: {type: string}}}", None),
        ("{type: object, properties: {status: {const: done}, error: {type: string}}}", None),
        ("{type: object, properties: {status: {type: boolean}, code: {type: integer}}}", None),
        ("{type: object, properties: {status: {anyOf: [{enum: [a]}, {type: 'null'}]}, why: {enum: [c]}}}", None),
        ("{type: object, properties: {status: {$ref: '#/$defs/s'}, reason: {}}, $defs: {s: {enum: [a]}}}", None),
        ("{type: object, allOf: [{required: [status]}]}", None),
        ("{type: object, properties: {status: {enum: [a, b]}}}", "no reason code beside the status"),
        ("{type: object, properties: {status: {type: string}, reason: {}}}", "no fixed values for `status`"),
        ("{type: object, properties: {status: {oneOf: [{enum: [a]}, {}]}}}", "no fixed values for `status`"),
        ("{type: object, properties: {state: {enum: [a]}, reason: {}}}", "no parameter `status`"),
        ("{type: object}", "no parameter `status`"),
    ],
)  # fmt: skip
def test_the_parameters_of_the_tool_that_ends_a_run(parameters: str, lacking: str | None, lint: Lint) -> None:
    files = {"a.yaml": agent("completion: {tool: close, status: status}\n"), "close.yaml": closing(parameters)}
    found = lint(files, RULE)
    expected = [] if lacking is None else [f"the tool `close` ends a run of `a`, and it has {lacking}"]
    assert [each.message for each in found] == expected
    assert [each.primary[:2] for each in found] == [("a.yaml", 4)] * len(expected)


@pytest.mark.parametrize(
    ("parameters", "is_told"),
    [
        ("{type: object, properties: {text: {}, outcome: {enum: [a]}, reason: {}}}", False),
        ("{type: object, properties: {text: {type: string}}}", True),
    ],
)
def test_without_a_name_any_parameter_may_be_the_status(parameters: str, lint: Lint, *, is_told: bool) -> None:
    files = {"a.yaml": agent("completion: {tool: close}\n"), "close.yaml": closing(parameters)}
    assert bool(lint(files, RULE)) == is_told


GOOD = {
    "close.yaml": closing("{type: object, properties: {status: {enum: [a]}, reason: {}}}"),
    "other.yaml": agent("completion: {tool: close}\n", "other"),
}
SCHEMA = "output: {schema: {type: object, properties: {status: {enum: [a]}}}}\n"
PROMPT = "---\nname: p\ntools: [work]\n{}---\nGo.\n"
LASTING = "durable_decisions: true\nbackfill: none\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        # nobody waits for it
        ({"a.yaml": agent("tools: [work]\n")}, []),
        # that others of the project say how they end does not mean that somebody waits for this one
        ({**GOOD, "a.yaml": agent("tools: [work]\n")}, []),
        ({**GOOD, "a.yaml": agent("tools: [work]\nhandoffs: [other]\n")}, []),
        ({"a.yaml": agent(f"tools: [work]\n{LASTING}lifecycle: retired\n")}, []),
        # it ends with its first answer
        ({"a.yaml": agent(f"description: no tools\n{LASTING}")}, []),
        ({"a.yaml": agent(f"tools: [gone]\n{LASTING}")}, []),
        # a program relies on it, or what it decides lasts
        ({"a.yaml": agent("tools: [work]\n"), "c.yaml": "kind: Consumer\nname: c\nof: agent:a\n"}, ["a.yaml"]),
        ({"a.yaml": agent(f"tools: [work]\n{LASTING}")}, ["a.yaml"]),
        ({"a.yaml": agent("tools: [work]\ndurable_decisions: false\n")}, []),
        # its prompt has tools, and an answer that programs can read
        ({"a.yaml": agent(f"prompt: p\n{LASTING}"), "p.prompt.md": PROMPT.format("")}, ["a.yaml"]),
        ({"a.yaml": agent(f"prompt: p\n{LASTING}"), "p.prompt.md": PROMPT.format(SCHEMA)}, []),
        # a tool that is not there is told by another rule
        ({"a.yaml": agent("completion: {tool: gone}\n")}, []),
    ],
)  # fmt: skip
def test_which_agents_must_say_how_they_end(files: dict[str, str], told: list[str], lint: Lint) -> None:
    assert [each.primary.path for each in lint({"work.yaml": TOOL, **files}, RULE)] == told


def test_a_tool_that_ends_the_runs_of_several_agents_is_told_once(lint: Lint) -> None:
    ending = "completion: {tool: close, status: status}\n"
    files = {f"{name}.yaml": agent(ending, name) for name in "abc"}
    (found,) = lint({**files, "close.yaml": closing("{type: object, properties: {status: {enum: [a, b]}}}")}, RULE)
    told = "the tool `close` ends a run of `a` and of 2 more, and it has no reason code beside the status"
    assert found.message == told
    assert found.primary[:2] == ("a.yaml", 4)


def test_other_formats_have_no_place_for_it(lint: Lint) -> None:
    team = "agents:\n  root:\n    model: openai/gpt-4o\n    instruction: Help.\n    toolsets: [{type: shell}]\n"
    assert lint({**GOOD, "team.yaml": team}, RULE) == ()
