"""Arrays: how many items there are, and what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import inf
from typing import Any, NamedTuple

from promptops.changes.schemas.nodes import Contains, ItemAt, ItemCount, ItemsFrom, Literal, Node, Unique
from promptops.changes.schemas.outcomes import NOTHING, Found, Nothing, Outcome, Run, Unknown

MAX_ITEMS = 200
"""Longer arrays are not made."""
_TOO_MANY = "its items take too long to tell apart"


class _Wanted(NamedTuple):
    """An item somewhere from an index on, and what it satisfies; `other` than those that are there already."""

    start: int
    literal: Literal
    other: bool = False


class Items:
    """What literals leave of the arrays. Its methods raise `ExhaustedError`."""

    def __init__(self, run: Run, literals: Iterable[Literal]) -> None:
        self._run = run
        self._at: dict[int, list[Literal]] = {}
        self._from: list[_Wanted] = []
        self._wanted: list[_Wanted] = []
        self._avoided: list[Literal] = []
        self._distinct = self._repeated = False
        self._least = 0
        self._most: float = inf
        for node, positive in literals:
            self._add(node, positive=positive)
        self._alike = max([0, *(index + 1 for index in self._at), *(each.start for each in self._from)])
        """From this index on, nothing tells items apart."""
        self._most = min(self._most, self._possible())

    def instance(self) -> Outcome:
        """Return an array with few items."""
        if self._least > self._most:
            return NOTHING
        if self._least > MAX_ITEMS:
            return Unknown("it takes an array that is too long to write down")
        made: dict[int, Any] = {}
        outcome = self._repeat(made) if self._repeated else Found(made)
        if not isinstance(outcome, Found):
            return outcome
        doubt: Outcome = NOTHING
        for wanted in self._wanted:
            outcome = self._put(wanted, made)
            if isinstance(outcome, Nothing):
                return NOTHING
            doubt = outcome if isinstance(outcome, Unknown) else doubt
        return doubt if isinstance(doubt, Unknown) else self._filled(made)

    def decides(self, node: Node) -> bool | None:
        """Say whether a node holds for all of the arrays (True) or for none of them (False), if it is plain."""
        if isinstance(node, ItemsFrom):
            return True if self._put(_Wanted(node.start, (node.node, False)), {}) == NOTHING else None
        if not isinstance(node, ItemAt):
            return None
        if node.index >= self._most or self._item(node.index, (node.node, False)) == NOTHING:
            return True
        return False if node.index < self._least and self._item(node.index, (node.node, True)) == NOTHING else None

    def _add(self, node: Node, *, positive: bool) -> None:
        match node:
            case ItemCount(least=least, limit=limit):
                if least is positive:
                    self._least = max(self._least, limit + (not positive))
                else:
                    self._most = min(self._most, limit - (not positive))
            case ItemAt(index=index):
                self._at.setdefault(index, []).append((node.node, positive))
                self._least = max(self._least, 0 if positive else index + 1)
            case ItemsFrom(start=start):
                (self._from if positive else self._wanted).append(_Wanted(start, (node.node, positive)))
            case Contains(least=least, most=most) if positive:
                self._wanted += [_Wanted(0, (node.node, True), other=least > 1)] * min(least, MAX_ITEMS + 1)
                self._least = max(self._least, least)
                if most == 0:
                    self._from.append(_Wanted(0, (node.node, False)))
                elif most is not None:
                    self._avoided.append((node.node, False))
            case Unique():
                self._distinct, self._repeated = self._distinct or positive, self._repeated or not positive

    def _literals(self, index: int) -> list[Literal]:
        return [*self._at.get(index, ()), *(each.literal for each in self._from if each.start <= index)]

    def _item(self, index: int, *more: Literal) -> Outcome:
        return self._run.solve([*self._literals(index), *more])

    def _possible(self) -> float:
        """Return how many items there can be."""
        for index in sorted({*self._at, *(each.start for each in self._from), self._alike}):
            if index < self._most and self._item(index) == NOTHING:
                return index
        return self._most

    def _indices(self, start: int, made: dict[int, Any]) -> Iterator[int]:
        """Yield the indices from one on that something tells apart, and some beyond these."""
        return iter(range(start, int(min(self._most, max(self._alike, start, *made) + 2))))

    def _put(self, wanted: _Wanted, made: dict[int, Any]) -> Outcome:
        """Put an item into an array, at the first index that will do."""
        node, positive = wanted.literal
        for index, value in made.items():
            if index >= wanted.start and not wanted.other and self._run.evaluation.holds(node, value) is positive:
                return Found(value)
        doubt: Outcome = NOTHING
        for index in self._indices(wanted.start, made):
            outcome = self._item(index, wanted.literal)
            if isinstance(outcome, Found):
                if index not in made:
                    made[index] = outcome.value
                    return outcome
                outcome = Unknown(_TOO_MANY)
            doubt = outcome if isinstance(outcome, Unknown) else doubt
        return doubt

    def _repeat(self, made: dict[int, Any]) -> Outcome:
        """Put the same item into an array twice."""
        doubt: Outcome = NOTHING
        for first, second in combinations(self._indices(0, made), 2):
            self._run.budget.spend()
            outcome = self._item(first, *self._literals(second))
            if isinstance(outcome, Found):
                made[first] = made[second] = outcome.value
                return outcome
            doubt = outcome if isinstance(outcome, Unknown) else doubt
        return doubt

    def _filled(self, made: dict[int, Any]) -> Outcome:
        length = max([self._least, *(index + 1 for index in made)])
        plain = not made and self._alike == 0
        for index in range(length):
            if index in made:
                continue
            used = [(self._run.pool.enum((), made.values()), False)] if self._distinct and made else []
            outcome = self._item(index, *used, *self._avoided) if used or self._avoided else self._item(index)
            if isinstance(outcome, Nothing) and self._avoided:
                outcome = self._item(index, *used)
            if isinstance(outcome, Nothing):
                return NOTHING if plain else Unknown(_TOO_MANY)
            if isinstance(outcome, Unknown):
                return outcome
            made[index] = outcome.value
        return Found([made[index] for index in range(length)])
