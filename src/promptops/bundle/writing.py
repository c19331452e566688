"""Writing a compilation's output: all of it or, after an error, the manifest alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from promptops.atomic import replace_file
from promptops.bundle.bundle import TextOf, bundle, environments
from promptops.bundle.manifest import manifest
from promptops.errors import PromptopsError
from promptops.resources.project import Project

MANIFEST = "manifest.json"
BUNDLES = "bundles"
_BUNDLE_NAME = re.compile(r"[0-9a-f]{64}\.json")


class Written(NamedTuple):
    """The files that were written below the output folder; bundles by environment, empty after an error."""

    manifest: Path
    bundles: Mapping[str, Path]

    def paths(self) -> tuple[Path, ...]:
        """Return every file."""
        return (self.manifest, *self.bundles.values())


def write_output(
    project: Project,
    folder: Path,
    text_of: TextOf,
    *,
    compiler: str,
    with_bundles: bool,
) -> Written:
    """Write the manifest and, if asked, a bundle for each environment; bundles of earlier runs are removed.

    Raises:
        PromptopsError: the folder cannot be written to.
    """
    bundles = {}
    try:
        _prepare(folder)
        for environment in environments(project) if with_bundles else ():
            data = bundle(project, environment, text_of)
            bundles[environment] = folder / BUNDLES / f"{hashlib.sha256(data).hexdigest()}.json"
            _replace(bundles[environment], data)
        digests = {environment: path.stem for environment, path in bundles.items()} if with_bundles else None
        pieces = manifest(project, compiler=compiler, bundles=digests)
        _replace(folder / MANIFEST, "".join(pieces).encode())
        _remove_others(folder / BUNDLES, {path.name for path in bundles.values()})
    except OSError as error:
        message = f"the output folder `{folder.name}` cannot be written: {error.strerror}"
        raise PromptopsError(message, help="choose another with `output`") from error
    return Written(folder / MANIFEST, bundles)


def _prepare(folder: Path) -> None:
    bundles, ignored = folder / BUNDLES, folder / ".gitignore"
    if bundles.is_symlink():
        raise PromptopsError(f"`{folder.name}/{BUNDLES}` is a link", help="remove it: nothing is written through links")
    bundles.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(ignored):
        # What is built is not source: git need not be told by everyone who compiles.
        replace_file(ignored, (b"*\n",))


def _replace(path: Path, data: bytes) -> None:
    """Put a file in place whole or not at all; one that already holds the bytes is left alone."""
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    replace_file(path, (data,))


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if _BUNDLE_NAME.fullmatch(path.name) and path.name not in kept:
            path.unlink()
