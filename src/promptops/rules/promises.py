"""The phrases that only a tool makes true, and where texts say them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from promptops.resources.entries import Entry, Place
from promptops.rules.contexts import ProjectContext

_WORD: Final = re.compile(r"\w+")
_SENTENCE: Final = re.compile(r"[.!?;]\s|\n\s*(?:\n|[-*•\d])")
_ITEM: Final = re.compile(r"\s*(?:[-*•+]|\d+[.)])\s")
_DENIED: Final = re.compile(
    r"\b(?:never|not?|nor|(?:do|ca|wo|must)n['\u2019]t|cannot|avoid(?:ing)?|forbidden|banned|bad|wrong|without|instead|rather"
    r"|unless|only|before|until|after|once|when|as soon as|if|whether|believes?|thinks?|hopes?|asks?|claims?)\b",
    re.IGNORECASE,
)
_LOOK_AROUND: Final = 200
_LOOK_FOR_HEAD: Final = 1000
"""Characters before an item in which the line above its list is looked for."""


class Said(NamedTuple):
    """A promise that stands in a text: the phrase as the tool has it, and where it is said."""

    phrase: str
    entry: Entry
    at: Place


class Promises:
    """The promises of tools: `tools` maps each phrase, as one of them has it, to the tools that keep it."""

    def __init__(self, tools: Iterable[Entry]) -> None:
        self.tools: dict[str, list[Entry]] = {}
        spelt: dict[str, str] = {}
        for tool in tools:
            for phrase in json.loads(tool.data).get("promises") or () if '"promises"' in tool.data else ():
                if _WORD.search(phrase):
                    self.tools.setdefault(spelt.setdefault(_folded(phrase), phrase), []).append(tool)
        self._by_word: dict[str, list[str]] = {}
        for phrase in self.tools:
            self._by_word.setdefault(max(_WORD.findall(phrase.casefold()), key=len), []).append(phrase)

    def said(self, context: ProjectContext, entries: list[Entry]) -> Iterator[Said]:
        """Yield what some prompts and fragments promise, each phrase once a text."""
        if context.files_with is None or context.texts is None or not self.tools:
            return
        words = list(self._by_word)
        known = [word for word in words if word.isascii()]  # others may be spelled otherwise in a file
        files = context.files_with({entry.path for entry in entries}, known)
        for entry in entries:
            if len(known) < len(words) or entry.path in files or self._may_hold(entry.data):
                for text in context.texts(entry):
                    for phrase, start, end in self._found(text.text):
                        span = (start, end) if text.keys[-1] != "file" else (-1, -1)
                        yield Said(phrase, entry, Place(entry.path, entry.ordinal, text.keys, "value", *span))

    def _may_hold(self, data: str) -> bool:
        return not self._by_word.keys().isdisjoint(_WORD.findall(data.casefold()))

    def _found(self, text: str) -> Iterator[tuple[str, int, int]]:
        for word in sorted(self._by_word.keys() & set(_WORD.findall(text.casefold()))):
            for phrase in self._by_word[word]:
                pattern = r"\s+".join(re.escape(part) for part in phrase.split())
                for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
                    if not _is_denied(text, match.start(), match.end()):
                        yield phrase, match.start(), match.end()
                        break


def _is_denied(text: str, start: int, end: int) -> bool:
    """Say whether the sentence around a place, or the line above its list, says when or that it is not to be said."""
    before, after = text[max(0, start - _LOOK_AROUND) : start], text[end : end + _LOOK_AROUND]
    ends = [match.end() for match in _SENTENCE.finditer(before)]
    stop = _SENTENCE.search(after)
    around = (before[ends[-1] if ends else 0 :], after[: stop.start() if stop else len(after)])
    return any(_DENIED.search(part) for part in (*around, _head_above(text, start)))


def _head_above(text: str, at: int) -> str:
    """Return the line that introduces the list in which a place stands: it ends with a colon; "" without one."""
    *lines, own = text[max(0, at - _LOOK_FOR_HEAD) : at].split("\n")
    if not _ITEM.match(own):
        return ""
    head = next((line for line in reversed(lines) if line.strip() and not _ITEM.match(line)), "").rstrip(" *_")
    return head if head.endswith(":") or head.startswith("#") else ""


def _folded(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
