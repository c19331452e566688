"""Writing the bundles of several environments at once: what they share is put together once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from promptops.bundle import bundle
from promptops.bundle.files import OutputFile
from promptops.bundle.layout import FileLayout
from promptops.bundle.manifest import ManifestFile
from promptops.bundle.programs import compiled_texts
from promptops.bundle.resolved import Overrides, Rendering, references_of, rendered, resolved
from promptops.resources.entries import Entry
from promptops.resources.project import Project

AT_ONCE = 16
"""So many bundles are written at the same time: each is an open file."""

TextOf = Callable[[Entry], str | None]
"""Returns the text that a resource has outside of its keys, such as the body of a Markdown file."""


class _Bundle(OutputFile):
    """The bundle of one environment, being written; `overrides` are by full reference."""

    def __init__(self, folder: Path, number: int, environment: str, overrides: Mapping[str, Overrides]) -> None:
        super().__init__(folder, f"{number}")
        self.environment = environment
        self.overrides = overrides
        self.last = ""

    def takes(self, entry: Entry, reference: str) -> bool:
        """Say whether a resource belongs here. Of two that share a name, references lead to the first."""
        if reference == self.last or not bundle.is_for(entry, self.environment):
            return False
        self.last = reference
        return True


class BundleWriter:
    """Writes the bundles of a project into a folder, from its manifest and the texts of its resources."""

    def __init__(self, project: Project, manifest: ManifestFile, text_of: TextOf) -> None:
        self.order = bundle.candidates(project)
        self.overrides = bundle.overrides(project)
        self._project = project
        self._manifest = manifest
        self._text_of = text_of

    def write(self, folder: Path, environments: Iterable[str]) -> Iterator[tuple[str, FileLayout]]:
        """Write a bundle for each environment, and yield its layout."""
        remaining = iter(environments)
        while names := list(islice(remaining, AT_ONCE)):
            with ExitStack() as stack:
                files = [
                    stack.enter_context(_Bundle(folder, number, name, self.overrides.get(name, {})))
                    for number, name in enumerate(names)
                ]
                self._fill(files)
                for file in files:
                    layout = file.layout()
                    stamp = file.put_unless_there(place_of(folder, layout))
                    yield file.environment, layout._replace(stamp=stamp)

    def _fill(self, files: Sequence[_Bundle]) -> None:
        for file in files:
            file.write(bundle.head(self._project.name, file.environment))
        for number in self.order:
            self._add(number, files)
        for file in files:
            file.write(bundle.TAIL)

    def _add(self, number: int, files: Sequence[_Bundle]) -> None:
        entry = self._project.entries[number]
        reference = entry.reference
        taking = [file.takes(entry, reference) for file in files]
        text = self._text_of(entry) if any(taking) else None
        shared = b""
        for file, takes in zip(files, taking, strict=True):
            overridden = file.overrides.get(reference)
            if not takes:
                file.add(b"")
            elif overridden is not None:
                rendering = rendered(entry, resolved(self._project, number), overridden)
                file.add(self._shipped(number, rendering, text))
            else:
                shared = shared or self._shipped(number, self._manifest.rendering(number, entry), text)
                file.add(shared)

    def _shipped(self, number: int, rendering: Rendering, text: str | None) -> bytes:
        entry = self._project.entries[number]
        texts = compiled_texts(entry, references_of(self._project, number), rendering.attributes, text)
        return bundle.shipped(entry, rendering.core, texts)


def place_of(folder: Path, layout: FileLayout) -> Path:
    """Return the place of a bundle: it is named by its content."""
    return folder / f"{layout.digest}.json"
