"""Whether a text still says what its contract promises."""

from __future__ import annotations

from promptops.changes.wording.canonical import folded


def clause_holds(clause: str, text: str) -> bool:
    """Say whether the words of a clause stand in a text, letter case and all; blanks and line ends count as one.

    They must stand as whole words: `valid JSON` does not hold where the text says `invalid JSON`.
    """
    words = folded(clause)
    return not words or _stands_in(words, text) or _stands_in(words, folded(text))


def _stands_in(words: str, text: str) -> bool:
    at = text.find(words)
    while at >= 0:
        if not (_joins(text[at - 1 : at], words[0]) or _joins(words[-1], text[at + len(words) : at + len(words) + 1])):
            return True
        at = text.find(words, at + 1)
    return False


def _joins(left: str, right: str) -> bool:
    """Say whether two neighbouring characters belong to one word."""
    return bool(left and right) and _is_letter(left) and _is_letter(right)


def _is_letter(char: str) -> bool:
    # Chinese, Japanese and Thai are written without blanks between words: none of their letters says where one ends.
    return (char.isalnum() or char == "_") and (char.isdecimal() or char.lower() != char.upper() or char.isascii())
