"""BAML's text as tokens, and which bracket closes which."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"\w*(?:-(?!>)\w*)*"
_OPENING = re.compile(
    rf"""[^\S\n]*(?:
        (?P<newline>\n\s*)
      | (?P<comment>(?<!\w)//[^\n]*|\{{//)
      | (?P<raw>\#{{1,5}}")
      | (?P<quoted>")
      | (?P<jinja>\{{\{{)
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?!\w))
      | (?P<url>[A-Za-z][A-Za-z0-9+.-]*://[^\s{{}}()\[\]<>,'"\#@]*)
      | (?P<word>[A-Za-z_]{_WORD}(?:\.\w{_WORD})*)
      | (?P<mark>->|@@|\S)
    )""",
    re.VERBOSE,
)
MAX_TOKENS = 200_000
"""Most words, strings and marks in one file."""

_QUOTED = re.compile(r'(?:\\.|[^"\\\n])*"')
_OPEN = frozenset({"comment", "raw", "quoted", "jinja"})
_PAIRS = {"}": "{", ")": "(", "]": "["}


class Token(NamedTuple):
    """A piece of the file, comments and blanks apart; offsets in code points, half-open.

    `kind` is `newline`, `raw` (a block string from its first `#` up to its last), `quoted`, `jinja` (an expression from
    `{{` up to `}}`), `number`, `word` or `mark`.
    """

    kind: str
    text: str
    start: int
    end: int


class Break(NamedTuple):
    """Why a file cannot be read on or at all, and where."""

    message: str
    start: int
    end: int
    help: str | None = None


class Tokens(NamedTuple):
    """The tokens of a file, for the number of each opening bracket that of its closing one, and what is wrong."""

    items: list[Token]
    closing: dict[int, int]
    broken: Break | None = None


def tokenize(text: str) -> Tokens:
    """Split a file, in linear time; a block string without an end ends it."""
    items: list[Token] = []
    position, ends = 0, _Ends(text)
    while match := _OPENING.match(text, position):
        kind = match.lastgroup or ""
        start, position = match.span(kind)
        if kind in _OPEN:
            end = ends.of(kind, start, position)
            if end is None:
                return Tokens(items, {}, _unclosed("block string", start, position))
            position = end
            if kind == "comment" and end > start + 1:
                continue
            kind = "mark" if end == start + 1 else kind
        if len(items) == MAX_TOKENS:
            return Tokens([], {}, Break(f"the file has more than {MAX_TOKENS:,} words", start, position, "split it"))
        items.append(Token("word" if kind == "url" else kind, text[start:position], start, position))
    return _paired(items)


class _Ends:
    """Where that ends which begins at an offset. What has been looked for in vain is not looked for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bare_until = 0
        self._has_braces = True
        self._has_comments = True

    def of(self, kind: str, start: int, end: int) -> int | None:
        """Return the end of a piece whose first mark stands there, None where a block string has none."""
        if kind == "raw":
            found = self._text.find('"' + "#" * (end - start - 1), end)
            return None if found < 0 else found + end - start
        if kind == "comment" and self._text[start] == "{":
            return self._of_comment(start, end)
        if kind == "jinja":
            return self._of_expression(start, end)
        return self._of_quoted(end) if kind == "quoted" else end

    def _of_comment(self, start: int, end: int) -> int:
        """Return where a comment in braces ends; without an end it is a brace, and a comment on the rest of a line."""
        found = self._text.find("//}", end) if self._has_comments else -1
        self._has_comments = found >= 0
        return found + 3 if found >= 0 else start + 1

    def _of_expression(self, start: int, end: int) -> int:
        found = self._text.find("}}", end) if self._has_braces else -1
        self._has_braces = found >= 0
        return found + 2 if found >= 0 else start + 1

    def _of_quoted(self, end: int) -> int:
        """Return where a string ends; a quotation mark that none follows in its line is a mark as any other."""
        if end <= self._bare_until:
            return end
        found = _QUOTED.match(self._text, end)
        if found is None:
            newline = self._text.find("\n", end)
            self._bare_until = len(self._text) if newline < 0 else newline
        return end if found is None else found.end()


def _paired(items: list[Token]) -> Tokens:
    closing: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(items):
        if token.kind != "mark":
            continue
        if token.text in "{([":
            opened.append(index)
        elif token.text in _PAIRS and opened and items[opened[-1]].text == _PAIRS[token.text]:
            closing[opened.pop()] = index
    if not opened:
        return Tokens(items, closing)
    first = items[opened[0]]
    return Tokens(items, closing, _unclosed(f"`{first.text}`", first.start, first.end))


def _unclosed(what: str, start: int, end: int) -> Break:
    return Break(f"nothing closes the {what} that begins here", start, end)
