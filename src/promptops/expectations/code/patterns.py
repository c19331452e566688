"""What a text must contain for a regular expression to match in it, told by reading the expression, not by running it.

Python's, ECMA's, RE2's and Java's syntax are read. Where they disagree about an expression, nothing is known of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_SCANNED = 10_000
"""Characters of an expression; nothing is known of a longer one."""
MAX_DEPTH = 100
"""Groups within groups that are followed."""

_QUANTIFIER = re.compile(r"(?:[*+?]|\{(?P<least>\d{0,6})(?:,\d{0,6})?\})[?+]?")
_FLAGS = re.compile(r"\(\?(?P<on>[a-zA-Z]*)(?:-(?P<off>[a-zA-Z]*))?(?P<end>[:)])")
_OPENING = re.compile(r"\((?:\?(?:P?<[A-Za-z_$][\w$]*>|>))?")
_LOOK_AROUND = re.compile(r"\(\?<?(?P<sign>[=!])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
_WIDTHLESS = "bBAzZG"
_HEX = re.compile(r"x(?P<two>[0-9A-Fa-f]{2})|u(?P<four>[0-9A-Fa-f]{4})")
_OTHER = re.compile(
    r"[xu]\{[0-9A-Fa-f]{1,6}\}|[pP](?:\{[^}]{0,100}\}|[A-Z])|[kg](?:<\w{1,100}>|\{\w{1,100}\})|c[A-Za-z]|[0-9]{1,3}"
)
_CLASS = re.compile(r"\[\^?+(?P<items>(?:\[:\^?[a-z]+:\]|\\.|[^\\\[\]])++)\]", re.DOTALL)
_SPACED = "x"


class _UnknownError(Exception):
    """Nothing can be known of this expression."""


@dataclass(slots=True)
class _Sequence:
    """What a sequence of atoms must contain.

    `head` is the literal text that it begins with, or None as long as `run`, the text at its end, is all of it. What
    is `aside`, in a look-around, need not stand beside what is around it; what is `denied` must not stand there.
    """

    head: str | None = None
    best: str = ""
    run: str = ""
    choice: bool = False
    aside: bool = False
    denied: bool = False

    def interrupt(self) -> None:
        """Note that anything may follow."""
        if self.head is None:
            self.head = self.run
        if len(self.run) > len(self.best):
            self.best = self.run
        self.run = ""

    def append(self, inner: _Sequence) -> None:
        """Note that what another sequence contains follows."""
        if inner.aside:
            inner.interrupt()
            self.interrupt()
        else:
            self.run += inner.run if inner.head is None else inner.head
        if inner.head is not None:
            self.interrupt()
            self.best = max(self.best, inner.best, key=len)
            self.run = inner.run


def ignores_case(pattern: str) -> bool:
    """Say whether a flag within a pattern makes it match without regard to case somewhere."""
    return "(?" in pattern and any("i" in found["on"] for found in _FLAGS.finditer(pattern))


def mandatory_literal(pattern: str) -> str:
    """Return the longest text that any text must contain in which a pattern matches, empty if none can be known.

    It is casefolded where the expression ignores case.
    """
    if len(pattern) > MAX_SCANNED:
        return ""
    try:
        sequence = _Scanner(pattern).scan()
    except _UnknownError:
        return ""
    sequence.interrupt()
    if sequence.choice:
        return ""
    return sequence.best.casefold() if ignores_case(pattern) else sequence.best


class _Scanner:
    """Reads an expression once, from left to right, with a stack for its groups."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._open: list[_Sequence] = []
        self._now = _Sequence()

    def scan(self) -> _Sequence:
        """Return what the whole expression must contain."""
        pattern = self._pattern
        while self._at < len(pattern):
            character = pattern[self._at]
            if character == "(":
                self._enter()
            elif character == ")":
                self._leave()
            else:
                self._atom(character)
        if self._open:
            raise _UnknownError
        return self._now

    def _atom(self, character: str) -> None:
        if character == "|":
            self._at += 1
            self._now.choice = True
        elif character in "^$":
            self._at += 1
        elif character == "[":
            self._skip(_CLASS)
            self._add(None)
        elif character == "\\":
            self._escape()
        elif character in "*+?":
            raise _UnknownError
        else:
            self._at += 1
            self._add(None if character == "." else character)

    def _skip(self, expected: re.Pattern[str]) -> None:
        found = expected.match(self._pattern, self._at)
        if found is None:
            raise _UnknownError
        self._at = found.end()

    def _repeats(self) -> tuple[bool, bool]:
        """Pass over a quantifier; return whether there is one, and whether it may stand for nothing."""
        found = _QUANTIFIER.match(self._pattern, self._at)
        if found is None:
            return False, False
        self._at = found.end()
        sign = found[0][0]
        return True, sign in "*?" or (sign == "{" and not (found["least"] or "0").strip("0"))

    def _add(self, text: str | None) -> None:
        """Add an atom, a literal character or something else, with its quantifier."""
        repeated, optional = self._repeats()
        if text is None or optional:
            self._now.interrupt()
            return
        self._now.run += text
        if repeated:
            self._now.interrupt()
            self._now.run = text

    def _escape(self) -> None:
        at = self._at + 1
        character = self._pattern[at : at + 1]
        self._at = at + 1
        if character == "Q":
            self._quotation()
        elif character in _WIDTHLESS and character:
            return
        elif character in _ESCAPES:
            self._add(_ESCAPES[character])
        elif character.isalnum():
            self._code(character, at)
        elif character:
            self._add(character)
        else:
            raise _UnknownError

    def _code(self, character: str, at: int) -> None:
        code = _HEX.match(self._pattern, at)
        if code is not None:
            self._at = code.end()
            self._add(chr(int(code[code.lastgroup or 0], 16)))
            return
        other = _OTHER.match(self._pattern, at)
        if other is not None:
            self._at = other.end()
        elif character not in "dDwWsShHR":
            raise _UnknownError
        self._add(None)

    def _quotation(self) -> None:
        end = self._pattern.find("\\E", self._at)
        end = len(self._pattern) if end < 0 else end
        self._now.run += self._pattern[self._at : end]
        self._at = min(end + 2, len(self._pattern))
        if self._repeats()[0]:
            raise _UnknownError

    def _enter(self) -> None:
        pattern, at = self._pattern, self._at
        flags = _FLAGS.match(pattern, at)
        if flags is not None and (_SPACED in flags["on"] or (flags["end"] == ")" and not flags["on"])):
            raise _UnknownError
        if flags is not None and flags["end"] == ")":
            self._at = flags.end()
        elif pattern.startswith("(?#", at):
            self._at = pattern.find(")", at) + 1 or len(pattern)
        else:
            self._begin(flags)

    def _begin(self, flags: re.Match[str] | None) -> None:
        look_around = _LOOK_AROUND.match(self._pattern, self._at)
        opening = flags or look_around or _OPENING.match(self._pattern, self._at)
        if opening is None or len(self._open) >= MAX_DEPTH or self._pattern[opening.end() : opening.end() + 1] == "?":
            raise _UnknownError
        self._at = opening.end()
        self._open.append(self._now)
        sign = "" if look_around is None else look_around["sign"]
        self._now = _Sequence(aside=bool(sign), denied=sign == "!")

    def _leave(self) -> None:
        if not self._open:
            raise _UnknownError
        self._at += 1
        inner, self._now = self._now, self._open.pop()
        repeated, optional = self._repeats()
        if inner.denied or inner.choice or optional:
            self._now.interrupt()
            return
        self._now.append(inner)
        if repeated:
            self._now.interrupt()
