"""How long the value of an input can be, by its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

NUMBER: Final = 32
"""Characters: more than the text of a number of 64 bits has."""
_PLAIN: Final = {"boolean": len("false"), "null": len("null"), "integer": NUMBER, "number": NUMBER}


def characters_of(schema: Any) -> int | None:
    """Return how many characters a value has at most as it stands in a text, None where the schema sets no end.

    What is more than a word or a number, such as a list, has no end here.
    """
    if not isinstance(schema, Mapping):
        return None
    if isinstance(schema.get("enum"), list):
        return max(map(_written, schema["enum"]), default=0)
    if "const" in schema:
        return _written(schema["const"])
    types = schema.get("type")
    ends = [_of_type(name, schema) for name in (types if isinstance(types, list) else [types])]
    return None if None in ends else max((end for end in ends if end is not None), default=0)


def _of_type(name: Any, schema: Mapping[str, Any]) -> int | None:
    if name == "string":
        length = schema.get("maxLength")
        return int(length) if isinstance(length, int) and length >= 0 else None
    return _PLAIN.get(name) if isinstance(name, str) else None


def _written(value: Any) -> int:
    return len(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
