"""What a command may import: importing is most of what a short run costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from promptops.cli.main import COMMANDS

Write = Callable[[Mapping[str, str | bytes]], None]

_HEAVY = frozenset({"yaml", "pydantic", "pydantic_core", "jinja2", "jsonschema", "networkx", "re2", "sigstore"})
_RUN = """
import json, runpy, sys
sys.argv = ["promptops", *sys.argv[1:]]
try:
    runpy.run_module("promptops", run_name="__main__")
except SystemExit as exit:
    status = exit.code
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


def modules_of(root: Path, *arguments: str) -> set[str]:
    """Return the modules that a successful run has imported by its end."""
    command = [sys.executable, "-c", _RUN, *arguments]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, env={**os.environ})
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status in (0, None)
    return set(modules)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), *((command, "--help") for command in COMMANDS)])
def test_help_imports_nothing_of_the_compiler(repository: Path, arguments: tuple[str, ...]) -> None:
    modules = modules_of(repository, *arguments)
    assert not _HEAVY & modules
    assert not {name for name in modules if name.startswith(("promptops.compiler", "promptops.resources", "pathlib"))}


@pytest.mark.parametrize("command", ["lint", "compile"])
@pytest.mark.parametrize("options", [(), ("--quiet",), ("--select", "syntax", "--format", "json")])
def test_an_unchanged_tree_is_answered_without_the_compiler(
    repository: Path, write: Write, git: Callable[..., str], command: str, options: tuple[str, ...]
) -> None:
    write({"prompts/a.prompt.md": "---\nname: a\nowner: support\n---\nAnswer.\n"})
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")

    assert modules_of(repository, command, *options) >= {"yaml", "pydantic"}
    assert _HEAVY & modules_of(repository, command, *options) == set()


def test_an_edit_that_others_cannot_see_imports_no_rule_over_the_project(
    repository: Path, write: Write, git: Callable[..., str]
) -> None:
    text = "---\nname: {}\nowner: support\n---\nAnswer.\n"
    write({f"prompts/{name}.prompt.md": text.format(name) for name in "ab"})
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    assert "promptops.rules.references.unknown_reference" in modules_of(repository, "lint")

    write({"prompts/a.prompt.md": text.format("a") + "Be kind.\n"})
    modules = modules_of(repository, "lint")
    assert "promptops.rules.syntax.invalid_value" in modules
    assert not {name for name in modules if name.startswith(("promptops.rules.references.", "promptops.changes."))}
    assert not {"promptops.bounds", "promptops.budgets", "promptops.graph", "jinja2", "networkx"} & modules
    assert not {"promptops.config.model", "promptops.catalog", "promptops.reports.change_report", "re2"} & modules
    assert "promptops.rules.change_contexts" not in modules
