"""Tool names that stand in prose or in an example, found only where the text itself says that they are tools.

Code in a prompt is full of names, and programs are called tools too. So a name counts only when it is written like an
identifier of several words, and the text calls it a tool or shows it being called in the shape of a tool call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from promptops.regex import regex


class Mention(NamedTuple):
    """A name that a text uses as a tool's: code point offsets of the name."""

    name: str
    start: int
    end: int


_SNAKE = r"[a-z][a-z0-9]{0,40}(?:_[a-z0-9]{1,40}){1,8}"
_NAME = rf"(?P<name>{_SNAKE}|[a-z][a-z0-9]{{0,40}}(?:-[a-z0-9]{{1,40}}){{1,8}})"
_QUOTED = rf"[`\"']{_NAME}[`\"']"

# Signs that a name may be near, each with the patterns that must end at it or begin at it.
_BEFORE = {
    # the `replace_file` tool
    "tool": (regex(rf"{_QUOTED}[ \t]+\Z"), regex(rf"(?<![\w.`/-])(?P<name>{_SNAKE})[ \t]+\Z")),
    # {"name": "replace_file", "arguments": {…}}
    '"arguments"': (regex(rf'"name"\s{{0,8}}:\s{{0,8}}"{_NAME}"\s{{0,8}},\s{{0,40}}\Z'),),
}
_AFTER = {
    # the tool `replace_file`, a tool called "replace_file", "tool_name": "replace_file", <tool_name>replace_file<
    "tool": (
        regex(rf"tool(?:[ \t]+(?:named|called))?[ \t]+{_QUOTED}"),
        regex(rf'tool(?:_name|Name)?"\s{{0,8}}:\s{{0,8}}"{_NAME}"'),
        regex(rf"tool_name>{_NAME}</"),
    ),
    # <invoke name="replace_file">
    "<invoke": (regex(rf'<invoke name="{_NAME}"'),),
}
_NOUN = regex(r"tools?\b(?![\w-])")
_DENIED = regex(
    r"\b(?:no|not|never|without|former|formerly|deprecated|removed|old|unlike|isn't|aren't)\b[^.\n]{0,30}\Z",
    re.IGNORECASE,
)
_PLACEHOLDER = regex(r"(?:^|[_-])(?:tool|function|name|example|foo|bar|your|my|some)(?:$|[_-])")
_WINDOW = 100
MAX_SIGNS = 5_000
"""Places of one text that are looked at; a text with more of them is no prompt."""
_IDENTIFIER = regex(r"[A-Za-z][A-Za-z0-9]{0,60}(?:[_-][A-Za-z0-9]{1,60}){1,12}")
MAX_IDENTIFIERS = 5_000
"""Names of one text that are kept."""


def tool_mentions(text: str) -> tuple[Mention, ...]:
    """Return the names that a text certainly uses as names of tools, in order, each place once."""
    found = {mention for sign in (*_BEFORE, "<invoke") if sign in text for mention in _near(text, sign)}
    return tuple(sorted(found, key=lambda mention: mention.start)) if found else ()


def identifiers(text: str) -> frozenset[str]:
    """Return the words in a text that are written like names of several words: `read_file`, `read-file`."""
    # Splitting passes over plain words ten times as fast as the pattern.
    unusual = " ".join([word for word in text.split() if "_" in word or "-" in word])
    return frozenset(match[0] for match in islice(_IDENTIFIER.finditer(unusual), MAX_IDENTIFIERS))


def _near(text: str, sign: str) -> Iterator[Mention]:
    """Yield the names that stand directly before or behind each occurrence of a sign."""
    at, left = text.find(sign), MAX_SIGNS
    while at >= 0 and left:
        left -= 1
        behind = at - _WINDOW if at > _WINDOW else 0
        if sign == "tool":
            behind = _word_before(text, behind, at) if _NOUN.match(text, at) else at
        if behind < at:
            for pattern in _BEFORE.get(sign, ()):
                yield from _checked(text, pattern.search(text[behind:at]), behind)
        for pattern in _AFTER.get(sign, ()):
            yield from _checked(text, pattern.match(text, at), 0)
        at = text.find(sign, at + len(sign))


def _word_before(text: str, start: int, end: int) -> int:
    """Return where the last word before some blanks begins; `end` where there are no blanks, or nothing before them."""
    words = text[start:end].rsplit(maxsplit=1) if text[end - 1 : end] in (" ", "\t") else ()
    return text.rindex(words[-1], start, end) if words else end


def _checked(text: str, match: re.Match[str] | None, shift: int) -> Iterator[Mention]:
    if match is None or _PLACEHOLDER.search(match["name"]):
        return
    start = match.start() + shift
    if _DENIED.search(text[max(0, start - 48) : start]) is None:
        yield Mention(match["name"], match.start("name") + shift, match.end("name") + shift)
