"""The least that any compiler of these files has to spend: interpreter, git, reading, loading YAML."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from branches import MAIN, MANY, ONE
from cases import Case
from measure import Command

INTERPRETER: Final = "interpreter"
CLICK: Final = "import click"
LS_FILES: Final = "git ls-files -s"
STATUS: Final = "git status --porcelain"
RAW: Final = "git diff --raw"
CHANGED: Final = "git cat-file of what changed"
READ: Final = "read all bytes"
LOAD: Final = "CSafeLoader loop"

_CONTENTS: Final = (
    "git diff --raw --no-abbrev --no-renames {} {} | cut -d ' ' -f 3,4 | tr ' ' '\\n' | git cat-file --batch"
)
_LOOPS: Final = Path(__file__).with_name("loops.py")


def interpreter(root: Path, files: int) -> Case:
    """Return the case of an interpreter that does nothing."""
    return Case(INTERPRETER, files, Command([sys.executable, "-c", "pass"], root))


def comparison_floors(root: Path, files: int) -> Iterator[Case]:
    """Yield the least that any comparison of branches has to spend: git, and reading what changed."""
    yield interpreter(root, files)
    for branch in (ONE, MANY):
        yield Case(f"{RAW}, {branch}", files, Command(["git", "diff", "--raw", MAIN, branch], root))
        yield Case(f"{CHANGED}, {branch}", files, Command(["sh", "-c", _CONTENTS.format(MAIN, branch)], root))


def floors(root: Path, listing: Path, files: int) -> Iterator[Case]:
    """Yield the floors of one repository; `listing` names its files, one a line."""
    python = sys.executable
    loop = [python, str(_LOOPS)]
    yield interpreter(root, files)
    yield Case(CLICK, files, Command([python, "-c", "import click"], root))
    yield Case(LS_FILES, files, Command(["git", "ls-files", "-s"], root))
    yield Case(STATUS, files, Command(["git", "status", "--porcelain"], root))
    yield Case(READ, files, Command([*loop, "read", str(listing)], root))
    yield Case(LOAD, files, Command([*loop, "yaml", str(listing)], root))
