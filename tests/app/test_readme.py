"""What the example's README shows is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.app.releases import APP, LEFT_BEHIND

_README: Final = (APP / "README.md").read_text(encoding="utf-8")
_CONSOLE: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP: Final = re.compile(r"^([$>]) ?(.*\n)((?:(?![$>]).*\n)*)", re.MULTILINE)
_PASSING: Final = (
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "DIGEST"),
    (re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}Z|\d+ h \d+ min|\b0 min"), "TIME"),
    (re.compile(r"127\.0\.0\.1:\d+"), "ADDRESS"),
)
"""What is different each time."""


class Terminal:
    """A shell in a copy of the example, and the desk that runs there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self._environment = {**os.environ, "PATH": path, "PROMPTOPS_CACHE_DIR": ""}
        self._desk: subprocess.Popen[str] | None = None

    def run(self, command: str) -> str:
        """Return what a command prints; the desk keeps running once it has asked for something."""
        if command == "python -m refunds":
            self._desk = self._begun(command)
            return self._read()
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self._folder,
            env=self._environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def write(self, line: str) -> str:
        """Return what the desk says to a line."""
        assert self._desk is not None
        assert self._desk.stdin is not None
        self._desk.stdin.write(line)
        self._desk.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End the desk, as the end of its input does."""
        if self._desk is not None:
            self._desk.communicate(timeout=30)
            assert self._desk.returncode == 0

    def _begun(self, command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command.split()[1:]],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _read(self) -> str:
        """Return what the desk writes until it asks for the next line."""
        assert self._desk is not None
        assert self._desk.stdout is not None
        text = ""
        while not text.endswith("\n> "):
            character = self._desk.stdout.read(1)
            assert character, text
            text += character
        return text.removesuffix("> ")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Return a terminal in a copy of the example."""
    terminal = Terminal(shutil.copytree(APP, tmp_path / "app", ignore=LEFT_BEHIND))
    yield terminal
    terminal.close()


def lasting(text: str) -> str:
    """Return a text without what is different each time."""
    for pattern, name in _PASSING:
        text = pattern.sub(name, text)
    return text


def test_the_readme_shows_what_happens(terminal: Terminal) -> None:
    shown, happened = [], []
    for block in _CONSOLE.findall(_README):
        for sign, line, output in _STEP.findall(block):
            if sign == ">" and line == "\n" and not output:
                continue  # where the desk waits
            shown.append(f"{sign} {line}{lasting(output)}")
            said = terminal.run(line.strip()) if sign == "$" else terminal.write(line)
            happened.append(f"{sign} {line}{lasting(said)}")

    assert "".join(happened) == "".join(shown)


def test_the_readme_names_every_file() -> None:
    listed = re.findall(r"`([\w./]+)`", "".join(line for line in _README.splitlines() if line.startswith("| `")))
    there = {path.name for path in APP.iterdir()} | {f"refunds/{path.name}" for path in (APP / "refunds").glob("*.py")}
    unnamed = {"data", "README.md", ".gitignore", "refunds", "refunds/__init__.py", "refunds/__main__.py"}

    assert {name.rstrip("/") for name in listed} == there - unnamed
