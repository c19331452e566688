"""The name that was probably meant, among those that a foreign file holds: as many as its author pleases."""

from __future__ import annotations

from collections.abc import Collection

from promptops.spelling import closest

MAX_WORK = 30_000
"""Most pairs of characters that are compared for one word: a hundredth of a second."""

MAX_WORDS = 200
"""Most words of a file that are compared with the keys of a format."""


def meant_by(word: str, names: Collection[str]) -> str | None:
    """Return the name that a word most probably stands for; None when none is near, or there are too many to tell."""
    return closest(word, names) if len(word) * sum(map(len, names)) <= MAX_WORK else None


def advice_on(word: str, names: Collection[str], otherwise: str) -> str:
    """Return `meant_by` as help: a question, or else what to do."""
    meant = meant_by(word, names)
    return f"did you mean `{meant}`?" if meant else otherwise
