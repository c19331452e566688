"""Declared inputs as authors write them: in the shorthand where it says the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.resources.inputs import is_schema, read_inputs
from promptops.resources.rejections import RefusedError


def shorthand(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the shorthand of a schema of inputs; the schema itself where the shorthand cannot say all of it."""
    properties = schema.get("properties")
    required = schema.get("required", [])
    if not isinstance(properties, dict) or not properties or not isinstance(required, list):
        return schema
    short = {name: _short(written, is_required=name in required) for name, written in properties.items()}
    try:
        meant = read_inputs(short)
    except RefusedError:
        return schema
    return short if meant == read_inputs(dict(schema)) else schema


def _short(written: Any, *, is_required: bool) -> Any:
    is_plain = isinstance(written, dict) and written.keys() == {"type"} and isinstance(written["type"], str)
    return f"{written['type']}{'' if is_required else '?'}" if is_plain else written


def left_open(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return declared inputs as a schema that allows others than it names."""
    schema = inputs if is_schema(inputs) else read_inputs(dict(inputs))
    is_closed = schema.get("additionalProperties", False) is False
    return {**schema, "additionalProperties": True} if is_closed else schema
