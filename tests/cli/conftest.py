from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from promptops.cli.main import cli

Write = Callable[[Mapping[str, str | bytes]], None]
Run = Callable[..., Result]
Git = Callable[..., str]
Spawn = Callable[..., subprocess.CompletedProcess[str]]

_IDENTITY = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty git repository that the test runs in, with a cache folder beside it."""
    root = tmp_path / "shop"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=root, check=True)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PROMPTOPS_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return root


@pytest.fixture
def write(repository: Path) -> Write:
    """Return `write(files)`, which writes texts or bytes to paths below the repository."""

    def write_files(files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            place = repository / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    return write_files


@pytest.fixture
def git(repository: Path) -> Git:
    """Return `git(*arguments)`, which runs git in the repository and returns what it prints."""

    def run_git(*arguments: str) -> str:
        command = ["git", "-c", "commit.gpgsign=false", *arguments]
        done = subprocess.run(
            command, cwd=repository, check=True, capture_output=True, text=True, env={**os.environ, **_IDENTITY}
        )
        return done.stdout

    return run_git


@pytest.fixture
def run() -> Run:
    """Return `run(*arguments)`, which runs the command line in this process."""

    def run_command(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="promptops")

    return run_command


@pytest.fixture
def spawn(repository: Path) -> Spawn:
    """Return `spawn(*arguments, **environment)`, which runs the command line in a process of its own."""

    def spawn_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "promptops", *arguments],
            cwd=repository,
            env={**os.environ, **environment},
            check=False,
            capture_output=True,
            encoding="utf-8",
        )

    return spawn_command
