"""Applying safe fixes: edits of stretches of text, so that everything around them stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from promptops.diagnostics import Diagnostic, Edit, Span
from promptops.sources.text import LineIndex


def edits_by_file(found: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    """Return the edits of all fixes by path; a fix that overlaps one taken before it waits for the next run."""
    taken: dict[str, list[Edit]] = {}
    for diagnostic in found:
        edits = () if diagnostic.fix is None else diagnostic.fix.edits
        if edits and not any(
            _overlaps(edit.span, other.span) for edit in edits for other in taken.get(edit.span.path, ())
        ):
            for edit in edits:
                taken.setdefault(edit.span.path, []).append(edit)
    return taken


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied, whose spans do not overlap."""
    lines = LineIndex(text)
    for edit in sorted(edits, key=lambda edit: edit.span[1:], reverse=True):
        start = lines.offset(edit.span.line, edit.span.column)
        end = lines.offset(edit.span.end_line, edit.span.end_column)
        text = text[:start] + edit.text + text[end:]
    return text


def _overlaps(left: Span, right: Span) -> bool:
    starts, ends = (left.line, left.column), (left.end_line, left.end_column)
    return starts < (right.end_line, right.end_column) and (right.line, right.column) < ends
