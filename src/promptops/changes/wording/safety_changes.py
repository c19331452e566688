"""Which safety directives a text has lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from promptops.changes.wording.comparison import SentenceChange, compare
from promptops.changes.wording.safety import safety
from promptops.changes.wording.safety_wording import Safety
from promptops.changes.wording.sentences import Sentence, sentences
from promptops.changes.wording.words import Profile, likeness, profile

ALIKE = 0.34
"""From this likeness on, a directive of the same sort may say the same; a loss must be certain."""

NEARLY_SAME = 0.7
"""From this likeness on, a sentence with the same denials and verbs of duty still says it, whatever its sort."""

MAX_DIRECTIVES = 200
"""Directives of a text that are compared; no prompt has as many."""

_MAY_LOSE = frozenset({"removed", "reworded"})


def touches_safety(before: str, after: str) -> bool:
    """Say whether a safety directive of a text stands in none of the places where another one has the same."""
    changes = compare(before, after)
    return any(each.before and each.kind in _MAY_LOSE and safety(each.before) for each in changes)


def removed_safety_directives(before: str, after: str) -> tuple[Sentence, ...]:
    """Return the safety directives of one text that no sentence of another says, in order."""
    lost = [change.before for change in compare(before, after) if change.before and _may_be_lost(change)]
    if not lost:
        return ()
    kept: dict[Safety, list[Profile]] = defaultdict(list)
    for sort, sentence in islice(_directives(after), MAX_DIRECTIVES):
        kept[sort].append(profile(sentence.words))
    lost.sort(key=lambda sentence: sentence.start)
    return tuple(sentence for sentence in lost[:MAX_DIRECTIVES] if not _is_among(sentence, kept))


def _directives(text: str) -> Iterator[tuple[Safety, Sentence]]:
    return ((sort, sentence) for sentence in sentences(text) if (sort := safety(sentence)))


def _is_among(sentence: Sentence, kept: Mapping[Safety, Sequence[Profile]]) -> bool:
    """Say whether one of some directives, by their sort, says what a directive says."""
    sort, known = safety(sentence), profile(sentence.words)
    return sort is not None and any(likeness(known, other) >= ALIKE for other in kept.get(sort, ()))


def _may_be_lost(change: SentenceChange) -> bool:
    """Say whether a directive was removed, or became something that does not direct the same."""
    old, new = change.before, change.after
    if old is None or change.kind not in _MAY_LOSE:
        return False
    sort = safety(old)
    if sort is None or new is None:
        return sort is not None
    if safety(new) == sort:
        return False
    is_weaker = not {"modality", "polarity"}.isdisjoint(change.classes)
    return is_weaker or likeness(profile(old.words), profile(new.words)) < NEARLY_SAME
