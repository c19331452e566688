from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from promptops.sources.fetching import deepen

Git = Callable[..., str]


def test_a_whole_clone_is_not_deepened(root: Path, git: Git) -> None:
    git("init")
    git("commit", "--allow-empty", "-m", "first")
    git("remote", "add", "origin", "file:///nowhere/at/all")
    deepen(root, 5)
    assert git("rev-parse", "--is-shallow-repository") == "false\n"
