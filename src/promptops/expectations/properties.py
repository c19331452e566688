"""The names of the properties that a JSON Schema speaks of."""

from __future__ import annotations

from typing import Any

MAX_NODES = 20_000
"""Parts of one schema that are looked at."""


def property_names(schema: Any) -> frozenset[str]:
    """Return the names of the properties at any depth of a schema: all of it is read, so no reference is followed."""
    found: set[str] = set()
    todo = [schema]
    for _ in range(MAX_NODES):
        if not todo:
            break
        node = todo.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            if isinstance(properties, dict):
                found.update(properties)
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)
    return frozenset(found)
