"""Simple regular expressions, parsed, in the dialect of the linear-time engine.

Alternatives, repetition, classes and the anchors of the whole text are understood; look-around, back-references, word
boundaries, flags and Unicode properties are not.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from promptops.changes.schemas.code_points import DIGITS, NOT_NEWLINE, SPACE, WORD, Points, complement, union

MAX_PATTERN = 500
"""Longer patterns are not parsed."""
MAX_NESTING = 30
"""Groups nested deeper are not understood."""
MAX_REPEAT = 1_000
"""The greatest count of a repetition, which is the engine's own."""


class Character(NamedTuple):
    """One of some code points."""

    points: Points


class Anchor(NamedTuple):
    """The start (`^`) or the end (`$`) of the text."""

    where: str


class Sequence(NamedTuple):
    """One expression after the other."""

    parts: tuple[Expression, ...]


class Alternatives(NamedTuple):
    """One expression or another."""

    parts: tuple[Expression, ...]


class Repetition(NamedTuple):
    """An expression so many times; `most` is None for any number."""

    part: Expression
    least: int
    most: int | None


Expression: TypeAlias = Character | Anchor | Sequence | Alternatives | Repetition


class NotUnderstoodError(Exception):
    """The pattern uses what is not understood; it never leaves the package."""


_CLASSES: dict[str, Points] = {"d": DIGITS, "w": WORD, "s": SPACE}
_CLASSES |= {name.upper(): complement(points) for name, points in _CLASSES.items()}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_COUNTS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_SYNTAX = frozenset("*+?{}[]()|^$.\\")


def parse(pattern: str) -> Expression:
    """Return a pattern as an expression. Raises `NotUnderstoodError`."""
    if len(pattern) > MAX_PATTERN:
        raise NotUnderstoodError
    return _Parser(pattern).whole()


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        """Read the whole pattern."""
        expression = self._alternatives()
        if self._at < len(self._text):
            raise NotUnderstoodError
        return expression

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        taken = self._next()
        if not taken:
            raise NotUnderstoodError
        self._at += 1
        return taken

    def _skip(self, text: str) -> bool:
        """Pass over a text when it comes next."""
        comes = self._text.startswith(text, self._at)
        self._at += len(text) if comes else 0
        return comes

    def _alternatives(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise NotUnderstoodError
        parts = [self._sequence()]
        while self._skip("|"):
            parts.append(self._sequence())
        self._depth -= 1
        return Alternatives(tuple(parts))

    def _sequence(self) -> Expression:
        parts = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _atom(self) -> Expression:
        taken = self._take()
        if taken == "(":
            return self._group()
        if taken == "[":
            return Character(self._class())
        if taken in "^$":
            return Anchor(taken)
        if taken == ".":
            return Character(NOT_NEWLINE)
        if taken == "\\":
            return Character(self._escape())
        if taken in _SYNTAX:
            raise NotUnderstoodError
        return Character(((ord(taken), ord(taken)),))

    def _group(self) -> Expression:
        if self._next() == "?" and not self._skip("?:"):
            raise NotUnderstoodError
        inside = self._alternatives()
        if not self._skip(")"):
            raise NotUnderstoodError
        return inside

    def _repeated(self, part: Expression) -> Expression:
        counts = self._counts()
        if counts is None:
            return part
        self._skip("?")  # a lazy repetition takes the same texts
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise NotUnderstoodError
        return Repetition(part, *counts)

    def _counts(self) -> tuple[int, int | None] | None:
        if self._next() in _COUNTS:
            return _COUNTS[self._take()]
        if not self._skip("{"):
            return None
        inside, closed, _ = self._text[self._at :].partition("}")
        first, comma, second = inside.partition(",")
        numbers = [first, second] if comma and second else [first]
        if not closed or not all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):  # noqa: PLR2004 - see MAX_REPEAT
            raise NotUnderstoodError
        self._at += len(inside) + 1
        least, most = int(first), int(second) if second else None if comma else int(first)
        if least > MAX_REPEAT or (most is not None and not least <= most <= MAX_REPEAT):
            raise NotUnderstoodError
        return least, most

    def _class(self) -> Points:
        negated = self._skip("^")
        ranges: list[tuple[int, int]] = []
        if self._next() == "]":
            raise NotUnderstoodError  # the dialects differ
        while not self._skip("]"):
            low = self._member()
            if self._next() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                ranges.append((_single(low), _single(self._member())))
                if ranges[-1][0] > ranges[-1][1]:
                    raise NotUnderstoodError
            else:
                ranges += low
        points = union(ranges)
        return complement(points) if negated else points

    def _member(self) -> Points:
        taken = self._take()
        if taken == "[":
            raise NotUnderstoodError  # the dialects differ
        return self._escape() if taken == "\\" else ((ord(taken), ord(taken)),)

    def _escape(self) -> Points:
        taken = self._take()
        if taken in _CLASSES:
            return _CLASSES[taken]
        if taken == "x":
            digits = self._take() + self._take()
            if not all(digit in "0123456789abcdefABCDEF" for digit in digits):
                raise NotUnderstoodError
            return ((int(digits, 16), int(digits, 16)),)
        point = _CONTROLS.get(taken, ord(taken))
        if taken not in _CONTROLS and (taken.isalnum() or point > 127 or point < 32):  # noqa: PLR2004 - printable ASCII
            raise NotUnderstoodError
        return ((point, point),)


def _single(points: Points) -> int:
    (low, high), *others = points
    if low != high or others:
        raise NotUnderstoodError
    return low
