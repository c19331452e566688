"""The files that a Prompty header takes in, as `${file:path}` or as the path of a sample."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned, SourceFile
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json
from promptops.sources.listing import UNLISTED
from promptops.sources.trees import MISSING, Unreadable
from promptops.sources.yaml import read_yaml

_REFERENCE = re.compile(r"\$\{file:([^{}\r\n]{1,1000})\}")
_YAML = (".yaml", ".yml")


class Included(NamedTuple):
    """What a value turned out to be: itself, or what the file holds that it names; None where that cannot be known."""

    value: Any
    is_file: bool = False
    fault: Fault | None = None


def included(file: SourceFile, value: Any, keys: KeyPath, document: Positioned) -> Included:
    """Return a value of the header with the content of a file in the place of a reference to it."""
    reference = _REFERENCE.fullmatch(value.strip()) if isinstance(value, str) else None
    if reference is None:
        return Included(value)
    text = file.beside(reference[1])
    if not isinstance(text, Unreadable):
        return Included(_content(reference[1], text), is_file=True)
    if text not in (MISSING, UNLISTED):
        return Included(None, is_file=True)
    message = f"there is no file {quoted(reference[1])}"
    advice = "the path is relative to the folder of this file"
    fault = Fault("unknown-reference", message, document.range_of(keys), advice, keys)
    return Included(None, is_file=True, fault=fault)


def sample(file: SourceFile, value: Any) -> Any:
    """Return the sample inputs that a header gives: as they stand, or by the path of a JSON file; None if unknown."""
    path = value.removeprefix("file:") if isinstance(value, str) else ""
    if not path.endswith(".json"):
        return value
    text = file.beside(path)
    return None if isinstance(text, Unreadable) else _content(path, text)


def _content(path: str, text: str) -> Any:
    if path.endswith(".json"):
        document, _ = read_json(text)
        return None if document is None else document.value
    if path.endswith(_YAML):
        documents, _ = read_yaml(text)
        return documents[0].value if documents else None
    return text
