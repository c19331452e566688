"""The compiler: a tree of files to a linked project and what is wrong with it.

`Compiler` is the light front that an unchanged tree never gets past; `pipeline` does the work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from promptops.compiler.cache import Cache, code_identity
from promptops.compiler.request import CONFIG_NAME, VERDICT, Request, Verdict
from promptops.errors import ConfigError
from promptops.sources.git import open_tree
from promptops.sources.trees import Unreadable

if TYPE_CHECKING:
    from promptops.compiler.pipeline import Compilation, Progress

_OUTPUT = "output.json"

__all__ = ["CONFIG_NAME", "Compiler", "Request", "Verdict"]


class Compiler:
    """Compiles one request.

    Raises:
        ConfigError: the configuration cannot be used.
        TreeError: the tree cannot be read.
    """

    def __init__(self, request: Request, progress: Progress = iter) -> None:
        self.request = request
        self.tree = open_tree(request.root, request.ref)
        self._progress = progress
        self._config = self._read_config()

    @cached_property
    def verdict(self) -> Verdict:
        """Return what is to be said of the tree, as in the last run when nothing at all has changed."""
        cache, state = self._cache, self._state
        if cache is not None and state is not None:
            kept = cache.load(VERDICT)
            if kept.get("state") == state:
                return Verdict.from_row(kept["verdict"])
        compiled = self.compiled
        if cache is not None:
            cache.keep(VERDICT, {"state": state, **compiled.conclusion.row(compiled.basis)})
        return compiled.verdict

    def output_is_current(self, folder: Path, *, with_bundles: bool) -> bool:
        """Say whether a folder still holds the files that were written there for this very tree."""
        kept = {} if self._cache is None or self._state is None else self._cache.load(_OUTPUT)
        if kept.get("for") != [self._state, str(folder), with_bundles]:
            return False
        return all(_identity(Path(name)) == identity for name, identity in kept["files"])

    def keep_output(self, folder: Path, written: Iterable[Path], *, with_bundles: bool) -> None:
        """Remember the files that were written to a folder."""
        if self._cache is not None and self._state is not None:
            files = [[str(path), _identity(path)] for path in written]
            self._cache.keep(_OUTPUT, {"for": [self._state, str(folder), with_bundles], "files": files})

    @cached_property
    def compiled(self) -> Compilation:
        """Return the compilation of the tree as it is now."""
        from promptops.compiler.pipeline import Compilation  # noqa: PLC0415 - an unchanged tree needs none of it
        from promptops.config.loading import load_settings  # noqa: PLC0415 - as above
        from promptops.rules import rule_ids  # noqa: PLC0415 - as above

        name = CONFIG_NAME if self.request.config is None else self.request.config.name
        settings = load_settings(self._config, name, rule_ids())
        return Compilation(self.tree, self.request, settings, self._cache, self._progress)

    @cached_property
    def _cache(self) -> Cache | None:
        folder = self.request.cache
        if folder is None:
            return None
        key = hashlib.sha256(code_identity().encode() + b"\0" + (self._config or b"")).hexdigest()
        return Cache(folder, key)

    @cached_property
    def _state(self) -> str | None:
        """Return what stands for the tree and the day, None when only compiling tells."""
        state = self.tree.state()
        return None if state is None else f"{state}:{self.request.today}"

    def _read_config(self) -> bytes | None:
        """Return the configuration's bytes, None when the project has none."""
        if self.request.config is not None:
            try:
                return self.request.config.read_bytes()
            except OSError as error:
                raise ConfigError(f"`{self.request.config.name}` cannot be read: {error.strerror}") from error
        data = self.tree.read(CONFIG_NAME)
        return None if isinstance(data, Unreadable) else data


def _identity(path: Path) -> list[int] | None:
    """Return what changes when a file is written."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino]
