"""Which safety directives a text has lost."""

from __future__ import annotations

from itertools import islice

from promptops.changes.wording.comparison import SentenceChange, compare
from promptops.changes.wording.safety import safety
from promptops.changes.wording.sentences import Sentence, sentences
from promptops.changes.wording.words import likeness, profile

ALIKE = 0.5
"""From this likeness on, a directive of the same sort says the same."""

NEARLY_SAME = 0.7
"""From this likeness on, a sentence with the same denials and verbs of duty still says it, whatever its sort."""

MAX_DIRECTIVES = 200
"""Directives of a text that are compared; no prompt has as many."""


def removed_safety_directives(before: str, after: str) -> tuple[Sentence, ...]:
    """Return the safety directives of one text that no sentence of another says, in order."""
    lost = [change.before for change in compare(before, after) if change.before and _may_be_lost(change)]
    if not lost:
        return ()
    sorted_sentences = ((safety(sentence), sentence) for sentence in sentences(after))
    kept = [(sort, profile(sentence.words)) for sort, sentence in sorted_sentences if sort][:MAX_DIRECTIVES]
    lost.sort(key=lambda sentence: sentence.start)
    return tuple(
        sentence
        for sentence in islice(lost, MAX_DIRECTIVES)
        if not any(
            sort == safety(sentence) and likeness(profile(sentence.words), other) >= ALIKE for sort, other in kept
        )
    )


def _may_be_lost(change: SentenceChange) -> bool:
    """Say whether a directive was removed, or became something that does not direct the same."""
    old, new = change.before, change.after
    if old is None or change.kind not in {"removed", "reworded"}:
        return False
    sort = safety(old)
    if sort is None or new is None:
        return sort is not None
    if safety(new) == sort:
        return False
    is_weaker = not {"modality", "polarity"}.isdisjoint(change.classes)
    return is_weaker or likeness(profile(old.words), profile(new.words)) < NEARLY_SAME
