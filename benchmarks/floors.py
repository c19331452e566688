"""The least that any compiler of these files has to spend: interpreter, git, reading, loading YAML."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cases import Case
from measure import Command

INTERPRETER: Final = "interpreter"
CLICK: Final = "import click"
LS_FILES: Final = "git ls-files -s"
STATUS: Final = "git status --porcelain"
READ: Final = "read all bytes"
LOAD: Final = "CSafeLoader loop"

_LOOPS: Final = Path(__file__).with_name("loops.py")


def floors(root: Path, listing: Path, files: int) -> Iterator[Case]:
    """Yield the floors of one repository; `listing` names its files, one a line."""
    python = sys.executable
    loop = [python, str(_LOOPS)]
    yield Case(INTERPRETER, files, Command([python, "-c", "pass"], root))
    yield Case(CLICK, files, Command([python, "-c", "import click"], root))
    yield Case(LS_FILES, files, Command(["git", "ls-files", "-s"], root))
    yield Case(STATUS, files, Command(["git", "status", "--porcelain"], root))
    yield Case(READ, files, Command([*loop, "read", str(listing)], root))
    yield Case(LOAD, files, Command([*loop, "yaml", str(listing)], root))
