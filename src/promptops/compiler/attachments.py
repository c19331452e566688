"""Files that a resource names by a relative path: an output schema, examples, the text of a variant."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator
from typing import Any

from promptops.diagnostics import START, Fault
from promptops.formats import Draft
from promptops.rules.contexts import Attachment
from promptops.sources.documents import Document, KeyPath
from promptops.sources.json import read_json
from promptops.sources.text import decode
from promptops.sources.trees import Tree, Unreadable, blob_id
from promptops.sources.yaml import read_yaml

_YAML = (".yaml", ".yml")
_IGNORED = Unreadable("git ignores it", "add it to the repository: nobody else has it")
_EMPTY = Fault("invalid-value", "the file holds nothing", START)
_TEXT = Fault("invalid-value", "the file holds a text", START, "write a mapping or a list")
_UNTYPED = Fault(
    "invalid-value", "the file is neither YAML nor JSON by its name", START, "name a `.yaml` or `.json` file"
)
_SECOND = Fault("invalid-value", "the file holds a second document", START, "keep one")


class Attachments:
    """Reads the attachments of one file's resources, and remembers what it read."""

    def __init__(self, tree: Tree, listed: Container[str], path: str) -> None:
        self._tree = tree
        self._listed = listed
        self._folder = posixpath.dirname(path)
        self.blobs: dict[str, str | None] = {}

    def read(self, draft: Draft) -> tuple[dict[KeyPath, Attachment], list[Fault]]:
        """Return the attachments of a resource by the keys that name them, and what is wrong with them."""
        found: dict[KeyPath, Attachment] = {}
        faults: list[Fault] = []
        for keys, name in _named_files(draft.data):
            attachment = self._attachment(draft, keys, name)
            if isinstance(attachment, Fault):
                faults.append(attachment)
            else:
                found[keys] = attachment
        return found, faults

    def _attachment(self, draft: Draft, keys: KeyPath, name: str) -> Attachment | Fault:
        path = posixpath.normpath(posixpath.join(self._folder, name))
        if path.startswith(("../", "/")) or path == "..":
            advice = "name a file below the root of the project"
            return Fault("invalid-value", f"`{name}` leaves the repository", draft.range_of(keys), advice, keys)
        data = self._tree.read(path)
        if isinstance(data, bytes) and path not in self._listed:
            data = _IGNORED
        if isinstance(data, Unreadable):
            self.blobs[path] = None
            message = f"the file `{path}` cannot be read: {data.reason}"
            return Fault("unknown-reference", message, draft.range_of(keys), data.help, keys)
        self.blobs[path] = blob_id(data)
        text, faults = decode(data)
        if text is not None and keys[0] == "variants":
            return Attachment(path, text, text)
        document, faults = (None, faults) if text is None else _read(path, text)
        if text is None or document is None or faults:
            fault = next(iter(faults), _EMPTY)
            message = f"`{path}`, line {fault.place.line}: {fault.message}"
            return Fault(fault.rule, message, draft.range_of(keys), fault.help, keys)
        return Attachment(path, text, document.value, document)


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


def _read(path: str, text: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return the one document of a JSON or YAML file, and what is wrong with it."""
    if path.endswith(".json"):
        return read_json(text)
    if not path.endswith(_YAML):
        return None, (_UNTYPED,)
    documents, faults = read_yaml(text)
    document = next(iter(documents), None)
    if document is None or faults:
        return None, faults
    if isinstance(document.value, str):
        return None, (_TEXT,)
    return document, tuple(_SECOND._replace(place=other.range_of(())) for other in documents[1:])
