"""JSON that any reader accepts and that is harmless when it is printed."""

from __future__ import annotations

import json
from typing import Any

from promptops.reports.printable import UNSAFE_IN_LINES, spelled


def to_json(value: Any, *, indent: int | None = None) -> str:
    """Return `value` as JSON: compact or indented, keys in the order given, readable where characters are safe.

    Unsafe characters become JSON escapes, which lose nothing. A lone surrogate has no form that every parser accepts:
    it is spelled out.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return UNSAFE_IN_LINES.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\\" + spelled(character)
    if character == "#":
        return r"\u0023"
    return json.dumps(character)[1:-1]
