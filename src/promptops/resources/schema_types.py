"""The names of JSON's types, and what is written in their place."""

from __future__ import annotations

from typing import Any

from promptops.resources.rejections import Problem, quoted, wrong_type
from promptops.spelling import closest

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
_FOREIGN_TYPES = {
    "bool": "boolean",
    "dict": "object",
    "double": "number",
    "float": "number",
    "int": "integer",
    "list": "array",
    "map": "object",
    "none": "null",
    "str": "string",
    "text": "string",
}


def type_problem(name: Any) -> Problem | None:
    """Return what is wrong with the name of a JSON type, None when there is such a type."""
    if not isinstance(name, str):
        return wrong_type("the name of a type", name)
    if name in TYPES:
        return None
    word = name.lower()
    meant = word if word in _FOREIGN_TYPES else closest(name, (*TYPES, *_FOREIGN_TYPES))
    known = f"the types are {', '.join(TYPES)}"
    advice = f"did you mean `{_FOREIGN_TYPES.get(meant, meant)}`?" if meant else known
    return Problem(f"is {quoted(name)}, which is not a type", advice)
