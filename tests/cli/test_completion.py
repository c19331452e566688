from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from click.shell_completion import ShellComplete

from promptops.cli.main import COMMANDS, cli
from promptops.resources import SLUGS
from promptops.rules import rule_ids

Spawn = Callable[..., subprocess.CompletedProcess[str]]


def completions(*words: str) -> list[str]:
    """Return what a shell offers for the last of some words."""
    complete = ShellComplete(cli, {}, "promptops", "_PROMPTOPS_COMPLETE")
    return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("",), list(COMMANDS)),
        (("li",), ["lint"]),
        (("nonsense", ""), list(COMMANDS)),
        (("lint", "--fail"), ["--fail-on"]),
        (("lint", "--fail-on", ""), ["info", "warning", "error", "never"]),
        (("lint", "--select", "unused-"), ["unused-input", "unused-waiver", "unused-suppression"]),
        (("lint", "--select", "ref"), ["references"]),
        (("compile", "--ignore", "syntax,unused-i"), ["syntax,unused-input"]),
        (("lint", "--format", "j"), ["json", "junit"]),
        (("rule", "unused-i"), ["unused-input"]),
        (("rule", ""), list(rule_ids())),
        (("new", "e"), ["eval", "environment"]),
        (("new", ""), list(SLUGS)),
        (("schema", "pro"), ["profile", "promptops", "prompt", "provider"]),
        (("graph", "--format", "d"), ["dot"]),
        (("init", "--schemas", "c"), ["config"]),
    ],
)
def test_what_a_shell_offers(words: tuple[str, ...], expected: list[str]) -> None:
    assert sorted(completions(*words)) == sorted(expected)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(spawn: Spawn, shell: str) -> None:
    done = spawn(_PROMPTOPS_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_PROMPTOPS_COMPLETE" in done.stdout


def test_a_shell_is_answered(spawn: Spawn) -> None:
    done = spawn(_PROMPTOPS_COMPLETE="zsh_complete", COMP_WORDS="promptops comp", COMP_CWORD="1")
    assert done.stdout.splitlines() == ["plain", "compile", COMMANDS["compile"]]
