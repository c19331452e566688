"""The project that a command is about, and the compiler for it: the one place that reads clock and environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from promptops.cli.progress import progress
from promptops.compiler import Compiler, Request
from promptops.compiler.roots import Place, find_place
from promptops.errors import UsageError

_PATHS = frozenset({"path", "config", "baseline"})


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """The options that say what to read, as given."""

    path: Path
    ref: str | None
    config: Path | None
    as_of: date | None
    no_cache: bool

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """Return the options among a command's parameters, which hold paths as texts."""
        values = {field.name: given[field.name] for field in fields(cls)}
        paths = {name: Path(values[name]) for name in _PATHS & values.keys() if values[name] is not None}
        return cls(**{**values, **paths})

    def place(self) -> Place:
        """Return the root of the project, and the path below it that was asked for.

        Raises:
            UsageError: there is nothing at the path.
        """
        if self.config is None:
            return find_place(self.path)
        if not self.path.is_dir():
            raise UsageError("`--config` needs a folder to compile", help="name the folder that is the root")
        return Place(self.path.resolve())

    def compiler(self, root: Path, *, quiet: bool = False) -> Compiler:
        """Return the compiler of the project at a root; with `quiet`, it shows no progress."""
        cache = None if self.no_cache else cache_folder(root)
        request = Request(root, self.as_of or today(), self.ref, self.config, cache)
        return Compiler(request, progress(enabled=not quiet))


def today() -> date:
    """Return the day it is in UTC, so that two machines agree."""
    return datetime.now(UTC).date()


def cache_folder(root: Path) -> Path | None:
    """Return the folder of a project's cache, None when the environment switches caching off.

    It lies outside of the repository, where no pull request can write.
    """
    base = cache_base()
    if base is None:
        return None
    import hashlib  # noqa: PLC0415 - not every command needs it

    return base / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]


def cache_base() -> Path | None:
    """Return the folder of the caches of all projects, None when the environment switches caching off."""
    set_to = os.environ.get("PROMPTOPS_CACHE_DIR")
    if set_to is not None:
        return Path(set_to) if set_to else None
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "promptops"
    except RuntimeError:  # a user without a home folder
        return None
