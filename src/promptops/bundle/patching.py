"""Writing output again when a few resources changed, and nothing of them that others can see.

The files of the last run are copied but for these resources. They lie where anyone can write, so they are believed only
when nobody has touched them, or they are, byte for byte, what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from promptops.bundle.bundle import shipped
from promptops.bundle.bundles import TextOf, place_of
from promptops.bundle.files import ForeignFileError, OldFile, OutputFile
from promptops.bundle.layout import FileLayout, Layout
from promptops.bundle.manifest import MANIFEST, head, listed
from promptops.bundle.programs import compiled_texts
from promptops.bundle.resolved import NO_OVERRIDES, Resolution, rendered
from promptops.bundle.writing import BUNDLES, Written, finish, prepared
from promptops.resources.entries import Entry


class _Changed(NamedTuple):
    entry: Entry
    resolution: Resolution
    text: str | None


class Patch:
    """Resources that changed since an output was written, in nothing that linking can see."""

    def __init__(self, layout: Layout, resolutions: str, files: Iterable[Sequence[Entry]], text_of: TextOf) -> None:
        """Take all resources of each file that changed, in their order.

        `layout` and `resolutions` are those of the output that was written last.
        """
        self._layout = layout
        self._resolutions = resolutions
        lines = resolutions.split("\n")
        self._changed = {
            number: _Changed(entry, Resolution.from_line(lines[number]), text_of(entry))
            for entries in files
            if entries
            for number, entry in enumerate(entries, layout.numbers[entries[0].path])
        }

    def write(self, folder: Path, compiler: str) -> Written | None:
        """Write what `write_output` would; return None where the last output is no longer there.

        Raises:
            PromptopsError: the folder cannot be written to.
        """
        last = self._layout
        names = None if last.bundles is None else dict.fromkeys(last.bundles)
        with prepared(folder), OutputFile(folder, MANIFEST, head(last.project, compiler, names)) as file:
            try:
                _copy(folder / MANIFEST, last.manifest, self._listed(), file)
                bundles = None if last.bundles is None else dict(self._bundles(folder / BUNDLES, last.bundles))
            except ForeignFileError:
                return None
            layout = last._replace(manifest=file.layout(), bundles=bundles)
            return finish(folder, file, layout, compiler, self._resolutions)

    def _listed(self) -> dict[int, bytes]:
        """Return the pieces of the manifest."""
        return {number: listed(entry, rendered(entry, found)) for number, (entry, found, _) in self._changed.items()}

    def _bundles(self, folder: Path, bundles: Mapping[str, FileLayout]) -> Iterator[tuple[str, FileLayout]]:
        places = {place: self._changed[n] for place, n in enumerate(self._layout.order, 1) if n in self._changed}
        for environment, last in bundles.items():
            shipped_here = {place: changed for place, changed in places.items() if last.lengths[place]}
            with OutputFile(folder, "0") as file:
                _copy(place_of(folder, last), last, self._shipped(environment, shipped_here), file)
                layout = file.layout()
                stamp = file.put_unless_there(place_of(folder, layout))
                yield environment, layout._replace(stamp=stamp)

    def _shipped(self, environment: str, places: Mapping[int, _Changed]) -> dict[int, bytes]:
        """Return the pieces of a bundle, by their place in it."""
        overrides = self._layout.overrides.get(environment, {})
        pieces = {}
        for place, (entry, resolution, text) in places.items():
            reference = entry.reference
            rendering = rendered(entry, resolution, overrides.get(reference, NO_OVERRIDES))
            texts = compiled_texts(entry, resolution.references, rendering.attributes, text)
            pieces[place] = shipped(entry, rendering.core, texts)
        return pieces


def _copy(path: Path, layout: FileLayout, pieces: Mapping[int, bytes], new: OutputFile) -> None:
    """Copy a file with some of its pieces replaced; the new ones have a comma in front.

    Raises:
        ForeignFileError: the file is not what the layout says, and the copy is worth nothing.
    """
    with OldFile(path, layout.size, layout.stamp) as old:
        old.start_at(layout.head)
        start = 0
        for number in (*sorted(pieces), len(layout.lengths)):
            kept = layout.lengths[start:number]
            new.copy(old.blocks(sum(kept)), kept)
            if number in pieces:
                old.skip(layout.lengths[number])
                new.add(pieces[number])
            start = number + 1
        if not old.held(layout.digest):
            raise ForeignFileError
