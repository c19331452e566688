"""Automata of regular expressions, and a text that several of them agree on."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from promptops.changes.schemas.code_points import EVERY, LAST, Points
from promptops.changes.schemas.expressions import (
    Alternatives,
    Anchor,
    Character,
    Expression,
    NotUnderstoodError,
    Repetition,
    Sequence,
    parse,
)

MAX_STATES = 2_000
"""Most states of one automaton; a repetition takes as many as its part has, times its count."""

States: TypeAlias = frozenset[int]
_ALWAYS, _START, _END = "", "^", "$"


class Automaton:
    """Takes the texts in which an expression finds something.

    States are numbers; edges lead from one to others by a code point, jumps by none: always, or only at the start or
    the end of the text. Raises `NotUnderstoodError` when there would be too many states.
    """

    def __init__(self, expression: Expression) -> None:
        self.boundaries: set[int] = set()
        self._edges: list[list[tuple[Points, int]]] = []
        self._jumps: list[list[tuple[str, int]]] = []
        self._first = self._state()
        self._edge(self._first, EVERY, self._first)
        self._last = self._add(expression, self._first)
        self._edge(self._last, EVERY, self._last)
        self.start = self._closed({self._first}, _START)

    def step(self, states: States, point: int) -> States:
        """Return the states behind a code point."""
        reached = {
            target
            for state in states
            for points, target in self._edges[state]
            if any(low <= point <= high for low, high in points)
        }
        return self._closed(reached, _ALWAYS)

    def takes(self, states: States, *, at_start: bool) -> bool:
        """Say whether a text that ends in these states is taken; `at_start` says that it is empty."""
        return self._last in states or self._last in self._closed(set(states), _START + _END if at_start else _END)

    def _closed(self, states: set[int], conditions: str) -> States:
        pending = list(states)
        while pending:
            for condition, target in self._jumps[pending.pop()]:
                if target not in states and condition in conditions:
                    states.add(target)
                    pending.append(target)
        return frozenset(states)

    def _state(self) -> int:
        if len(self._edges) >= MAX_STATES:
            raise NotUnderstoodError
        self._edges.append([])
        self._jumps.append([])
        return len(self._edges) - 1

    def _edge(self, source: int, points: Points, target: int) -> None:
        self._edges[source].append((points, target))
        for low, high in points:
            self.boundaries |= {low, min(high + 1, LAST)}

    def _jump(self, source: int, target: int, condition: str = _ALWAYS) -> None:
        self._jumps[source].append((condition, target))

    def _add(self, expression: Expression, source: int) -> int:
        """Add the states of an expression behind one, and return the last of them."""
        match expression:
            case Character(points):
                target = self._state()
                self._edge(source, points, target)
            case Anchor(where):
                target = self._state()
                self._jump(source, target, where)
            case Sequence(parts):
                target = source
                for part in parts:
                    target = self._add(part, target)
            case Alternatives(parts):
                target = self._state()
                for part in parts:
                    begin = self._state()
                    self._jump(source, begin)
                    self._jump(self._add(part, begin), target)
            case Repetition():
                target = self._repeated(expression, source)
        return target

    def _repeated(self, repetition: Repetition, source: int) -> int:
        for _ in range(repetition.least):
            source = self._add(repetition.part, source)
        if repetition.most is None:
            loop = self._state()
            self._jump(source, loop)
            self._jump(self._add(repetition.part, loop), loop)
            return loop
        skipped = [source]
        for _ in range(repetition.most - repetition.least):
            source = self._add(repetition.part, source)
            skipped.append(source)
        target = self._state()
        for state in skipped:
            self._jump(state, target)
        return target


@lru_cache(maxsize=256)
def automaton(pattern: str) -> Automaton | None:
    """Return the automaton of a pattern, None when the pattern is not understood or too large."""
    try:
        return Automaton(parse(pattern))
    except NotUnderstoodError:
        return None
