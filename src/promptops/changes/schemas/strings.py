"""Strings of some length in which patterns find something, or do not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import chain
from string import ascii_lowercase, digits
from typing import NamedTuple

from promptops.changes.schemas.automata import Automaton, States, automaton
from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.nodes import Enum, Length, Literal, Pattern
from promptops.changes.schemas.outcomes import NOTHING, Found, Outcome, Unknown

MAX_LENGTH = 2_000
"""Longer strings are not made."""
MAX_COUNTED = 100
"""Lengths beyond this are not counted when there are patterns."""
_PREFERRED = f"{ascii_lowercase}{digits}A_-./@: "
_SURROGATES = range(0xD800, 0xE000)
_MANY = range(0x4E00, 0x9FFF)


class _Reached(NamedTuple):
    """Where a text leads: the states of each automaton, and how long it is, as far as that matters.

    `excluded` is the text itself as long as one that is excluded begins so.
    """

    states: tuple[States, ...]
    length: int
    excluded: str | None


class Texts:
    """What literals leave of the strings."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        self._least = 0
        self._most: int | None = None
        self._excluded: set[str] = set()
        self._automata: list[tuple[Automaton, bool]] = []
        self._are_plain = True
        for node, positive in literals:
            if isinstance(node, Length):
                self._limit(node, positive=positive)
            elif isinstance(node, Enum) and not positive:
                self._excluded.update(value for value in node.values if isinstance(value, str))
            elif isinstance(node, Pattern):
                self._are_plain = False
                made = automaton(node.pattern)
                self._automata += [] if made is None else [(made, positive)]

    def text(self, budget: Budget) -> Outcome:
        """Return a string, short and plain if possible; patterns that are not understood are left out of account.

        Raises `ExhaustedError`.
        """
        if self._most is not None and self._least > self._most:
            return NOTHING
        if self._least > MAX_LENGTH:
            return Unknown("it takes a string that is too long to write down")
        return self._plain() if self._are_plain else self._searched(budget)

    def _limit(self, node: Length, *, positive: bool) -> None:
        if node.least is positive:
            self._least = max(self._least, node.limit + (not positive))
        else:
            most = node.limit - (not positive)
            self._most = most if self._most is None else min(self._most, most)

    def _plain(self) -> Outcome:
        if self._least == 0 and "" not in self._excluded:
            return Found("")
        if self._most == 0:
            return NOTHING
        start = "a" * (self._least - 1)
        for last in chain(_PREFERRED, map(chr, _MANY)):
            if start + last not in self._excluded:
                return Found(start + last)
        return Unknown("too many strings are excluded")

    def _searched(self, budget: Budget) -> Outcome:
        """Search breadth first, so that the text is among the shortest."""
        starts = {text[:length] for text in self._excluded for length in range(len(text) + 1)}
        budget.spend(len(starts))
        alphabet = self._alphabet()
        first = _Reached(tuple(made.start for made, _ in self._automata), 0, "")
        seen, pending = {first}, deque([(first, "")])
        while pending:
            reached, text = pending.popleft()
            if self._accepts(reached, text):
                return Found(text)
            if len(text) == (self._most if self._most is not None and self._most <= MAX_COUNTED else None):
                continue
            for point in alphabet:
                budget.spend(1 + sum(map(len, reached.states)))
                following = self._following(reached, point, starts)
                if following not in seen:
                    seen.add(following)
                    pending.append((following, text + chr(point)))
        return NOTHING

    def _following(self, reached: _Reached, point: int, starts: set[str]) -> _Reached:
        states = tuple(
            made.step(before, point) for (made, _), before in zip(self._automata, reached.states, strict=True)
        )
        counted = min(self._least if self._most is None else self._most, MAX_COUNTED)
        read = None if reached.excluded is None else reached.excluded + chr(point)
        return _Reached(states, min(reached.length + 1, counted), read if read in starts else None)

    def _accepts(self, reached: _Reached, text: str) -> bool:
        if reached.length < min(self._least, MAX_COUNTED) or reached.excluded in self._excluded:
            return False
        return all(
            made.takes(states, at_start=not text) is positive
            for (made, positive), states in zip(self._automata, reached.states, strict=True)
        )

    def _alphabet(self) -> list[int]:
        """Return one code point of each set of them that nothing tells apart, plain ones first."""
        told_apart = {ord(letter) + after for text in self._excluded for letter in text for after in (0, 1)}
        boundaries = sorted({0, *told_apart, *chain.from_iterable(made.boundaries for made, _ in self._automata)})
        found: list[tuple[int, int]] = []
        for low, high in zip(boundaries, [*boundaries[1:], 0x110000], strict=True):
            plain = next((rank for rank, letter in enumerate(_PREFERRED) if low <= ord(letter) < high), None)
            if plain is not None:
                found.append((plain, ord(_PREFERRED[plain])))
            elif low not in _SURROGATES or high > _SURROGATES.stop:
                found.append((len(_PREFERRED), _SURROGATES.stop if low in _SURROGATES else max(low, min(33, high - 1))))
        return [point for _, point in sorted(found)]
