"""Files that a resource names by a relative path: an output schema, examples, the text of a variant."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats import Draft
from promptops.rules.contexts import Attachment
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json
from promptops.sources.text import decode
from promptops.sources.trees import Tree, Unreadable, blob_id
from promptops.sources.yaml import read_yaml

_YAML = (".yaml", ".yml")


class Attachments:
    """Reads the attachments of one file's resources, and remembers what it read."""

    def __init__(self, tree: Tree, path: str) -> None:
        self._tree = tree
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
        if isinstance(data, Unreadable):
            self.blobs[path] = None
            message = f"the file `{path}` cannot be read: {data.reason}"
            return Fault("unknown-reference", message, draft.range_of(keys), data.help, keys)
        self.blobs[path] = blob_id(data)
        value, fault = _value(path, data)
        if fault is not None:
            message = f"`{path}`, line {fault.place.line}: {fault.message}"
            return Fault(fault.rule, message, draft.range_of(keys), fault.help, keys)
        return Attachment(path, value)


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


def _value(path: str, data: bytes) -> tuple[Any, Fault | None]:
    text, faults = decode(data)
    if text is None:
        return None, faults[0]
    if path.endswith(".json"):
        document, faults = read_json(text)
        return (None if document is None else document.value), next(iter(faults), None)
    if path.endswith(_YAML):
        documents, faults = read_yaml(text)
        return (documents[0].value if documents else None), next(iter(faults), None)
    return text, None
