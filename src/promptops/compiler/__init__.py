"""The compiler: a tree of files to a linked project and what is wrong with it.

`Compiler` is the light front: the configuration, the tree and the cache; `pipeline` does the work.
"""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from promptops.compiler.request import CONFIG_NAME, VERDICT, Progress, Request, Verdict
from promptops.compiler.roots import path_below
from promptops.errors import ConfigError
from promptops.sources.cache import Cache, code_identity
from promptops.sources.git import WorkTree, open_tree
from promptops.sources.trees import MISSING, Unreadable, decode_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from promptops.bundle.writing import Written
    from promptops.compiler.pipeline import Compilation
    from promptops.config.settings import Settings

__all__ = ["CONFIG_NAME", "Compiler", "Request", "Verdict"]

_SETTINGS = "settings.json"
"""The name under which checked settings are kept in the cache, the key of which stands for their file."""


class Compiler:
    """Compiles one request; `tree` is the one it is about, where it is open already.

    Raises:
        ConfigError: the configuration cannot be used.
        TreeError: the tree cannot be read.
    """

    def __init__(self, request: Request, progress: Progress = iter, tree: WorkTree | None = None) -> None:
        self.request = request
        self.tree = tree or open_tree(request.root, request.ref)
        self._progress = progress
        self._config = self._read_config()
        if isinstance(self.tree, WorkTree):
            self.tree.cache = self._cache

    @cached_property
    def verdict(self) -> Verdict:
        """Return what is to be said of the tree."""
        compiled = self.compiled
        if self._cache is not None and compiled.is_kept:
            self._cache.keep(VERDICT, compiled.conclusion.row(compiled.basis))
        return compiled.verdict

    @cached_property
    def compiled(self) -> Compilation:
        """Return the compilation of the tree as it is now."""
        from promptops.compiler.pipeline import Compilation  # noqa: PLC0415 - an unchanged tree needs none of it

        return Compilation(self.tree, self.request, self._settings, self._cache, self._progress)

    @property
    def _settings(self) -> Settings:
        """Return the settings: those of the last run as long as the configuration and the compiler are the same."""
        from promptops.config.settings import Settings  # noqa: PLC0415 - an unchanged tree needs none of it

        kept = {} if self._cache is None else self._cache.load(_SETTINGS)
        if kept:
            return Settings.of(kept)
        from promptops.config.loading import load_settings  # noqa: PLC0415 - it takes pydantic to check them
        from promptops.rules import rule_options  # noqa: PLC0415 - as above

        settings = load_settings(self._config, self._config_name, rule_options())
        if self._cache is not None:
            self._cache.keep(_SETTINGS, settings.row())
        return settings

    def write(self, folder: Path, version: str, *, with_bundles: bool, only: Collection[str] = ()) -> Written:
        """Write the manifest and, if asked, the bundles below a folder; `version` is that of the compiler.

        `only` are the names of the environments whose bundles are wanted, if not all are.

        Raises:
            PromptopsError: the folder cannot be written to.
            TreeError: a file is no longer what it was when it was compiled.
        """
        from promptops.compiler.output import OutputWriter  # noqa: PLC0415 - an unchanged tree needs none of it

        return OutputWriter(self.compiled, self._cache, folder, version).write(with_bundles=with_bundles, only=only)

    @cached_property
    def _cache(self) -> Cache | None:
        folder = self.request.cache
        if folder is None:
            return None
        config = b"" if self._config is None else self._config_name.encode() + b"\0" + self._config
        return Cache(folder, hashlib.sha256(code_identity().encode() + b"\0" + config).hexdigest())

    @property
    def _config_name(self) -> str:
        config = self.request.config
        if config is None:
            return CONFIG_NAME
        return decode_path(os.fsencode(path_below(self.request.root, config) or config.name))

    def _read_config(self) -> bytes | None:
        """Return the configuration's bytes, None when the project has none."""
        if self.request.config is not None:
            try:
                return self.request.config.read_bytes()
            except OSError as error:
                raise ConfigError(f"`{self._config_name}` cannot be read: {error.strerror}") from error
        data = self.tree.read(CONFIG_NAME)
        if not isinstance(data, Unreadable):
            return data
        if data is MISSING:
            return None
        raise ConfigError(f"`{CONFIG_NAME}` cannot be read: {data.reason}", help=data.help)
