"""What the grammars of languages with C's expressions have in common."""

from __future__ import annotations

import re

from promptops.expectations.code.contexts import COMPARED, SUBSCRIPT, Context, Place

_GAP = re.compile(r"(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*+\+(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*+")
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">="})


def added(gap: str) -> bool:
    """Say whether nothing but a plus sign, and comments, stands between two strings."""
    return "+" in gap and _GAP.fullmatch(gap) is not None


def binary(place: Place) -> Context | None:
    """Return the use of an operand of a binary expression."""
    operator = place.parent.child_by_field_name("operator")
    sign = "" if operator is None else operator.type
    if sign == "in":
        return SUBSCRIPT
    return COMPARED if sign in _COMPARISONS else None
