"""Directives that keep a prompt safe, told by their English wording; where it leaves a doubt, a sentence is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from promptops.changes.wording.safety_wording import WORDINGS, Safety, Step
from promptops.changes.wording.sentences import Sentence

MAX_LENGTH = 1_000
"""Characters of a sentence that are read; a directive says early what it wants."""

_NOT_TOLD = re.compile(
    # Somebody else's doings, a condition, or the opposite.
    r"\b(?:if|when|whether|unless|why|who|that|which|users?|customers?|people|they|he|she|we|i|sometimes|not|never|n't)"
    r"\b[^,.;:!?]{0,20}\Z"
)
_EMPHASIS = re.compile(r"[*_]+(?=\w)|(?<=[\w.:])[*_]+")
_LABEL = re.compile(r"\W*(?:[a-z][a-z /&-]{1,30}:\s+)?")
_STOP = re.compile(r"[.;!?](?:\s|\Z)")


def safety(sentence: Sentence) -> Safety | None:
    """Return the sort of safety directive that a sentence is; None where it is none, or may be none.

    It is one when it tells the model to do or not to do something, and that has to do with safety. Code and headings
    are none, nor is what stands in quotes.
    """
    if sentence.is_verbatim or sentence.kind == "heading":
        return None
    text = _EMPHASIS.sub("", sentence.words[:MAX_LENGTH].casefold().replace("\u2019", "'"))
    label = _LABEL.match(text)
    text = text[label.end() :] if label else text
    starts: dict[re.Pattern[str], list[int]] = {}
    for sort, start, steps in WORDINGS:
        if start not in starts:
            starts[start] = [match.end() for match in start.finditer(text) if _is_told(text[: match.start()])]
        if _leads_through(text, starts[start], steps):
            return sort
    return None


def _is_told(ahead: str) -> bool:
    """Say whether what begins behind some words is said to the model, and is not quoted."""
    return not _NOT_TOLD.search(ahead) and ahead.count('"') % 2 == 0 and ahead.count("`") % 2 == 0


def _leads_through(text: str, ends: Sequence[int], steps: Sequence[Step]) -> bool:
    """Say whether all steps follow one another from one of the offsets on."""
    # For each step, where it may end; behind the nearest end of the step before, which is all that a next one needs.
    for words, reach in steps:
        if not ends:
            return False
        reached = []
        for match in words.finditer(text, ends[0]):
            nearest = ends[bisect_right(ends, match.start()) - 1]
            if match.start() - nearest <= reach and not _STOP.search(text, nearest, match.start()):
                reached.append(match.end())
        ends = reached
    return bool(ends)
