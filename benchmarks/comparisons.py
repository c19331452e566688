"""The comparison of branches: one prompt changed, and many at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from branches import MANY, ONE, Prompt
from cases import Case
from measure import Command
from repository import git

COLD: Final = "diff, one prompt changed, cold"
WARM: Final = "diff, nothing changed since"
NEXT: Final = "diff, another prompt changed since"
ALL: Final = "diff, many prompts changed, cold"

_FINDINGS: Final = 1
"""The status of a comparison that finds an error."""


class Stage:
    """A repository with branches, and the cache of the compiler."""

    def __init__(self, root: Path, cache: Path, prompt: Path) -> None:
        """Change `prompt` where a file of the work tree is to change."""
        self._root = root
        self._cache = cache
        self._prompt = prompt
        self._changes = 0

    def forget(self, branch: str) -> None:
        """Check out a branch, and remove everything that an earlier run has left."""
        git(self._root, "checkout", "--quiet", "--force", branch)
        git(self._root, "status", "--porcelain")
        shutil.rmtree(self._cache, ignore_errors=True)

    def change(self) -> None:
        """Append a sentence to the prompt, another one every time."""
        self._changes += 1
        with self._prompt.open("a", encoding="utf-8") as file:
            file.write(f"Reminder number {self._changes}: say what you do not know.\n")


def comparison_cases(
    product: Sequence[str], root: Path, cache: Path, files: int, prompts: Sequence[Prompt]
) -> Iterator[Case]:
    """Yield the cases of `diff` in an order in which each finds what the one before has left."""
    stage = Stage(root, cache, prompts[-1].path)
    run = Command([*product, "diff", str(root)], root, {"PROMPTOPS_CACHE_DIR": str(cache)}, (0, _FINDINGS))
    yield Case(COLD, files, run, lambda: stage.forget(ONE))
    yield Case(WARM, files, run)
    yield Case(NEXT, files, run, stage.change)
    yield Case(ALL, files, run, lambda: stage.forget(MANY))
