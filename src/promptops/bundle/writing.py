"""Writing a compilation's output: all of it or, after an error, the manifest alone."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from promptops.atomic import replace_file
from promptops.bundle.bundle import environments
from promptops.bundle.bundles import BundleWriter, TextOf, place_of
from promptops.bundle.files import OutputFile
from promptops.bundle.layout import Layout
from promptops.bundle.manifest import MANIFEST, ManifestFile, head
from promptops.bundle.resolved import rendered, resolved
from promptops.errors import PromptopsError, UsageError
from promptops.resources.project import Project
from promptops.spelling import closest

BUNDLES = "bundles"
_BUNDLE_NAME = re.compile(r"([0-9a-f]{64})(?:\.dsse|\.bom\.cdx)?\.json")
"""A bundle, and what is signed and listed of it."""


class Written(NamedTuple):
    """The files that were written below the output folder; bundles by environment, empty after an error.

    `resolutions` has a line for each resource, as `Resolution` reads it.
    """

    manifest: Path
    bundles: Mapping[str, Path]
    layout: Layout
    resolutions: str

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
    only: Collection[str] = (),
) -> Written:
    """Write the manifest and, if asked, a bundle for each environment; bundles of earlier runs are removed.

    `only` are the names of the environments that are wanted; all of them where there are none.

    Raises:
        PromptopsError: the folder cannot be written to.
        UsageError: one of the names is that of no environment.
    """
    names = _wanted(environments(project), only) if with_bundles else None
    unknown = None if names is None else dict.fromkeys(names)
    with prepared(folder), ManifestFile(folder, head(project.name, compiler, unknown)) as file:
        numbers, resolutions = _list(project, file)
        writer = BundleWriter(project, file, text_of)
        bundles = None if names is None else dict(writer.write(folder / BUNDLES, names))
        layout = Layout(project.name, file.layout(), bundles, writer.order, writer.overrides, numbers)
        return finish(folder, file, layout, compiler, resolutions)


def _wanted(names: tuple[str, ...], only: Collection[str]) -> tuple[str, ...]:
    for name in only:
        if name not in names:
            meant = closest(name, names)
            advice = f"did you mean `{meant}`?" if meant else f"the environments are {', '.join(names)}"
            raise UsageError(f"there is no environment `{name}`", help=advice)
    return tuple(name for name in names if name in only) if only else names


def finish(folder: Path, manifest: OutputFile, layout: Layout, compiler: str, resolutions: str) -> Written:
    """Put the manifest in its place now that the digests of its bundles are known, and remove all other bundles."""
    known = layout.bundles
    digests = None if known is None else {name: bundle.digest for name, bundle in known.items()}
    manifest.replace_head(head(layout.project, compiler, digests))
    stamp = manifest.put_unless_there(folder / MANIFEST)
    places = {name: place_of(folder / BUNDLES, bundle) for name, bundle in (known or {}).items()}
    _remove_others(folder / BUNDLES, {path.stem for path in places.values()})
    layout = layout._replace(manifest=layout.manifest._replace(stamp=stamp))
    return Written(folder / MANIFEST, places, layout, resolutions)


@contextlib.contextmanager
def prepared(folder: Path) -> Iterator[None]:
    """Make the output folder ready to be written to.

    Raises:
        PromptopsError: it cannot be written to, now or by what is done with it.
    """
    try:
        _prepare(folder)
        yield
    except OSError as error:
        message = f"the output folder `{folder.name}` cannot be written: {error.strerror}"
        raise PromptopsError(message, help="choose another with `output`") from error


def _list(project: Project, manifest: ManifestFile) -> tuple[dict[str, int], str]:
    """Write all resources to the manifest; return the number of the first of each path, and a resolution a line."""
    numbers: dict[str, int] = {}
    resolutions: list[str] = []
    for number, entry in enumerate(project.entries):
        resolution = resolved(project, number)
        manifest.list(entry, rendered(entry, resolution))
        numbers.setdefault(entry.path, number)
        resolutions.append(resolution.line)
    manifest.close_list()
    return numbers, "\n".join(resolutions)


def _prepare(folder: Path) -> None:
    bundles, ignored = folder / BUNDLES, folder / ".gitignore"
    if bundles.is_symlink():
        raise PromptopsError(f"`{folder.name}/{BUNDLES}` is a link", help="remove it: nothing is written through links")
    bundles.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(ignored):
        # What is built is not source: git need not be told by everyone who compiles.
        replace_file(ignored, (b"*\n",))


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        match = _BUNDLE_NAME.fullmatch(path.name)
        if match is not None and match[1] not in kept:
            path.unlink()
