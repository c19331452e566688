"""What `unevaluatedProperties` and `unevaluatedItems` leave to the schemas beside them.

Decided only where it does not depend on the value: beside `allOf` and references.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.changes.schemas.pointers import followed

_DEPENDS = frozenset({"anyOf", "oneOf", "if", "dependentSchemas", "dependencies", "$dynamicRef", "$recursiveRef"})
_OF_ITEMS = frozenset({"prefixItems", "items", "additionalItems", "unevaluatedItems", "contains"})
_MAX_SCHEMAS = 100


def evaluated_properties(root: Any, schema: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the names and the patterns of the properties that are looked at beside `unevaluatedProperties`.

    None when that depends on the value.
    """
    names: set[str] = set()
    patterns: set[str] = set()
    beside = _in_place(root, schema)
    if beside is None:
        return None
    for part in beside:
        if part is not schema and "unevaluatedProperties" in part:
            return None
        if "additionalProperties" in part:
            patterns.add("")  # which finds something in every name
        names.update(_keys(part, "properties"))
        patterns.update(_keys(part, "patternProperties"))
    return frozenset(names), frozenset(patterns)


def evaluated_items(root: Any, schema: Mapping[str, Any]) -> int | None:
    """Return how many items are looked at beside `unevaluatedItems`, None when that depends on the value."""
    beside = _in_place(root, schema)
    known = 0
    for part in beside or ():
        if part is schema:
            others = part.keys() & (_OF_ITEMS - {"prefixItems", "unevaluatedItems"})
        else:
            others = part.keys() & (_OF_ITEMS - {"prefixItems"})
        prefix = part.get("prefixItems", [])
        if others or not isinstance(prefix, list):
            return None
        known = max(known, len(prefix))
    return None if beside is None else known


def _keys(schema: Mapping[str, Any], keyword: str) -> Iterator[str]:
    members = schema.get(keyword)
    return iter(members if isinstance(members, dict) else ())


def _in_place(root: Any, schema: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """Return a schema and all that holds wherever it does, None when some hold for some values only."""
    found: list[Mapping[str, Any]] = []
    pending: list[Any] = [schema]
    while pending:
        current = pending.pop()
        if not isinstance(current, dict):
            continue
        if current.keys() & _DEPENDS or len(found) >= _MAX_SCHEMAS:
            return None
        found.append(current)
        beside = current.get("allOf", [])
        pending += beside if isinstance(beside, list) else []
        if "$ref" in current:
            target = followed(root, current["$ref"])
            if target is None:
                return None
            pending.append(target[1])
    return found
