"""What one Handlebars tag says: a name, with what is passed to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from promptops.templates.handlebars.tags import CLOSINGS, RefusedError, Tag, Token, quoted
from promptops.templates.limits import MAX_DEPTH

_NAMES = frozenset({"word", "bracketed", "dots"})
_LITERALS = frozenset({"string", "number", "literal"})
_PARTIALS = frozenset({"partial", "partial_block"})
_BINDING = frozenset({"block", "decorator_block", "inverse", "chain"})
_STEPS = frozenset({"..", ".", "this"})
_SCOPED = re.compile(r"^\.|this\b")
_ESCAPED = re.compile(r"\\([\\\]])")


ROOT = "root"
"""The name of all inputs among the data, whatever the context."""


class Path(NamedTuple):
    """A way to a value: `parts` below the context that is `depth` levels up, or below the data when `data` is set.

    `original` is the path as Handlebars compares it. The place is that of the name of the input, of all when there is
    none; `stop` is where the path ends.
    """

    parts: tuple[str, ...]
    depth: int
    data: bool
    original: str
    start: int
    end: int
    stop: int

    @property
    def simple(self) -> str | None:
        """Return the name that may be that of a helper, None when the path can mean a value only."""
        is_name = len(self.parts) == 1 and not self.depth and not self.data and not _SCOPED.search(self.original)
        return self.parts[0] if is_name else None


class Literal(NamedTuple):
    """A string, a number, or a word such as `true`; `original` is its text."""

    kind: str
    original: str
    start: int
    end: int

    @property
    def stop(self) -> int:
        """Return where it ends."""
        return self.end


class Call(NamedTuple):
    """A name and what is passed to it; `bindings` are the names between bars that a block gives to its values."""

    name: Expression
    params: tuple[Expression, ...]
    hash: tuple[tuple[str, Expression], ...]
    bindings: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        """Say whether nothing is passed."""
        return not self.params and not self.hash

    @property
    def original(self) -> str:
        """Return the name as its closing tag repeats it."""
        return "" if isinstance(self.name, Call) else self.name.original


Expression: TypeAlias = Path | Literal | Call


def read_call(tag: Tag) -> Call:
    """Return what a tag says. Raises `RefusedError` where its tokens make no call."""
    return _Reader(tag).read()


class _Reader:
    def __init__(self, tag: Tag) -> None:
        self._tag = tag
        self._tokens: Sequence[Token] = tag.tokens
        self._at = 0

    def read(self) -> Call:
        kind = self._tag.kind
        name = self._expression(0) if kind in _PARTIALS else self._name()
        call = Call(name, self._params(0), self._hash(0), self._bindings() if kind in _BINDING else ())
        closing = self._next("end")
        if closing.text.replace("~", "") != CLOSINGS.get(kind, "}}"):
            message = f"expected `{CLOSINGS.get(kind, '}}')}`, found `{closing.text}`"
            raise RefusedError(message, closing.start, closing.end, "close a tag with as many braces as open it")
        return call

    def _params(self, depth: int) -> tuple[Expression, ...]:
        found = []
        while self._begins_value() and not self._begins_pair():
            found.append(self._expression(depth))
        return tuple(found)

    def _hash(self, depth: int) -> tuple[tuple[str, Expression], ...]:
        found = []
        while self._begins_pair():
            key = self._next()
            self._next("equals")
            found.append((_part(key), self._expression(depth)))
        return tuple(found)

    def _bindings(self) -> tuple[str, ...]:
        if self._peek().kind != "binding":
            return ()
        self._next("binding")
        names = [_part(self._next(*_NAMES))]
        while self._peek().kind in _NAMES:
            names.append(_part(self._next()))
        self._next("bar")
        return tuple(names)

    def _expression(self, depth: int) -> Expression:
        if self._peek().kind != "open":
            return self._name()
        opening = self._next("open")
        if depth == MAX_DEPTH:
            raise RefusedError("nested too deeply", opening.start, opening.end, "pass the inner value as an input")
        call = Call(self._name(), self._params(depth + 1), self._hash(depth + 1), ())
        self._next("shut")
        return call

    def _name(self) -> Path | Literal:
        token = self._peek()
        if token.kind in _LITERALS:
            self._next()
            return Literal(token.kind, _unquoted(token), token.start, token.end)
        return self._path()

    def _path(self) -> Path:
        is_data = self._peek().kind == "data"
        original = "@" if is_data and self._next() else ""
        token = name = start = self._next(*_NAMES)
        parts: list[str] = []
        depth = 0
        while True:
            part = _part(token)
            original += part
            if token.kind == "bracketed" or part not in _STEPS:
                if not parts or (is_data and parts == [ROOT]):
                    name = token
                parts.append(part)
            elif parts:
                raise RefusedError(f"{quoted(original)} is no path", start.start, token.end, "begin it with `../`")
            else:
                depth += part == ".."
            if self._peek().kind != "separator":
                end = name.end if parts else token.end
                return Path(tuple(parts), depth, is_data, original, name.start, end, token.end)
            original += self._next().text
            token = self._next(*_NAMES)

    def _begins_value(self) -> bool:
        kind = self._peek().kind
        return kind in _NAMES or kind in _LITERALS or kind in ("open", "data")

    def _begins_pair(self) -> bool:
        return self._peek().kind in _NAMES and self._peek(1).kind == "equals"

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _next(self, *kinds: str) -> Token:
        token = self._peek()
        if kinds and token.kind not in kinds:
            raise self._unexpected(token, kinds)
        self._at += 1
        return token

    def _unexpected(self, token: Token, kinds: Sequence[str]) -> RefusedError:
        if token.kind == "end":
            what = "a name" if "word" in kinds else f"`{_SIGNS[kinds[0]]}`"
            return RefusedError(f"expected {what}, found `{token.text}`", token.start, token.end)
        return RefusedError(f"unexpected {quoted(token.text)}", token.start, token.end, _ADVICE.get(token.kind))


_SIGNS = {"equals": "=", "bar": "|", "shut": ")", "end": "}}", "binding": "as |"}
_ADVICE = {
    "bar": "Handlebars has no filters: call a helper, as in `{{helper value}}`",
    "equals": "Handlebars compares nothing by itself: use `{{#ifEquals a b}}`",
    "open": "the name of a helper comes first",
    "shut": "nothing opens it",
}
"""What to do about a token, by its kind."""


def _part(token: Token) -> str:
    """Return the name that a token stands for."""
    return _ESCAPED.sub(r"\1", token.text[1:-1]) if token.kind == "bracketed" else token.text


def _unquoted(token: Token) -> str:
    if token.kind != "string":
        return token.text
    quote = token.text[0]
    return token.text[1:-1].replace(f"\\{quote}", quote)
