"""The manifest: everything that was compiled, resolved, with digests and source files."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path

from promptops.bundle.files import OutputFile
from promptops.bundle.resolved import Rendering
from promptops.canonical import canonical_bytes, canonical_json
from promptops.resources.entries import Entry

MANIFEST = "manifest.json"
FORMAT = "promptops-manifest/1"
_OPENING, _TAIL = b',\n{"attributes":', b"\n]}\n"
_UNKNOWN = "0" * 64


def head(project: str | None, compiler: str, bundles: Mapping[str, str | None] | None) -> bytes:
    """Return what stands before the first resource.

    `bundles` maps an environment to the SHA-256 of its bundle, or to None as long as that is not known: the length of
    the head is the same. It is None itself when errors kept bundles from being written.
    """
    digests = None if bundles is None else {name: digest or _UNKNOWN for name, digest in bundles.items()}
    keys = {"bundles": digests, "compiler": compiler, "format": FORMAT, "project": project}
    return canonical_bytes(keys)[:-1] + b',"resources":['


def listed(entry: Entry, rendering: Rendering) -> bytes:
    """Return a resource as it stands in the manifest, with the comma and the line break before it."""
    source = f',"path":{canonical_json(entry.path)},"reference":{canonical_json(entry.reference)}}}'
    return b"".join((_OPENING, rendering.attributes, _dialect(entry), rendering.core, source.encode()))


class ManifestFile(OutputFile):
    """A manifest that is being written. What was added can be read back, so that bundles need not render it again."""

    def __init__(self, folder: Path, head: bytes) -> None:
        """Begin a manifest below a folder; its head has digests in it that are not known yet."""
        super().__init__(folder, MANIFEST, head)
        self._places = array("Q")

    def list(self, entry: Entry, rendering: Rendering) -> None:
        """Append a resource."""
        piece = listed(entry, rendering)
        self.add(piece)
        start = self.size - len(piece) + len(_OPENING)
        self._places.extend((start, len(rendering.attributes), len(rendering.core)))

    def close_list(self) -> None:
        """Append what stands behind the last resource."""
        self.write(_TAIL)
        self.flush()

    def rendering(self, number: int, entry: Entry) -> Rendering:
        """Return what was appended for a resource, by its number among all."""
        start, attributes, core = self._places[3 * number : 3 * number + 3]
        between = len(_dialect(entry))
        found = self.read(start, attributes + between + core)
        return Rendering(found[:attributes], found[attributes + between :])


def _dialect(entry: Entry) -> bytes:
    return f',"dialect":"{entry.dialect}",'.encode()
