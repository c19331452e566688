"""The compiler: a tree of files to a linked project and what is wrong with it.

`Compiler` is the light front: the configuration, the tree and the cache; `pipeline` does the work.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from promptops.compiler.request import CONFIG_NAME, VERDICT, Request, Verdict
from promptops.errors import ConfigError
from promptops.sources.cache import Cache, code_identity
from promptops.sources.git import open_tree
from promptops.sources.trees import Unreadable

if TYPE_CHECKING:
    from promptops.compiler.pipeline import Compilation, Progress

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
        """Return what is to be said of the tree."""
        compiled = self.compiled
        if self._cache is not None:
            self._cache.keep(VERDICT, compiled.conclusion.row(compiled.basis))
        return compiled.verdict

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

    def _read_config(self) -> bytes | None:
        """Return the configuration's bytes, None when the project has none."""
        if self.request.config is not None:
            try:
                return self.request.config.read_bytes()
            except OSError as error:
                raise ConfigError(f"`{self.request.config.name}` cannot be read: {error.strerror}") from error
        data = self.tree.read(CONFIG_NAME)
        return None if isinstance(data, Unreadable) else data
