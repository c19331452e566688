"""The project that a command is about, and the compiler for it: the one place that reads what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

import click

from promptops.cli.caching import cache_folder
from promptops.cli.progress import progress
from promptops.compiler import Compiler, Request
from promptops.compiler.roots import Place, find_place
from promptops.errors import UsageError
from promptops.sources.git import WorkTree


class ProjectOptions(NamedTuple):
    """The options that say what to read, as given."""

    path: Path
    ref: str | None
    config: Path | None
    as_of: date | None
    no_cache: bool

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return the options among a command's parameters, which hold paths as texts."""
        config = given["config"]
        return cls(Path(given["path"]), given["ref"], config and Path(config), given["as_of"], given["no_cache"])

    def place(self) -> Place:
        """Return the root of the project, and the path below it that was asked for.

        Raises:
            UsageError: there is nothing at the path.
        """
        if self.config is None:
            return find_place(self.path, self.ref)
        if not self.path.is_dir():
            raise UsageError("`--config` needs a folder to compile", help="name the folder that is the root")
        return Place(self.path.resolve())

    def compiler(self, root: Path, *, quiet: bool = False) -> Compiler:
        """Return the compiler of the project at a root; with `quiet`, it shows no progress."""
        cache = None if self.no_cache else cache_folder(root)
        request = Request(root, self.as_of or today(), self.ref, self.config, cache)
        return Compiler(request, progress(enabled=not quiet), _opened(root) if self.ref is None else None)


def _opened(root: Path) -> WorkTree | None:
    """Return the work tree that was opened when an answer was sought, once: whoever looks again opens it again."""
    context = click.get_current_context().find_root()
    tree, context.obj = context.obj, None
    return tree if isinstance(tree, WorkTree) and tree.root == root else None


def today() -> date:
    """Return the day it is in UTC, so that two machines agree."""
    return datetime.now(UTC).date()
