from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import Result

from promptops.cli.examples import ExampleCommand
from promptops.cli.main import COMMANDS, cli

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_PROMPT = "---\nname: support/refund-reply\nversion: 1.0.0\nowner: support\n---\nAnswer in plain words.\n"
_PROMPTY = "---\nmodel: {id: gpt-4o, apiType: chat}\n---\nGreet.\n"


def _command(name: str) -> ExampleCommand:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, ExampleCommand)
    return command


def _finding(run: Run, write: Write) -> str:
    """Return the fingerprint of a finding, which no example can know."""
    write({"prompts/support/late.prompt.md": _PROMPT.replace("refund-reply", "late\nreview_by: 2026-01-01")})
    (found,) = json.loads(run("lint", "--select", "overdue-review", "--format", "json").stdout)["diagnostics"]
    fingerprint: str = found["fingerprint"]
    return fingerprint


@pytest.mark.parametrize("example", [line for name in COMMANDS for line in _command(name).examples])
def test_every_example_runs(run: Run, write: Write, git: Callable[..., str], example: str) -> None:
    if not example.startswith("promptops new"):
        fragment = "---\nname: common/json-only\nversion: 1.0.0\nowner: support\n---\nAnswer in one table.\n"
        files = {"prompts/support/reply.prompt.md": _PROMPT, "prompts/hello.prompty": _PROMPTY}
        write({**files, "fragments/json-only.fragment.md": fragment})
        git("add", ".")
        git("commit", "--quiet", "--message", "begin")
        git("tag", "v1.2.0")
        git("branch", "--move", "--force", "main")
        git("commit", "--quiet", "--allow-empty", "--message", "go on")
        git("branch", "feature")
        git("update-ref", "refs/remotes/origin/main", "main")
    words, _, file = example.partition(" > ")
    arguments = shlex.split(words)[1:]
    if arguments[0] == "waive":
        arguments[1:2] = [_finding(run, write), "--as-of", "2026-11-21"]

    result = run(*arguments)

    assert result.exit_code in ((0, 1) if "doctor" in words else (0,)), result.output
    assert result.stdout
    assert not file or Path(file).suffix == ".json"
