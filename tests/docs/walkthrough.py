"""Walks through a page as a reader does: writes its files, applies its changes, runs its commands, compares outputs.

In the order of the page, in a folder that was empty:

- a block with a path, as in `yaml promptops.yaml`, is a file to write;
- a `diff` block is a change to apply;
- a `sh` block are commands that succeed;
- a `console` block are commands after `$ `, each with what it prints; a line that is `…` stands for any lines.

A comment before a block, `<!-- skip: reason -->`, leaves the block out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

_BLOCK: Final = re.compile(
    r"(?P<skip><!-- skip: [^\n]+ -->\n+)?^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_CHANGING: Final = re.compile(r"\b[0-9a-f]{7,64}\b|\b20\d\d-\d\d-\d\d(T[0-9:]+Z)?\b")
_IDENTITY: Final = {f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Block(NamedTuple):
    """A fenced block: its language, the path beside it, and what it holds."""

    language: str
    path: str
    text: str


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page that are not to be skipped."""
    found = []
    for match in _BLOCK.finditer(page):
        language, _, path = match["info"].partition(" ")
        if not match["skip"]:
            found.append(Block(language, path, match["text"]))
    return found


def walk(page: str, folder: Path, variables: Mapping[str, str] | None = None) -> None:
    """Do all that a page tells a reader to do, in a folder that is a git repository with a `main` branch."""
    programs = folder.with_name(f"{folder.name}-programs")
    programs.mkdir()
    for name, words in {"promptops": "-P -m promptops", "python": ""}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    surroundings = {
        **os.environ,
        **_IDENTITY,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.fspath(programs),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PROMPTOPS_CACHE_DIR": os.fspath(programs / "cache"),
        **(variables or {}),
    }
    for name in ("COLUMNS", "TERM", "NO_COLOR", "CI", "GITHUB_ACTIONS"):
        surroundings.pop(name, None)
    for block in blocks_of(page):
        _do(block, folder, surroundings)


def _do(block: Block, folder: Path, surroundings: Mapping[str, str]) -> None:
    if block.path:
        place = folder / block.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block.text, encoding="utf-8")
    elif block.language == "diff":
        subprocess.run(["git", "apply"], cwd=folder, check=True, input=block.text, encoding="utf-8", env=surroundings)
    elif block.language == "sh":
        done = _run(block.text, folder, surroundings)
        assert done.returncode == 0, f"{block.text}\n{done.stdout}{done.stderr}"
    elif block.language == "console":
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, expected = shown.partition("\n")
            done = _run(command, folder, surroundings)
            _compare(command, expected, done.stdout + done.stderr)


def _run(command: str, folder: Path, surroundings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    return subprocess.run(words, cwd=folder, check=False, capture_output=True, encoding="utf-8", env=surroundings)


def _compare(command: str, expected: str, printed: str) -> None:
    """Compare line by line; ids of commits, digests and days differ from run to run."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(_CHANGING.sub("#", line)) + "\n"
        for line in expected.rstrip().split("\n")
    )
    said = _CHANGING.sub("#", printed).rstrip() + "\n"
    assert re.fullmatch(pattern, said), f"$ {command}\n{printed}"
