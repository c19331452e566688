from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import Result

from promptops.cli.export import command
from promptops.conversion.exporting import FORMATS

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str]], None]

_PROMPT = "---\nname: support/reply\nversion: 1.0.0\ninputs: {who: string}\n---\nHello {{ who }}.\n"


def test_one_prompt_goes_to_standard_output(run: Run, write: Write) -> None:
    write({"a.prompt.md": _PROMPT})
    result = run("export", "github", "support/reply")
    assert result.exit_code == 0
    assert result.stdout == 'name: support/reply\nmessages:\n  - {role: user, content: "Hello {{who}}."}\n'
    assert result.stderr == "not said of the prompt `support/reply`: version, inputs\n"


def test_several_go_to_a_folder(run: Run, write: Write, repository: Path) -> None:
    write({"a.prompt.md": _PROMPT, "b.prompt.md": _PROMPT.replace("reply", "other")})
    refused = run("export", "prompty")
    assert refused.exit_code == 2
    assert "there are 2 files to write" in refused.stderr
    result = run("export", "prompty", "--to", "out")
    assert result.exit_code == 0
    assert result.stdout == "wrote out/support/other.prompty\nwrote out/support/reply.prompty\n"
    assert (repository / "out/support/reply.prompty").read_text().endswith("---\nHello {{ who }}.\n")


@pytest.mark.parametrize("arguments", [("github", "--to", ".."), ("github", "nobody"), ("yaml",)])
def test_misuse_is_2(run: Run, write: Write, arguments: tuple[str, ...]) -> None:
    write({"a.prompt.md": _PROMPT})
    assert run("export", *arguments).exit_code == 2


def test_what_would_mean_something_else_is_refused_with_1(run: Run, write: Write) -> None:
    write({"a.prompt.md": _PROMPT.replace("{{ who }}", "{% for x in who %}{{ x }}{% endfor %}")})
    result = run("export", "github")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: the prompt `support/reply`: a.prompt.md:6:19: there are no loops there\n"
        "  = help: only `{{ name }}` can be written there\n"
    )


def test_tools_go_into_one_list(run: Run, write: Write, repository: Path) -> None:
    write({"a.yaml": "kind: Tool\nname: a\n", "b.yaml": "kind: Tool\nname: b\n"})
    assert [tool["name"] for tool in json.loads(run("export", "mcp").stdout)["tools"]] == ["a", "b"]
    assert run("export", "mcp", "b", "--to", ".").stdout == "wrote tools.json\n"
    assert len(json.loads((repository / "tools.json").read_text())["tools"]) == 1
    assert run("export", "mcp", "a", "--to", ".").exit_code == 2
    assert run("export", "mcp", "a", "--to", ".", "--force").exit_code == 0


def test_nothing_to_write_is_said(run: Run, write: Write) -> None:
    write({"a.prompt.md": _PROMPT})
    result = run("export", "mcp")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing to write: the project has no tools\n"


def test_the_command_has_every_format() -> None:
    (target,) = (parameter for parameter in command.params if parameter.name == "target")
    assert isinstance(target.type, click.Choice)
    assert tuple(target.type.choices) == FORMATS
