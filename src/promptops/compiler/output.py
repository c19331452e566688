"""Writing what was compiled: over again, or only what changed since the output was written last."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from promptops.bundle.layout import Layout
from promptops.bundle.patching import Patch
from promptops.bundle.writing import Written, write_output
from promptops.compiler.pipeline import Compilation
from promptops.sources.cache import Cache

LAYOUT, RESOLUTIONS = "output.json", "resolutions.json"
"""The names under which the layout of the last output, and what linking found out for it, are kept in the cache."""


class OutputWriter:
    """Writes a compilation's output below a folder; `version` is that of the compiler."""

    def __init__(self, compiled: Compilation, cache: Cache | None, folder: Path, version: str) -> None:
        self._compiled = compiled
        self._cache = cache
        self._folder = folder
        self._version = version

    def write(self, *, with_bundles: bool, only: Collection[str] = ()) -> Written:
        """Write the manifest and, if asked, the bundles; keep what the next run needs to write less.

        `only` are the names of the environments that are wanted, if not all are: then nothing is kept.

        Raises:
            PromptopsError: the folder cannot be written to.
            TreeError: a file is no longer what it was when it was compiled.
        """
        compiled, cache = self._compiled, None if only else self._cache
        patched = None if cache is None else self._patched(cache, with_bundles=with_bundles)
        if patched is not None:
            return patched
        written = write_output(
            compiled.project,
            self._folder,
            compiled.text_of,
            compiler=self._version,
            with_bundles=with_bundles,
            only=only,
        )
        if cache is not None:
            cache.keep(RESOLUTIONS, {"origin": compiled.conclusion.origin, "lines": written.resolutions})
            self._keep(cache, written, compiled.conclusion.since)
        return written

    def _patched(self, cache: Cache, *, with_bundles: bool) -> Written | None:
        """Write what changed since the output was written last, if that is known and others did not change with it."""
        origin = self._compiled.conclusion.origin
        kept, resolutions = cache.load(LAYOUT), cache.load(RESOLUTIONS)
        if kept.get("origin") != origin or resolutions.get("origin") != origin:
            return None
        layout = Layout.from_row(kept["layout"])
        # What had changed when the output was written may have changed back.
        since = self._compiled.conclusion.since.union(kept["since"])
        units = self._compiled.units_of(since)
        if (layout.bundles is not None) != with_bundles or len(units) < len(since):
            return None
        files = [[entry for entry in unit.entries if entry.sound] for unit in units]
        patch = Patch(layout, resolutions["lines"], files, self._compiled.text_of)
        written = patch.write(self._folder, self._version)
        if written is not None:
            self._keep(cache, written, since)
        return written

    def _keep(self, cache: Cache, written: Written, since: frozenset[str]) -> None:
        origin = self._compiled.conclusion.origin
        cache.keep(LAYOUT, {"origin": origin, "since": sorted(since), "layout": written.layout.row()})
