"""Where a local reference leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


def followed(root: Any, text: Any) -> tuple[KeyPath, Any] | None:
    """Return the path of keys that a JSON pointer in a fragment (`#/$defs/item`) leads to, and what is there.

    None when it is no such pointer or nothing is there.
    """
    if not isinstance(text, str) or (text != "#" and not text.startswith("#/")):
        return None
    path: list[str | int] = []
    current = root
    for step in text.split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(current, dict) and name in current:
            current = current[name]
            path.append(name)
        elif isinstance(current, list) and name.isascii() and name.isdigit() and int(name[:9]) < len(current):
            path.append(int(name[:9]))
            current = current[int(name[:9])]
        else:
            return None
    return tuple(path), current
