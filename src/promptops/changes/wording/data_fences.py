"""Which values in a text stand between marks that tell data from instructions, and which sentences say so.

A fence is a pair of tags (`<document>…</document>`), of marks that open and close (triple backticks, tildes or quotes),
or of lines that say where something begins and ends (`[BEGIN DATA]`…`[END DATA]`), with next to nothing but values in
between: a paragraph of instructions between two tags is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from promptops.changes.wording.sentences import Sentence, sentences
from promptops.templates import PromptText

MAX_MARKS = 5_000
"""Marks of one text that are looked at."""
MAX_FENCED = 4_000
"""Code points between two marks; what is longer holds more than values."""
MAX_OPEN = 50
"""Fences before a value that are asked whether it stands in them."""
MAX_KEPT = 500
"""Texts of which it is kept whether they say so: many prompts include the same ones."""
MAX_WORDS = 8
"""Words beside the values that a fence may hold, such as the name of a field."""

_MARK = re.compile(
    r"(?i:[\[<=*-][ ]?(?:the )?(?P<verb>begin|start|end)(?:ning)?(?: of)?[ _](?P<what>[\w' ]{1,40})[\]>=*-])"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][\w.-]{0,60})(?P<rest>[ \t\n][^<>]{0,200})?>"
    r"|\[(?P<ends>/?)(?P<bracket>[A-Z][A-Z _]{1,40})\]"
    r"|(?P<marks>```|~~~|\"\"\"|\'\'\')"
)
_FIRST_OF_MARK = re.compile(r"[\[<=*`~\"'-]")
_LAYOUT = re.compile(r"a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|td|th|tr|u|ul")
"""Elements of HTML that set text and separate nothing."""
_OUTPUT = re.compile(r"\{\{[{&~-]?[ \t]{0,20}(?P<name>[A-Za-z_]\w{0,80})")
_CONTROL = ("{%", "{#", "{{#", "{{^", "{{/", "{{>", "{{!")
_REACH = 300
_TAGS = re.compile(r"\{\{[^{}]{0,400}\}\}|\{%[^{}]{0,400}%\}|\{[^{}\s]{1,80}\}|<[^<>]{0,200}>")
_WORD = re.compile(r"[^\W_]+")
_TAG_OR_WORD = re.compile(rf"{_TAGS.pattern}|(?P<word>{_WORD.pattern})")
_JSON = "tojson"
_KEYWORDS = frozenset({"else", "this", "true", "false", "loop"})


class Fence(NamedTuple):
    """The stretch between two marks, in code points, and its first mark."""

    start: int
    end: int
    mark: str


class Value(NamedTuple):
    """A value that a text has put in: its name, where that stands, and the fence around it, None for none.

    It `is_alone` where there is nothing beside it in the text, which is a message of its own, or is written as JSON.
    """

    name: str
    start: int
    end: int
    fence: str | None
    is_alone: bool


def values(text: PromptText) -> Iterator[Value]:
    """Yield the values that a template writes into its text, in order."""
    if not text.template.variables:
        return
    found = sorted(_fences(text.text))
    starts = [fence.start for fence in found]
    is_message = len(text.text) <= MAX_FENCED and not any(match["word"] for match in _TAG_OR_WORD.finditer(text.text))
    for name, start, end in sorted(_outputs(text)):
        fence = _around(text.text, found[: bisect_right(starts, start)], start)
        is_json = _JSON in text.text[end : end + len(_JSON) + 10].partition("}")[0]
        yield Value(name, start, end, fence, is_message or is_json)


@lru_cache(maxsize=MAX_KEPT)
def data_sentence(text: str) -> Sentence | None:
    """Return the first sentence that tells the model to take something as data and not to obey it."""
    lowered = text.lower()
    if not any(word in lowered for word in _SIGNS):
        return None
    return next((each for each in sentences(text) if _is_about_data(each.words)), None)


def _outputs(text: PromptText) -> set[tuple[str, int, int]]:
    found = {(use.name, use.start, use.end) for use in text.template.variables if not _is_control(text.text, use.start)}
    for match in islice(_OUTPUT.finditer(text.text), MAX_MARKS):
        if match["name"] not in _KEYWORDS:
            found.add((match["name"], *match.span("name")))
    return found


def _is_control(text: str, start: int) -> bool:
    """Say whether what stands at an offset is in a tag that decides, and writes nothing."""
    at = text.rfind("{", max(0, start - _REACH), start)
    while at > 0 and text[at - 1] == "{":
        at -= 1
    return at >= 0 and text.startswith(_CONTROL, at)


def _around(text: str, fences: list[Fence], at: int) -> str | None:
    """Return the mark of the innermost fence around an offset, if it holds little else than values."""
    for fence in islice(reversed(fences), MAX_OPEN):
        if fence.end > at:
            if fence.end - fence.start > MAX_FENCED:
                return None
            words = _WORD.findall(_TAGS.sub(" ", text[fence.start : fence.end]))
            return fence.mark if len(words) <= MAX_WORDS else None
    return None


def _fences(text: str) -> Iterator[Fence]:
    opened: dict[str, list[tuple[int, str]]] = {}
    for match in islice(_marks(text), MAX_MARKS):
        key, shown, opens = _read(match)
        before = opened.setdefault(key, [])
        if "{" in match[0]:
            yield Fence(match.start(), match.end(), shown)
        if opens is False or (opens is None and before):
            if before:
                start, mark = before.pop()
                yield Fence(start, match.start(), mark)
        elif _LAYOUT.fullmatch(key) is None and not (match["rest"] or "").endswith("/"):
            before.append((match.end(), shown))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Yield the marks of a text in order, as `_MARK.finditer` does in several times as long."""
    end = 0
    for sign in _FIRST_OF_MARK.finditer(text):
        match = _MARK.match(text, sign.start()) if sign.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def _read(match: re.Match[str]) -> tuple[str, str, bool | None]:
    """Return what a mark is one of, how it is shown, and whether it opens; None for one that opens and closes."""
    if match["tag"]:
        return match["tag"].lower(), f"<{match['tag']}>", not match["close"]
    if match["marks"]:
        return match["marks"], match["marks"], None
    if match["bracket"]:
        return f"[{match['bracket']}", match[0], not match["ends"]
    return f"begin {match['what'].lower().strip()}", match[0], match["verb"].lower() != "end"


_SIGNS = ("instruction", "command", "directive", "data", "untrusted", "content")
_OBJECTS = frozenset({"instruction", "instructions", "command", "commands", "directive", "directives"})
_TREAT = frozenset({"treat", "consider", "regard", "handle", "view"})
_AS = frozenset({"data", "untrusted", "content"})
_OBEY = frozenset({"follow", "obey", "execute", "act"})
_DENIALS = frozenset({"not", "never", "don't", "don\u2019t", "ignore", "disregard"})
_WITHIN = frozenset({"in", "inside", "within", "contained", "contains", "embedded", "between", "appear", "found"})


def _is_about_data(sentence: str) -> bool:
    words = set(sentence.lower().replace(",", " ").replace(".", " ").replace(":", " ").split())
    if words & _TREAT and "as" in words and words & _AS:
        return True
    denied = words & {"ignore", "disregard"} or (words & _DENIALS and words & _OBEY)
    return bool(denied and words & _WITHIN and words & _OBJECTS)
