"""JSON text to a positioned document."""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Any

from promptops.diagnostics import Fault
from promptops.sources.documents import MAX_CHARACTERS, MAX_FAULTS, Document, Entry, KeyPath, Offsets
from promptops.sources.json_errors import NotJsonError, excess, explain, too_long
from promptops.sources.json_layout import JsonLayout, Node
from promptops.sources.json_tokens import characters
from promptops.sources.text import LineIndex, shown


def read_json(text: str) -> tuple[JsonDocument | None, tuple[Fault, ...]]:
    """Return the document, or None and one `invalid-yaml` fault when the text is not JSON.

    `NaN` and `Infinity` are not JSON. Of equal keys in one object the first counts; the others are `duplicate-key`
    faults.
    """
    lines = LineIndex(text)
    if len(text) > MAX_CHARACTERS:
        return None, (too_long(lines),)
    unique = True
    try:
        try:
            value = _STRICT.decode(text)
        except _DuplicateKeyError:
            unique = False
            value = _FIRST_KEYS.decode(text)
    except (ValueError, RecursionError) as error:
        return None, (explain(error, lines),)
    fault = excess(text, value, lines)
    if fault:
        return None, (fault,)
    document = JsonDocument(value, lines)
    return document, () if unique else document.duplicates()
