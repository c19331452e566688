"""What a model reads of a tool: its description, those of its parameters, and the values that these may have."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

MAX_DEPTH = 8
"""Levels of nested parameters whose descriptions are read."""


class ToolText(NamedTuple):
    """One description, empty where there is none: its path of keys, and the parameter that it is about.

    `parameter` is empty for the tool itself.
    """

    keys: tuple[str | int, ...]
    parameter: str
    text: str


def tool_texts(data: Mapping[str, Any]) -> Iterator[ToolText]:
    """Yield the descriptions of a tool and of all its parameters, as its data hold them."""
    yield ToolText(("description",), "", _text(data))
    todo: deque[tuple[tuple[str | int, ...], str, Any]] = deque([(("parameters",), "", data.get("parameters"))])
    while todo:
        keys, path, schema = todo.popleft()
        if not isinstance(schema, dict) or len(keys) > 2 * MAX_DEPTH:
            continue
        if path:
            yield ToolText((*keys, "description"), path, _text(schema))
        properties = schema.get("properties")
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            todo.append(((*keys, "properties", name), f"{path}.{name}" if path else name, inner))
        todo.append(((*keys, "items"), f"{path}[]", schema.get("items")))


def enumerated_values(schema: Any) -> Iterator[str]:
    """Yield the texts that a schema lists as values, at any depth."""
    todo = deque([schema])
    while todo:
        part = todo.popleft()
        if isinstance(part, dict):
            listed = part.get("enum")
            values = [*(listed if isinstance(listed, list) else ()), part.get("const")]
            yield from (value for value in values if isinstance(value, str))
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)


def _text(data: Mapping[str, Any]) -> str:
    text = data.get("description")
    return text if isinstance(text, str) else ""
