from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Files = Mapping[str, str | bytes | None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder to make a project in."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def write(root: Path) -> Callable[[Files], None]:
    """Return `write(files)`, which writes texts or bytes to paths below the root; None removes a file."""

    def write_files(files: Files) -> None:
        for path, content in files.items():
            place = root / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    return write_files


@pytest.fixture
def git(root: Path, tmp_path: Path) -> Callable[..., str]:
    """Return `git(*arguments)`, which runs git in the root, as nobody in particular, and returns what it prints."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n  name = Nobody\n  email = nobody@example.com\n[init]\n  defaultBranch = main\n"
        '[protocol "file"]\n  allow = always\n'
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=environment, capture_output=True, check=True, text=True
        )
        return done.stdout

    return run
