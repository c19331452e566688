from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]
Commit = Callable[[str], str]


@pytest.fixture
def commit(root: Path, write: Write, git: Git) -> Commit:
    """Return `commit(text)`, which commits a file with that text in it and returns the id of the commit."""

    def make(text: str) -> str:
        write({"a.md": text, f"{text}.md": text})
        git("add", ".")
        git("commit", "-m", text)
        return git("rev-parse", "HEAD").strip()

    git("init", str(root))
    return make


@pytest.fixture
def branched(commit: Commit, git: Git) -> dict[str, str]:
    """Make `main` and `feature` part at `one`, with a commit more on each; `feature` is checked out."""
    one = commit("one")
    git("switch", "-c", "feature")
    two = commit("two")
    git("switch", "main")
    three = commit("three")
    git("switch", "feature")
    return {"one": one, "two": two, "three": three}
