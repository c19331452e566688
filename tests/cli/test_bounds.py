"""`promptops bounds`: the most that one request uses, and how that comes about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.packaged import published_schemas

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "agents/desk.yaml": (
        "kind: Agent\nname: support/desk\nprompt: support/reply\ntools: [look-up]\n"
        "limits: {max_turns: 2, max_tool_calls: 2, max_cost: 0.10}\n"
    ),
    "tools/look-up.yaml": "kind: Tool\nname: look-up\ndescription: Looks up.\neffects: read\ninvokes: [prompt:sum]\n",
    "prompts/reply.prompt.md": "---\nname: support/reply\nmodel: chat\n---\nAnswer the customer.\n",
    "prompts/sum.prompt.md": (
        "---\nname: sum\nmodel: chat\ninputs: {text: {type: string, maxLength: 100}}\n---\n"
        '{% include "common/tone" %}\nSum up {{ text }}\n'
    ),
    "fragments/tone.fragment.md": "---\nname: common/tone\n---\nBe brief.\n",
    "models/chat.yaml": (
        "kind: Model\nname: chat\nprovider: meridian\nid: gpt-4o\ncontext_window: 1000\nmax_output_tokens: 100\n"
        "price: {input: 2.00, output: 8.00, as_of: 2026-11-01}\n"
    ),
    "providers/meridian.yaml": "kind: Provider\nname: meridian\nretries: {max_attempts: 2}\n",
    "environments/prod.yaml": (
        "kind: Environment\nname: prod\noverrides:\n  agent:support/desk: {limits: {max_turns: 9}}\n"
    ),
}


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(FILES)


def bound(result: Result) -> dict[str, Any]:
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    schema = json.loads((published_schemas() / "bounds.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(found)
    (only,) = found["bounds"]
    return dict(only)


def test_each_line_names_its_limit_and_they_add_up(run: Run) -> None:
    text = run("bounds", "support/desk").stdout
    assert text.startswith("one request to agent:support/desk\n")
    lines = [" ".join(line.split()).replace("\u00d7", "x") for line in text.splitlines()]
    assert "at most 8 5,856 800 0.017312" in lines
    assert "2 x a call 4 4,000 400 0.0104 max_turns: 2, agents/desk.yaml:5" in lines
    assert "2 x model:chat, each 2 1,000 100 0.0026 in: the context window, providers/meridian.yaml:3" in lines
    assert "2 x tool:look-up 4 1,856 400 0.006912 max_tool_calls: 2, agents/desk.yaml:5" in lines
    assert "2 x model:chat, each 2 464 100 0.001728 in: counted with o200k_base, providers/meridian.yaml:3" in lines


def test_an_environment_counts(run: Run) -> None:
    assert bound(run("bounds", "support/desk", "--format", "json"))["greatest"]["calls"] == 8
    prod = bound(run("bounds", "support/desk", "--format", "json", "--environment", "prod"))
    assert (prod["environment"], prod["greatest"]["calls"]) == ("environment:prod", 2 * 3 + 4)


def test_what_has_no_end_says_which_limit_is_missing(run: Run, write: Write) -> None:
    write({"agents/desk.yaml": "kind: Agent\nname: support/desk\nprompt: support/reply\ntools: [look-up]\n"})
    found = bound(run("bounds", "support/desk", "--format", "json"))
    assert found["greatest"] == dict.fromkeys(("calls", "input", "output", "cost"))
    assert [(gap["measure"], gap["message"], gap["path"], gap["line"]) for gap in found["gaps"]] == [
        ("calls", "`agent:support/desk` has no `limits.max_turns`", "agents/desk.yaml", 2),
        (
            "calls",
            "nothing limits how many tools a run of `agent:support/desk` calls: `limits.max_tool_calls`",
            "agents/desk.yaml",
            4,
        ),
    ]
    assert "  any number of calls  " in run("bounds", "support/desk").stdout


def test_a_missing_limit_is_called_what_the_format_calls_it(run: Run, write: Write) -> None:
    agent = "{model: openai/gpt-5, instruction: Answer., toolsets: [{type: shell}]}"
    write({"agents/other.yaml": f"version: '2'\nagents:\n  root: {agent}\n"})
    gaps = bound(run("bounds", "agent:agents/other/root", "--format", "json"))["gaps"]
    assert "`agent:agents/other/root` has no `max_iterations`" in [gap["message"] for gap in gaps]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone",), "no resource is named `gone`"),
        (("common/tone",), "nothing that a request could be made to is named `common/tone`"),
        (("sum", "--environment", "gone"), "there is no environment `gone`"),
    ],
)
def test_what_cannot_be_asked_is_misuse(arguments: tuple[str, ...], message: str, run: Run) -> None:
    result = run("bounds", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
