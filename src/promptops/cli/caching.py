"""Where the caches are, and the answers that a command need not work out twice."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from promptops.cli.entry import ANSWERED
from promptops.sources.cache import Cache, code_identity
from promptops.sources.git import WorkTree

if TYPE_CHECKING:
    from promptops.compiler import Compiler
    from promptops.sources.trees import Tree

_ANSWERS = "answers"
_SEEN = ("COLUMNS", "NO_COLOR", "TERM")


def cache_folder(root: Path) -> Path | None:
    """Return the folder of a project's cache, None when the environment switches caching off.

    It lies outside of the repository, where no pull request can write.
    """
    base = cache_base()
    return None if base is None else base / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]


def cache_base() -> Path | None:
    """Return the folder of the caches of all projects, None when the environment switches caching off."""
    set_to = os.environ.get("PROMPTOPS_CACHE_DIR")
    if set_to is not None:
        return Path(set_to) if set_to else None
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "promptops"
    except RuntimeError:  # a user without a home folder
        return None


class Answer(NamedTuple):
    """What a command printed, and its exit status."""

    text: str
    status: int


class Question:
    """A command line in its surroundings: whoever asks the same of the same tree gets the same answer.

    The same means: words, folder, day, terminal, the compiler's own code, and every file that was read or written.
    `tree` is the work tree that an answer was sought about: asking git is what costs most.
    """

    def __init__(self, words: list[str]) -> None:
        base = cache_base()
        known = bool(words) and words[0] in ANSWERED
        self._has_history = words[:1] == ["diff"]
        self._cache = Cache(base / _ANSWERS, code_identity()) if known and base is not None else None
        self._name = f"{_digest(words)}.json"
        self.tree: WorkTree | None = None

    def answer(self) -> Answer | None:
        """Return the answer of the last time, None when anything has changed since."""
        kept = {} if self._cache is None else self._cache.load(self._name)
        if not kept or any(_stat_of(name) != then for name, then in kept["files"]):
            return None
        self.tree = WorkTree.open(Path(kept["root"]))
        if self.tree is None or self.state_of(self.tree) != kept["state"]:
            return None
        return Answer(kept["text"], kept["status"])

    def state_of(self, tree: Tree) -> str | None:
        """Return a digest of what an answer about a tree rests on, None where nobody can tell.

        Take it before anything is read: what changes meanwhile is seen the next time.
        """
        if not isinstance(tree, WorkTree):
            return None
        state = tree.state()
        if state is None or not self._has_history:
            return state
        from promptops.sources.history import refs_state  # noqa: PLC0415 - for `diff` alone

        refs = refs_state(tree.root)
        return None if refs is None else f"{state} {refs}"

    def keep(self, answer: Answer, compiler: Compiler, state: str | None, files: Iterable[Path]) -> None:
        """Keep the answer about a work tree, if it is still in a state, and git vouches for it.

        `files` are those that it rests on besides, there or not.
        """
        tree = compiler.tree
        is_steady = state is not None and state == self.state_of(tree) and compiler.compiled.is_steady
        if self._cache is not None and is_steady and isinstance(tree, WorkTree) and not tree.is_blind:
            rest = (*files, *(_history_files(tree.root) if self._has_history else ()))
            identities = [[str(path.absolute()), _stat_of(str(path))] for path in rest]
            kept = {"root": str(tree.root), "state": state, "files": identities, **answer._asdict()}
            self._cache.keep(self._name, kept)


def _history_files(root: Path) -> list[Path]:
    from promptops.sources.history import history_files  # noqa: PLC0415 - for `diff` alone

    return history_files(root)


def _digest(words: list[str]) -> str:
    """Return what stands for a command line in its surroundings; a word that is a path stands for where it leads."""
    day = time.strftime("%F", time.gmtime())
    paths = [os.path.realpath(word) for word in (".", *words) if "\0" not in word]
    seen = [words, paths, day, *map(os.environ.get, _SEEN), _columns()]
    return hashlib.sha256(json.dumps(seen).encode(errors="surrogateescape")).hexdigest()[:32]


def _columns() -> int | None:
    """Return the width of the terminal, None when the output goes elsewhere."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    except (OSError, ValueError):
        return None


def _stat_of(name: str) -> list[int] | None:
    """Return what changes when a file is written, None when there is none."""
    try:
        status = Path(name).stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino]
