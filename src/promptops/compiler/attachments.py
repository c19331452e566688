"""Files that a resource names by a relative path: an output schema, examples, the text of a variant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from promptops.compiler.named_files import NamedFiles
from promptops.diagnostics import START, Fault
from promptops.formats import Draft
from promptops.resources.texts import MAX_PATH, PATH
from promptops.rules.contexts import Attachment
from promptops.sources.documents import Document, KeyPath
from promptops.sources.listing import Listing
from promptops.sources.text import decode, normalise_breaks
from promptops.sources.trees import MISSING, Unreadable
from promptops.sources.yaml import read_yaml

_JSON, _YAML = ".json", (".yaml", ".yml")
_PATH = re.compile(PATH)
MAX_BYTES = 256 * 1024
"""A larger file is not read: every resource that names it would hold a copy."""

_TOO_LARGE = Unreadable(f"it is larger than {MAX_BYTES // 1024} KiB", "keep less in it")
_ABOVE = Unreadable("it lies outside of the project", "name a file below the root of the project")
_EMPTY = Fault("invalid-value", "the file holds nothing", START)
_TEXT = Fault("invalid-value", "the file holds a text", START, "write a mapping or a list")
_UNTYPED = Fault(
    "invalid-value", "the file is neither YAML nor JSON by its name", START, "name a `.yaml` or `.json` file"
)
_SECOND = Fault("invalid-value", "the file holds a second document", START, "keep one")


class Attachments:
    """Reads the attachments of one file's resources, and remembers what it read."""

    def __init__(self, listing: Listing, path: str) -> None:
        self._listing = listing
        self._folder = path.rpartition("/")[0]
        self.identities: dict[str, str] = {}
        self.named = NamedFiles(listing, self._folder, self.identities)

    def text_of(self, name: str) -> str | Unreadable:
        """Return the text of a file by its path relative to that of the resources, or why there is none."""
        if len(name) > MAX_PATH or not _PATH.fullmatch(name):
            return MISSING
        data = self._bytes_of(posixpath.normpath(posixpath.join(self._folder, name)))
        if isinstance(data, Unreadable):
            return data
        text, faults = decode(data)
        return Unreadable(faults[0].message, faults[0].help or "") if text is None else text

    def read(self, draft: Draft) -> tuple[dict[KeyPath, Attachment], list[Fault]]:
        """Return the attachments of a resource by the keys that name them, and what is wrong with them."""
        found: dict[KeyPath, Attachment] = {}
        faults: list[Fault] = []
        for keys, name in _named_files(draft.data) if draft.kind == "Prompt" else ():
            if len(name) > MAX_PATH or not _PATH.fullmatch(name):
                continue  # validation says so
            attachment = self._attachment(draft, keys, name)
            if isinstance(attachment, Fault):
                faults.append(attachment)
            else:
                found[keys] = attachment
        return found, faults

    def _attachment(self, draft: Draft, keys: KeyPath, name: str) -> Attachment | Fault:
        path = posixpath.normpath(posixpath.join(self._folder, name))
        data = self._bytes_of(path)
        if data is _ABOVE:
            return Fault("invalid-value", f"`{name}` leaves the project", draft.range_of(keys), data.help, keys)
        if isinstance(data, Unreadable):
            message = f"the file `{path}` cannot be read: {data.reason}"
            return Fault("unknown-reference", message, draft.range_of(keys), data.help, keys)
        text, faults = decode(data)
        is_blank = not text or text.isspace()
        if text and not is_blank and keys[0] == "variants":
            return Attachment(path, text, normalise_breaks(text).removesuffix("\n"))
        document, faults = (None, faults) if text is None or is_blank else _read(path, text)
        if text is None or document is None or faults:
            fault = next(iter(faults), _EMPTY)
            message = f"`{path}`, line {fault.place.line}: {fault.message}"
            return Fault(fault.rule, message, draft.range_of(keys), fault.help, keys)
        return Attachment(path, text, document.value, document)

    def _bytes_of(self, path: str) -> bytes | Unreadable:
        if path.startswith(("../", "/")) or path == "..":
            return _ABOVE
        data = self._listing.read(path)
        self.identities[path] = self._listing.identity_of(path, data)
        return _TOO_LARGE if isinstance(data, bytes) and len(data) > MAX_BYTES else data


def _named_files(data: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield the keys of a prompt that name a file, with the name."""
    output = data.get("output")
    if isinstance(output, dict) and isinstance(output.get("schema"), str):
        yield ("output", "schema"), output["schema"]
    if isinstance(data.get("examples"), str):
        yield ("examples",), data["examples"]
    variants = data.get("variants")
    for index, variant in enumerate(variants if isinstance(variants, list) else ()):
        if isinstance(variant, dict) and isinstance(variant.get("file"), str):
            yield ("variants", index, "file"), variant["file"]


@lru_cache(maxsize=8)  # one file may serve every resource of its folder
def _read(path: str, text: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return the one document of a JSON or YAML file, and what is wrong with it."""
    if not path.endswith((_JSON, *_YAML)):
        return None, (_UNTYPED,)
    documents, faults = _documents(path, text)
    if not documents or faults:
        return None, faults
    if isinstance(documents[0].value, str):
        return None, (_TEXT,)
    return documents[0], tuple(_SECOND._replace(place=other.range_of(())) for other in documents[1:])


def _documents(path: str, text: str) -> tuple[Sequence[Document], tuple[Fault, ...]]:
    if not path.endswith(_JSON):
        return read_yaml(text)
    from promptops.sources.json import read_json  # noqa: PLC0415 - few prompts have an attachment

    document, faults = read_json(text)
    return () if document is None else (document,), faults
