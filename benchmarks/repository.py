"""Writes a planned repository to disk and commits it, so that the same seed gives the same commit."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plan import Plan
from prompts import prompt_file
from supporting import supporting_file
from tools import tool_file

File = tuple[str, str]
"""A path relative to the repository's root, with forward slashes, and the file's text."""

_EPOCH: Final = 1_750_000_000
"""When every file was written, in seconds since 1970.

Long before the index is: git reads a file again whose time is not older than the index.
"""
_IDENTITY: Final = {
    f"GIT_{person}_{key}": value
    for person in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Bench"), ("EMAIL", "bench@example.com"), ("DATE", f"{_EPOCH} +0000"))
}
_SETTINGS: Final = {"gc.auto": "0", "maintenance.auto": "false", "core.autocrlf": "false"}
# Stored without compression or waiting for the disk: what is measured later reads the index and the work tree.
_FAST: Final = ["-c", "core.compression=0", "-c", "core.fsync=none"]


def resources(plan: Plan) -> Iterator[File]:
    """Yield the planned resource files, one resource or more in each."""
    for prompt in (*plan.prompts, *plan.judges):
        yield prompt.path, prompt_file(plan, prompt)
    for tool in plan.tools:
        yield tool.path, tool_file(plan, tool)
    for kind, items in (("eval", plan.evals), ("team", plan.teams), *plan.others.items()):
        for item in items:
            yield item.path, supporting_file(kind, plan, item)


def companions(plan: Plan) -> Iterator[File]:
    """Yield what stands around the resources: settings, owners, defaults, and the data that datasets name."""
    yield "promptops.yaml", "name: bench\n"
    yield ".gitignore", "/build/\n/.promptops/\n"
    yield ".github/CODEOWNERS", "".join(f"{pattern} @acme/{team}\n" for pattern, team in _code_owners(plan))
    for team in sorted({item.owner for item in plan.evals}):
        yield f"evals/{team}/_defaults.yaml", f"owner: {team}\naccess: internal\n"
    for team in sorted({item.owner for item in plan.others["feature"]}):
        yield f"features/{team}/runbook.md", "# Runbook\n\nLook at the newest release first.\n"
    for team in sorted({item.owner for item in plan.others["dataset"]}):
        yield f"datasets/{team}/cases.jsonl", '{"input": {"text": "hello"}, "expected": "greeting"}\n'


def _code_owners(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the patterns that together name the owner of every resource file, the weakest first."""
    yield "*", plan.teams[0].name
    for team in plan.teams:
        yield f"/*/{team.name}/", team.name
        yield f"/{team.path}", team.name


def write_files(root: Path, files: Iterator[File]) -> None:
    """Write files below `root`, all with the same time."""
    made: set[str] = set()
    for path, text in files:
        folder = path.rpartition("/")[0]
        if folder not in made:
            (root / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        with open(f"{root}/{path}", "wb") as file:  # noqa: PTH123 (half the time of `Path.write_bytes`, 50,000 times)
            file.write(text.encode())
        os.utime(f"{root}/{path}", (_EPOCH, _EPOCH))


def commit(root: Path) -> None:
    """Make `root` a git repository of one commit, whose index git need not refresh any more."""
    git(root, "init", "--quiet", "--initial-branch=main")
    for name, value in _SETTINGS.items():
        git(root, "config", name, value)
    commit_all(root, "Add resources")


def commit_all(root: Path, message: str) -> None:
    """Commit what is in a repository."""
    git(root, *_FAST, "add", "--all")
    git(root, *_FAST, "commit", "--quiet", f"--message={message}")
    git(root, "status", "--porcelain")


def git(root: Path, *arguments: str) -> None:
    """Run git in a repository, the same way on every machine."""
    hermetic = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = {**os.environ, **_IDENTITY, **hermetic}
    subprocess.run(["git", *arguments], cwd=root, env=environment, stdout=subprocess.DEVNULL, check=True)
