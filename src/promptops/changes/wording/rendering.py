"""A word diff on one line of plain text: `respond using [-strictly valid-] {+clean+} JSON`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.changes.wording.word_diff import Part

MAX_LENGTH = 240
"""Characters of a rendered diff."""

CONTEXT = 40
"""Characters of unchanged text that are shown on each side of a change."""

MAX_CHANGED = 140
"""Characters of one removed or added stretch that are shown."""

_SIGNS = {"-": ("[-", "-]"), "+": ("{+", "+}")}


def rendered(parts: Sequence[Part]) -> str:
    """Return a word diff as text of at most `MAX_LENGTH` characters; an ellipsis stands for what is left out.

    The text of the sentences is given as it is, control characters and all.
    """
    line = "".join(_pieces(parts))
    return line if len(line) <= MAX_LENGTH else line[: MAX_LENGTH - 1].rstrip() + "\u2026"


def _pieces(parts: Sequence[Part]) -> Iterator[str]:
    ahead = Part("=", "")
    for index, part in enumerate(parts):
        if part.op == "=":
            yield _context(part.text, is_first=index == 0, is_last=index == len(parts) - 1)
        else:
            # What replaces a word, rather than a part of one, is set apart from it.
            is_apart = (ahead.op, part.op) == ("-", "+") and _begins_word(parts[: index - 1], ahead)
            yield _signed(part, is_apart=is_apart)
        ahead = part


def _begins_word(ahead: Sequence[Part], part: Part) -> bool:
    """Say whether a part begins with a blank, or behind one, or at the very beginning."""
    return not ahead or part.text[0].isspace() or ahead[-1].text[-1].isspace()


def _signed(part: Part, *, is_apart: bool) -> str:
    """Return a removed or added stretch in its signs; blanks at its edges stand outside, unless it is nothing else."""
    ink = part.text.strip() or part.text
    lead, _, tail = part.text.partition(ink)
    opening, closing = _SIGNS[part.op]
    return (lead or " " * is_apart) + opening + _shortened(ink, MAX_CHANGED) + closing + tail


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= (1 if is_first or is_last else 2) * CONTEXT + CONTEXT // 4:
        return text
    if is_first and is_last:
        return _shortened(text, 2 * CONTEXT)
    head, tail = text[:CONTEXT], text[-CONTEXT:]
    if " " in head:
        head = head[: head.rindex(" ") + 1]
    if " " in tail:
        tail = tail[tail.index(" ") :]
    return ("" if is_first else head) + "\u2026" + ("" if is_last else tail)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length // 2].rstrip()} \u2026 {text[-(length // 2) :].lstrip()}"
