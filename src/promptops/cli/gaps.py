"""How many errors may keep something from being seen, for commands that show what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from promptops.rules import categories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptops.diagnostics import Diagnostic

_HIDING: Final = frozenset({"references", "syntax", "templates"})
"""Categories of rules on what cannot be read or followed; others judge what was read."""


def hiding(diagnostics: Iterable[Diagnostic]) -> int:
    """Return how many of some diagnostics are errors that may hide resources or links."""
    known = categories()
    return sum(found.severity == "error" and known.get(found.rule, "syntax") in _HIDING for found in diagnostics)
