"""JSON values: the seven classes that they fall into, and when two are equal."""

from __future__ import annotations

from collections.abc import Hashable
from math import isfinite
from typing import Any

NULL, BOOLEAN, INTEGER, FRACTION, STRING, ARRAY, OBJECT = (1 << power for power in range(7))
"""The classes, as bits of a set; a number is an INTEGER or has a FRACTION."""
NUMBER = INTEGER | FRACTION
EVERY_CLASS = (1 << 7) - 1
CLASSES = (NULL, BOOLEAN, INTEGER, STRING, FRACTION, ARRAY, OBJECT)
"""In the order in which values are looked for, simple ones first."""

TYPES = {
    "null": NULL,
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "number": NUMBER,
    "string": STRING,
    "array": ARRAY,
    "object": OBJECT,
}


def class_of(value: Any) -> int:
    """Return the class of a parsed JSON value, 0 for what is none."""
    if isinstance(value, float):
        return INTEGER if value.is_integer() else FRACTION if isfinite(value) else 0
    return _CLASS_OF.get(type(value), 0)


_CLASS_OF = {type(None): NULL, bool: BOOLEAN, int: INTEGER, str: STRING, list: ARRAY, dict: OBJECT}


def identity(value: Any) -> Hashable:
    """Return what is equal for two JSON values exactly when they are: `1` is `1.0`, and `true` is not `1`."""
    if isinstance(value, bool):
        return (value,)
    if isinstance(value, list):
        return ("list", *map(identity, value))
    if isinstance(value, dict):
        return frozenset((key, identity(item)) for key, item in value.items())
    return value if isinstance(value, Hashable) else repr(value)
