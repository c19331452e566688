"""What has no place in the native model, as free JSON."""

from __future__ import annotations

from collections.abc import Container, Mapping
from math import isfinite
from typing import Any

_MAX_INTEGER = 2**53


def as_json(value: Any) -> Any:
    """Return a value as JSON carries it everywhere: a number that would lose digits or has none becomes a string."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return {key: as_json(item) for key, item in value.items()}
    if kind is list:
        return [as_json(item) for item in value]
    if kind is int:
        return value if abs(value) < _MAX_INTEGER else str(value)
    if kind is float:
        return value if isfinite(value) else str(value)
    return str(value)


def annotated(dialect: str, rest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `annotations` that keep what is left of a file; none when nothing is."""
    return {"annotations": {dialect: as_json(dict(rest))}} if rest else {}


def without(data: Mapping[str, Any], moved: Container[str]) -> dict[str, Any]:
    """Return a mapping without the keys that have a place in the native format."""
    return {key: value for key, value in data.items() if key not in moved}
