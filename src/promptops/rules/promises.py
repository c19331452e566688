"""The phrases that only a tool makes true, and where texts say them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from promptops.resources.entries import Entry, Place
from promptops.rules.contexts import ProjectContext

_WORD: Final = re.compile(r"\w+")
_SENTENCE: Final = re.compile(r"[.!?:;]\s|\n\s*(?:\n|[-*•\d])")
_DENIED: Final = re.compile(
    r"\b(?:never|not|no|nor|don't|do not|cannot|can't|won't|avoid|without|unless|only|before|until|if|whether)\b",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 200


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
                    if not _is_denied(text, match.start()):
                        yield phrase, match.start(), match.end()
                        break


def _is_denied(text: str, at: int) -> bool:
    """Say whether the sentence up to a place says when, or that, something is not to be said."""
    before = text[max(0, at - _LOOK_BACK) : at]
    ends = [match.end() for match in _SENTENCE.finditer(before)]
    return _DENIED.search(before, ends[-1] if ends else 0) is not None


def _folded(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
