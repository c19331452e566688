"""Whether the parameters of a tool say how something ended, so that a program can read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from promptops.resources.rejections import quoted

_UNKNOWN: Final = frozenset({"$ref", "$dynamicRef", "allOf", "if"})
"""Keywords by which a schema may say more than is looked at."""
_FIXED: Final = ("boolean", "null")
_REASONS: Final = ("reason", "code", "cause", "error")


def lacking_in(parameters: Mapping[str, Any], status: str | None) -> str | None:
    """Return what a tool's parameters lack, to follow `it has`; None when they have a status and a reason.

    `status` is the parameter that is named as the status; without, it is any one with fixed values. A schema that may
    say more elsewhere lacks nothing.
    """
    properties = parameters.get("properties")
    if not _UNKNOWN.isdisjoint(parameters):
        return None
    known = properties if isinstance(properties, dict) else {}
    if status is not None and status not in known:
        return f"no parameter {quoted(status)}"
    found = status or next((name for name, schema in known.items() if _has_fixed_values(schema)), None)
    if found is None:
        return "no status with fixed values"
    if not _has_fixed_values(known[found]):
        return f"no fixed values for {quoted(found)}"
    has_reason = any(_may_be_reason(name, schema) for name, schema in known.items() if name != found)
    return None if has_reason else "no reason code beside the status"


def _may_be_reason(name: str, schema: Any) -> bool:
    return any(word in name.casefold() for word in _REASONS) or _has_fixed_values(schema)


def _has_fixed_values(schema: Any) -> bool:
    """Say whether a parameter has one of some values that are known, as far as can be seen."""
    if not isinstance(schema, dict):
        return False
    if not _UNKNOWN.isdisjoint(schema) or "enum" in schema or "const" in schema or schema.get("type") in _FIXED:
        return True
    choices = schema.get("anyOf") or schema.get("oneOf")
    return isinstance(choices, list) and all(_has_fixed_values(choice) for choice in choices)
