"""Applying safe fixes: edits of stretches of text, so that everything around them stays as it is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from promptops.diagnostics import Diagnostic, Edit
from promptops.sources.text import LineIndex

Stretch = tuple[int, int, int, int]


def edits_by_file(found: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    """Return the edits of all fixes by path, in order; one that overlaps one taken before waits for the next run."""
    taken: dict[str, list[Edit]] = {}
    for diagnostic in found:
        edits = () if diagnostic.fix is None else diagnostic.fix.edits
        if all(_is_free(taken.get(edit.span.path, []), edit) for edit in edits):
            for edit in edits:
                insort(taken.setdefault(edit.span.path, []), edit, key=_stretch)
    return taken


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied, whose spans do not overlap."""
    lines = LineIndex(text)
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=_stretch):
        pieces += text[done : lines.offset(edit.span.line, edit.span.column)], edit.text
        done = lines.offset(edit.span.end_line, edit.span.end_column)
    return "".join((*pieces, text[done:]))


def _stretch(edit: Edit) -> Stretch:
    return edit.span[1:]


def _is_free(taken: list[Edit], edit: Edit) -> bool:
    """Say whether an edit overlaps none that are taken, which do not overlap each other and stand in order."""
    at = bisect_left(taken, _stretch(edit), key=_stretch)
    return not any(_overlaps(_stretch(edit), _stretch(other)) for other in taken[max(at - 1, 0) : at + 1])


def _overlaps(left: Stretch, right: Stretch) -> bool:
    """Say whether two stretches have something in common; what is put in at one place twice is that place."""
    return left[:2] == right[:2] or (left[:2] < right[2:] and right[:2] < left[2:])
