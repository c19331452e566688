from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

GATEWAY = """\
model_list:
- model_name: small
  litellm_params: {model: openai/gpt-4o}
prompts: [Answer.]
providers: [openai:gpt-4o]
tests: [{vars: {a: b}}]
"""
TOOL = "kind: Tool\nname: pay\nowner: support\n"


@pytest.fixture
def _two(write: Write) -> None:
    write({"gateway.yaml": GATEWAY, "pay.yaml": TOOL})


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1)])
def test_a_file_in_two_dialects_is_one_warning_that_names_both(run: Run, fail_on: str, status: int) -> None:
    result = run("lint", "--fail-on", fail_on)
    assert (result.exit_code, result.stderr) == (status, "")
    assert result.stdout == (
        "gateway.yaml:1:1: warning[unknown-dialect]: the file can be read as LiteLLM proxy and as promptfoo\n"
        "     = help: say which under `sources` in `promptops.yaml`, split it, or leave it out with `exclude`\n"
        "\n"
        "found 1 warning in 2 files (1 resource)\n"
    )


@pytest.mark.usefixtures("_two")
def test_a_file_in_two_dialects_counts_as_a_file_without_resources(run: Run) -> None:
    summary = json.loads(run("lint", "--format", "json").stdout)["summary"]
    assert (summary["files_read"], summary["resources"], summary["by_rule"]) == (2, 1, {"unknown-dialect": 1})
    assert json.loads(run("graph", "--format", "json").stdout)["nodes"][0]["path"] == "pay.yaml"


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    ("dialect", "kinds"),
    [("litellm", {"model", "provider", "tool"}), ("promptfoo", {"eval", "model", "prompt", "tool"})],
)
def test_the_configuration_decides_between_two_dialects(run: Run, write: Write, dialect: str, kinds: set[str]) -> None:
    write({"promptops.yaml": f"sources: [{{files: gateway.yaml, dialect: {dialect}}}]\n"})
    nodes = json.loads(run("graph", "--format", "json").stdout)["nodes"]
    assert {node["kind"] for node in nodes} == kinds
    assert "unknown-dialect" not in run("lint").stdout


def test_a_file_that_is_not_in_the_dialect_that_is_named_is_told(run: Run, write: Write) -> None:
    write({"promptops.yaml": "sources: [{files: '*.cfg', dialect: litellm}]\n", "a.cfg": "x: 1\n"})
    result = run("lint")
    assert result.exit_code == 0
    assert result.stdout == (
        "a.cfg:1:1: warning[unknown-dialect]: the file cannot be read as LiteLLM proxy, as `sources` in"
        " `promptops.yaml` says\n"
        "     = help: narrow `files` there, or name another\n"
        "\n"
        "found 1 warning in 1 file (0 resources)\n"
    )


def test_what_other_tools_run_is_said_once_not_to_be_checked(run: Run, write: Write) -> None:
    config = "prompts: [file://a.py, file://b.js]\nproviders: [openai:gpt-4o]\n"
    write({"promptfooconfig.yaml": config, "a.py": "", "b.js": ""})
    expected = "2 parts that are known only where other tools run were not checked\n"
    assert run("lint").stdout.count(expected) == 1
    assert run("lint", "--statistics").stdout.count(expected) == 1
    assert run("lint", "--quiet").stdout == ""
    assert json.loads(run("lint", "--format", "json").stdout)["summary"]["not_checked"] == 2
    nodes = json.loads(run("graph", "--format", "json").stdout)["nodes"]
    assert [node["dynamic"] for node in nodes if node["kind"] == "prompt"] == [[["body"]], [["body"]]]


@pytest.mark.parametrize(
    ("files", "ungoverned"),
    [
        ({}, 1),
        ({"CODEOWNERS": "/other/ @acme/x\n"}, 1),
        ({"CODEOWNERS": "*.yaml @acme/x\n"}, 0),
        ({"promptops.yaml": "name: shop\n"}, 1),
        ({"promptops.yaml": "owners: {'*.yaml': x}\n"}, 0),
        ({"promptops.yaml": "owners: {'*.json': x}\n"}, 0),
        ({"promptops.yaml": "rules: {missing-owner: off}\n"}, 0),
    ],
)
def test_one_line_says_what_naming_owners_would_check(
    run: Run, write: Write, files: dict[str, str], ungoverned: int
) -> None:
    write({"gateway.yaml": GATEWAY.partition("prompts")[0], "pay.yaml": TOOL, **files})
    line = "who owns 1 file of another format was not checked: `owners` in `promptops.yaml` or CODEOWNERS can say\n"
    assert run("lint").stdout.count(line) == ungoverned
    assert json.loads(run("lint", "--format", "json").stdout)["summary"]["ungoverned"] == ungoverned
