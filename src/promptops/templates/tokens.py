"""A template's text as tokens, each with its place.

The tokens are Jinja2's own. Its lexer tells lines only, but every token is a piece of the text, and nothing but
blanks is dropped between two of them, so the offsets follow from the text.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError, lexer

from promptops.templates.limits import MAX_TOKENS
from promptops.templates.model import TemplateError

OPENINGS = frozenset({"variable_begin", "block_begin", "comment_begin", "raw_begin"})
_ENDINGS = frozenset({"variable_end", "block_end", "comment_end", "raw_begin", "raw_end"})
_NOT_PARSED = lexer.ignored_tokens | {"raw_begin", "raw_end"}
_STRIPPED = re.compile(r"\s*")


class Token(NamedTuple):
    """A piece of the text; `kind` is Jinja2's name for its type."""

    start: int
    end: int
    kind: str
    text: str


class RefusedError(Exception):
    """The text is no template."""

    def __init__(self, error: TemplateError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True)
class Source:
    """A text without carriage returns, and its tokens up to the first piece that is none.

    Where that piece begins is `stuck`; it is None when all of the text could be read.
    """

    text: str
    tokens: list[Token]
    stuck: int | None

    def index(self, start: int) -> int:
        """Return the position in `tokens` of the one that covers an offset, the last one for what is behind."""
        return bisect_right(self.tokens, start, key=_start) - 1

    def ends_in_tag(self) -> bool:
        """Tell whether the text ends inside a tag or comment."""
        kinds = (token.kind for token in reversed(self.tokens))
        return next((kind in OPENINGS for kind in kinds if kind in OPENINGS or kind in _ENDINGS), False)

    def tag(self, index: int) -> tuple[int, int]:
        """Return the place of the tag that the token at a position belongs to, without the blanks behind it."""
        first = last = index
        while first and self.tokens[first].kind not in OPENINGS:
            first -= 1
        while last < len(self.tokens) - 1 and self.tokens[last].kind not in _ENDINGS:
            last += 1
        token = self.tokens[last]
        return self.tokens[first].start, token.start + len(token.text.rstrip())


def _start(token: Token) -> int:
    return token.start


def read_tokens(text: str, reader: lexer.Lexer) -> Source:
    """Split a text; it has no carriage returns.

    Raises RefusedError when there are more than `MAX_TOKENS`.
    """
    tokens: list[Token] = []
    end = 0
    try:
        for _, kind, piece in reader.tokeniter(text, None):
            start = end
            if kind in OPENINGS or kind == "raw_end":
                start = _past_blanks(text, end)
            end = start + len(piece)
            tokens.append(Token(start, end, kind, piece))
            if len(tokens) > MAX_TOKENS:
                message = f"the template has more than {MAX_TOKENS:,} tokens"
                raise RefusedError(TemplateError(message, start, end, "split it"))
    except TemplateSyntaxError:
        return Source(text, tokens, end)
    return Source(text, tokens, None)


def _past_blanks(text: str, start: int) -> int:
    # Always matches, but the type does not say so.
    match = _STRIPPED.match(text, start)
    return match.end() if match else start


def parser_tokens(source: Source) -> Iterator[lexer.Token]:
    """Yield the tokens that Jinja2's parser reads, with offsets for line numbers.

    Numbers become 0: nobody asks for them, and they may be too long to convert.
    """
    for start, end, kind, text in source.tokens:
        value: Any = text
        match kind:
            case "operator":
                yield lexer.Token(start, lexer.operators[text], text)
                continue
            case "integer" | "float":
                value = 0
            case "name" if not text.isidentifier():
                raise RefusedError(TemplateError("a name cannot have this character", start, end))
            case "string":
                value = _unescaped(start, end, text[1:-1])
            case _ if kind in _NOT_PARSED:
                continue
        yield lexer.Token(start, kind, value)


def _unescaped(start: int, end: int, contents: str) -> str:
    if "\\" not in contents:
        return contents
    try:
        with warnings.catch_warnings():
            # Jinja2 leaves escapes that Python does not know as they are, and so does Python after a warning.
            warnings.simplefilter("ignore")
            return contents.encode("ascii", "backslashreplace").decode("unicode-escape")
    except UnicodeDecodeError as error:
        raise RefusedError(TemplateError(f"a bad escape in a string: {error.reason}", start, end)) from None
