"""What a template says whatever it is rendered with: the text outside of its tags and of its blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from promptops.templates import Language, PromptText

_TAGS: Final = {"{%": "%}", "{#": "#}", "{{": "}}"}
_STATEMENT = re.compile(r"\{%[-+~]?\s*(\w+)")
_SINGLE = frozenset({"include", "import", "from", "do", "else", "elif", "debug", "break", "continue"})
"""Statements that open no block."""
_UNCERTAIN = frozenset({"extends", "raw", "autoescape"})
"""Statements by which what stands in the text need not be what is rendered, tag by tag."""
_REPEATING = re.compile(r"\{%[-+~]?\s*(?:for|macro|call|block|extends|import|from|set)\b|\{\{[-~]?\s*(?:#|>|\^)")
_BLANKS = re.compile(r"\s+")
_SECTIONS = ("#", "^")


def may_repeat(text: PromptText) -> bool:
    """Say whether a rendering may have a stretch of the text, or of another text, any number of times."""
    return _REPEATING.search(text.text) is not None


def certain_literals(text: PromptText, language: Language) -> list[str]:
    """Return stretches of whole words that every rendering of a template has, in order.

    What touches a tag may be one word with what is rendered there, and is left out; so is everything where the tags are
    not plain. A count of the rest is too low, and never too high.
    """
    if language == "none":
        return [text.text]
    tags = list(_tags(text.text))
    statements = {match[1] for start, end in tags if (match := _STATEMENT.match(text.text, start, end))}
    starts = [start for start, _ in tags]
    if statements & _UNCERTAIN or any(not _is_in(use.start, tags, starts) for use in text.template.variables):
        return []
    return [stretch for stretch in _outside(text.text, tags) if stretch]


def certain_includes(text: PromptText) -> frozenset[int]:
    """Return the offsets of the includes that every rendering of a template has."""
    found: list[int] = []
    depth = 0
    places = sorted(include.start for include in text.template.includes if not include.optional)
    for start, end in _tags(text.text):
        first = bisect_right(places, start)
        found.extend(places[first : bisect_right(places, end)] if depth == 0 else ())
        depth = max(0, depth + _step(text.text[start:end]))
    return frozenset(found)


def _is_in(offset: int, tags: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < tags[at][1]


def _whole_words(stretch: str, *, is_first: bool, is_last: bool) -> str:
    """Return a stretch without the words next to a tag, even behind white space, which a tag may take away.

    A blank before the first word stays: most vocabularies have it in one token with the word.
    """
    begin, end = 0, len(stretch.rstrip())
    if not is_first:
        blanks = _BLANKS.search(stretch, len(stretch) - len(stretch.lstrip()))
        begin = end if blanks is None else blanks.end() - (blanks[0][-1] == " ")
    if not is_last and begin < end:
        end -= len(stretch[:end].rsplit(None, 1)[-1])
    return stretch[begin:end].rstrip()


def _outside(text: str, tags: list[tuple[int, int]]) -> Iterator[str]:
    """Yield the whole words between tags, outside of every block."""
    depth = behind = 0
    for start, end in [*tags, (len(text), len(text))]:
        if depth == 0:
            yield _whole_words(text[behind:start], is_first=behind == 0, is_last=start == len(text))
        depth = max(0, depth + _step(text[start:end]))
        behind = end


def _step(tag: str) -> int:
    """Return how many more blocks are open behind a tag than before it."""
    statement = _STATEMENT.match(tag)
    if statement is not None:
        word = statement[1]
        opens = "=" not in tag if word == "set" else word not in _SINGLE
        return -1 if word.startswith("end") else int(opens)
    name = tag[2:].lstrip("~-{ \t")
    return 1 if name.startswith(_SECTIONS) else -int(name.startswith("/"))


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of what stands in double braces or between `{%` and `%}`; one that is not closed is none."""
    at, closed = 0, dict.fromkeys(_TAGS.values(), True)
    while (start := text.find("{", at)) >= 0:
        closing = _TAGS.get(text[start : start + 2])
        end = text.find(closing, start + 2) if closing and closed[closing] else -1
        if closing and end < 0:
            closed[closing] = False
        at = start + 1 if end < 0 or closing is None else end + len(closing)
        if at > start + 1:
            yield start, at
