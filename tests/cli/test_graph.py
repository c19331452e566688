from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.packaged import published_schemas

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]


def _prompt(name: str, body: str = "Hello.", owner: str = "support") -> str:
    return f"---\nname: {name}\nowner: {owner}\n---\n{body}\n"


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(
        {
            "promptops.yaml": "name: shop\n",
            "prompts/a.prompt.md": _prompt("a", '{% include "common" %}'),
            "prompts/b.prompt.md": _prompt("b", owner="billing"),
            "fragments/common.fragment.md": _prompt("common"),
        }
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), {"prompt:a", "prompt:b", "fragment:common"}),
        (("--select", "kind:prompt"), {"prompt:a", "prompt:b"}),
        (("--select", "+a"), {"prompt:a", "fragment:common"}),
        (("--select", "common+"), {"prompt:a", "fragment:common"}),
        (("--select", "owner:billing", "--select", "common"), {"prompt:b", "fragment:common"}),
        (("--select", "kind:prompt,owner:support"), {"prompt:a"}),
        (("--exclude", "path:prompts"), {"fragment:common"}),
        (("prompts",), {"prompt:a", "prompt:b"}),
        (("prompts/a.prompt.md",), {"prompt:a"}),
        (("prompts", "--select", "+a"), {"prompt:a"}),
        (("prompt",), None),
    ],
)
def test_what_is_shown(run: Run, arguments: tuple[str, ...], expected: set[str] | None) -> None:
    result = run("graph", "--format", "json", *arguments)
    if expected is None:
        assert (result.exit_code, result.stdout) == (2, "")
        return
    assert (result.exit_code, result.stderr) == (0, "")
    drawn = json.loads(result.stdout)
    Draft202012Validator(json.loads((published_schemas() / "graph.schema.json").read_bytes())).validate(drawn)
    assert {node["reference"] for node in drawn["nodes"]} == expected


@pytest.mark.parametrize(
    ("format", "start"), [("text", "fragment:common"), ("mermaid", "flowchart"), ("dot", "digraph"), ("json", "{")]
)
def test_every_format_is_drawn(run: Run, format: str, start: str) -> None:
    assert run("graph", "--format", format).stdout.startswith(start)


def test_errors_are_counted_beside_the_graph(run: Run, write: Write) -> None:
    write({"prompts/b.prompt.md": _prompt("b", '{% include "missing" %}')})
    result = run("graph")
    assert result.exit_code == 0
    assert result.stderr == "1 error may hide resources or links: run `promptops lint`\n"
    write({"prompts/a.prompt.md": _prompt("a", '{% include "missing" %}')})
    assert run("graph").stderr.startswith("2 errors may")


def test_errors_that_hide_nothing_are_not_counted_beside_the_graph(run: Run, write: Write) -> None:
    write({"data.yaml": "kind: Index\nname: help\nowner: support\nbuilt_on: 2020-01-01\nmax_age: 1d\n"})
    result = run("graph")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "error[aging-index]" in run("lint").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--select", "path:promts"), "did you mean `prompts`?"),
        (("--select", "x:y"), "there is no selector method `x`"),
        (("--format", "svg"), "'svg' is not one of"),
        (("nowhere",), "there is nothing at `nowhere`"),
    ],
)
def test_misuse(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("graph", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_commit_is_drawn_as_it_was(run: Run, git: Git, write: Write) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    write({"prompts/c.prompt.md": _prompt("c")})
    assert "3 resources" in run("graph", "--at", "HEAD").stdout
    assert "4 resources" in run("graph").stdout


def test_circles_are_listed_with_what_ends_them(run: Run, write: Write) -> None:
    agent = "kind: Agent\nname: {}\nowner: support\nlimits: {{max_turns: 3, max_cost: 2}}\nhandoffs: [{}]\n"
    write({"agents/x.yaml": agent.format("x", "y"), "agents/y.yaml": agent.format("y", "x")})
    result = run("graph", "--select", "kind:agent")
    assert "a circle of hand-offs · ended by `max_turns: 3` and `max_cost: 2` of agent:x;" in result.stdout
    assert "├── agent:x hands off to agent:y (agents/x.yaml:5)\n" in result.stdout
    (cycle,) = json.loads(run("graph", "--format", "json").stdout)["cycles"]
    assert [(call["path"], call["line"]) for call in cycle["calls"]] == [("agents/x.yaml", 5), ("agents/y.yaml", 5)]
    assert json.loads(run("graph", "--select", "x", "--format", "json").stdout)["cycles"] == []
