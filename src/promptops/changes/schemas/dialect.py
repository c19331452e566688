"""Which draft a schema is written in, and which keywords mean something there.

A schema that names no draft may use the keywords of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DRAFT = re.compile(r"https?://json-schema\.org/(?:draft-0(?P<old>[467])|draft/(?P<new>2019-09|2020-12))/schema#?")
_NEW = {"2019-09": 2019, "2020-12": 2020}
_SINCE = {
    **dict.fromkeys(("const", "contains", "propertyNames"), 6),
    "if": 7,
    **dict.fromkeys(("dependentRequired", "dependentSchemas", "minContains", "maxContains"), 2019),
    **dict.fromkeys(("unevaluatedProperties", "unevaluatedItems"), 2019),
    **dict.fromkeys(("prefixItems", "$dynamicRef"), 2020),
}
_UNTIL = {"dependencies": 2019, "additionalItems": 2020, "$recursiveRef": 2020}
_OVERRIDING = 7
"""The last draft in which nothing beside a `$ref` counts."""


class Dialect:
    """One draft, or all of them when `draft` is None."""

    __slots__ = ("draft",)

    def __init__(self, draft: int | None) -> None:
        self.draft = draft

    def knows(self, keyword: str) -> bool:
        """Say whether a keyword that some draft has means something in this one."""
        return self.draft is None or _SINCE.get(keyword, 0) <= self.draft < _UNTIL.get(keyword, self.draft + 1)

    def only_reference(self, schema: Mapping[str, Any]) -> bool:
        """Say whether nothing but its `$ref` counts in a schema."""
        return self.draft is not None and self.draft <= _OVERRIDING and "$ref" in schema


def dialect_of(root: Any) -> Dialect | None:
    """Return the dialect that the root of a schema names, None when that is an unknown one."""
    if not isinstance(root, dict) or "$schema" not in root:
        return Dialect(None)
    match = _DRAFT.fullmatch(root["$schema"]) if isinstance(root["$schema"], str) else None
    if match is None or "$vocabulary" in root:
        return None
    return Dialect(int(match["old"]) if match["old"] else _NEW[match["new"]])
