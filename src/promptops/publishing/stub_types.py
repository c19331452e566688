"""JSON Schema as types of Python, for type checkers: never narrower than what the run time accepts as declared."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_MAX_DEPTH = 8
_TAKEN = frozenset({"self", "others", "__debug__"})
"""What no parameter can be called."""
_WORD = re.compile(r"[A-Za-z0-9]+")


class Types:
    """The types of one module; `declared` are the classes that they need, in order."""

    def __init__(self) -> None:
        self.declared: list[str] = []
        self._names: set[str] = set()

    def class_name(self, *texts: str) -> str:
        """Return a new name for a class, made of the words of some texts."""
        words = [word for text in texts for word in _WORD.findall(text)]
        name = "".join(word[0].upper() + word[1:] for word in words) or "Text"
        name = name if name.isidentifier() and not keyword.iskeyword(name) else f"T{name}"
        chosen, number = name, 2
        while chosen in self._names:
            chosen, number = f"{name}_{number}", number + 1
        self._names.add(chosen)
        return chosen

    def of(self, schema: object, name: str, depth: int = 0) -> str:
        """Return the type of the values that a schema accepts, `Any` where that has none; `name` is for a class."""
        if not isinstance(schema, dict) or depth == _MAX_DEPTH:
            return "Any"
        if "const" in schema:
            return _literals([schema["const"]])
        if "enum" in schema:
            return _literals(_listed(schema, "enum"))
        kinds = schema.get("type")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not isinstance(kinds, list) or not kinds:
            return "Any"
        found = dict.fromkeys(self._of_kind(kind, schema, name, depth + 1) for kind in dict.fromkeys(map(str, kinds)))
        return "Any" if "Any" in found else " | ".join(found)

    def _of_kind(self, kind: str, schema: Mapping[str, Any], name: str, depth: int) -> str:
        if kind == "array":
            item = self.of(schema.get("items"), f"{name} item", depth)
            # A text is a sequence of texts for type checkers, and no list at run time.
            return f"list[{item}] | tuple[{item}, ...]" if item in ("str", "Any") else f"Sequence[{item}]"
        if kind == "object":
            return self._mapping(schema, name, depth)
        return _SCALARS.get(kind, "Any")

    def _mapping(self, schema: Mapping[str, Any], name: str, depth: int) -> str:
        properties = schema.get("properties")
        if schema.get("additionalProperties", True) is not False or not isinstance(properties, dict) or not properties:
            return "Mapping[str, Any]"
        required = _listed(schema, "required")
        fields = []
        for key, value in properties.items():
            written = self.of(value, f"{name} {key}", depth)
            fields.append(f"{key!r}: {written!r}" if key in required else f"{key!r}: {f'NotRequired[{written}]'!r}")
        chosen = self.class_name(name)
        self.declared.append(f"{chosen} = TypedDict({chosen!r}, {{{', '.join(fields)}}})")
        return chosen


def _literals(values: Sequence[object]) -> str:
    """Return the type of some values; a type checker knows no numbers with a fraction, lists or mappings by value."""
    if not values or not all(value is None or isinstance(value, str | int) for value in values):
        return "Any"
    return f"Literal[{', '.join(map(repr, values))}]"


def _listed(schema: Mapping[str, Any], key: str) -> Sequence[Any]:
    found = schema.get(key)
    return found if isinstance(found, list) else ()


def _is_parameter(key: str) -> bool:
    """Say whether a name can be a parameter, beside those that there are; Python takes two spellings of one as one."""
    is_name = key.isidentifier() and not keyword.iskeyword(key) and unicodedata.is_normalized("NFKC", key)
    return is_name and key not in _TAKEN


def parameters(schema: Mapping[str, Any] | None, types: Types, name: str) -> tuple[list[str], bool]:
    """Return the parameters of what renders a prompt, and whether it may be given others, too."""
    schema = {} if schema is None else schema
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    required = _listed(schema, "required")
    usable = {key: value for key, value in properties.items() if _is_parameter(key)}
    written = [
        f"{key}: {types.of(value, f'{name} {key}')}" + ("" if key in required else " = ...")
        for key, value in usable.items()
    ]
    is_open = schema.get("additionalProperties", True) is not False or len(usable) < len(properties)
    return written, is_open
