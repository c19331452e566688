"""The search for an instance of literals: class by class, alternative by alternative.

What is found is checked before it is returned. That there is nothing is a proof, for every step on the way leaves
constraints out at most. A search inside an instance that comes to what is searched for around it takes it that there is
nothing: a smallest instance has none of its own kind inside.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

from promptops.changes.schemas.arrays import Items
from promptops.changes.schemas.branches import Branches, Facts
from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.evaluation import Evaluation, both
from promptops.changes.schemas.nodes import Enum, Literal, Opaque, Pattern, Pool, code
from promptops.changes.schemas.numbers import Interval
from promptops.changes.schemas.objects import Properties
from promptops.changes.schemas.outcomes import NOTHING, Found, Nothing, Outcome, Unknown
from promptops.changes.schemas.strings import Texts
from promptops.changes.schemas.values import (
    ARRAY,
    BOOLEAN,
    CLASSES,
    EVERY_CLASS,
    FRACTION,
    INTEGER,
    NULL,
    STRING,
    class_of,
)

MAX_NESTING = 40
"""Most searches within one another."""


class Search:
    """Searches for instances; what it has learnt it remembers."""

    def __init__(self, pool: Pool, budget: Budget) -> None:
        self.pool = pool
        self.budget = budget
        self.evaluation = Evaluation(budget)
        self._known: dict[frozenset[int], Outcome] = {}
        self._open: dict[frozenset[int], int] = {}
        self._assumed: float = inf
        """The outermost open search of which something inside has assumed that there is nothing."""

    def solve(self, literals: Iterable[Literal]) -> Outcome:
        """Return an instance of all literals. Raises `ExhaustedError`."""
        goals = {code(literal): literal for literal in literals}
        if any(key ^ 1 in goals for key in goals):
            return NOTHING
        key = frozenset(goals)
        if key in self._known:
            return self._known[key]
        depth = self._open.get(key)
        if depth is not None:
            self._assumed = min(self._assumed, depth)
            return NOTHING
        if len(self._open) >= MAX_NESTING:
            return Unknown("it is nested too deeply")
        return self._remembered(key, list(goals.values()))

    def _remembered(self, key: frozenset[int], literals: list[Literal]) -> Outcome:
        depth = self._open[key] = len(self._open)
        outside, self._assumed = self._assumed, inf
        try:
            outcome = self._of_any_class(literals)
        finally:
            del self._open[key]
        if not isinstance(outcome, Nothing) or self._assumed >= depth:
            self._known[key] = outcome
        self._assumed = min(outside, self._assumed if self._assumed < depth else inf)
        return outcome

    def _of_any_class(self, literals: list[Literal]) -> Outcome:
        possible = EVERY_CLASS
        for literal in literals:
            possible &= possible_classes(self.pool, literal)
        doubt: Outcome = NOTHING
        for of_class in CLASSES:
            if of_class & possible:
                outcome = self._of_class(literals, of_class)
                if isinstance(outcome, Found):
                    return outcome
                doubt = outcome if isinstance(doubt, Nothing) else doubt
        return doubt

    def _of_class(self, literals: list[Literal], of_class: int) -> Outcome:
        doubt: Outcome = NOTHING
        for facts in Branches(self, of_class).split(literals, {}, []):
            listed = _listed(facts, of_class)
            if listed is None:
                outcome = self._made(facts, of_class)
                if isinstance(outcome, Found) and not self._is_instance(outcome.value, literals):
                    outcome = Unknown(_reason(facts))
            else:
                outcome = self._among(listed, literals, facts)
            if isinstance(outcome, Found):
                return outcome
            doubt = outcome if isinstance(doubt, Nothing) else doubt
        return doubt

    def _made(self, facts: Facts, of_class: int) -> Outcome:
        """Return a value of a class that is made to satisfy facts, as far as they are understood."""
        if of_class == STRING:
            return Texts(facts.values()).text(self.budget)
        if of_class in (INTEGER, FRACTION):
            interval = Interval(facts.values())
            return interval.integer() if of_class == INTEGER else interval.fraction()
        return (Items if of_class == ARRAY else Properties)(self, facts.values()).instance()

    def _among(self, values: list[Any], literals: list[Literal], facts: Facts) -> Outcome:
        """Return one of the only values that there can be."""
        doubt: Outcome = NOTHING
        for value in values:
            answer = self._is_instance(value, literals)
            if answer:
                return Found(value)
            doubt = Unknown(_reason(facts)) if answer is None else doubt
        return doubt

    def _is_instance(self, value: Any, literals: Iterable[Literal]) -> bool | None:
        holds, opposite_holds = self.evaluation.holds, self.evaluation.opposite_holds
        return both((holds if positive else opposite_holds)(node, value) for node, positive in literals)


def _listed(facts: Facts, of_class: int) -> list[Any] | None:
    """Return all values of a class that facts can leave, None when they are too many to list."""
    if of_class == NULL:
        return [None]
    if of_class == BOOLEAN:
        return [False, True]
    lists = [node.values for node, positive in facts.values() if positive and isinstance(node, Enum)]
    return [value for value in min(lists, key=len) if class_of(value) == of_class] if lists else None


def _reason(facts: Facts) -> str:
    for node, _ in facts.values():
        if isinstance(node, Opaque):
            return node.why
    if any(isinstance(node, Pattern) for node, _ in facts.values()):
        return "`pattern` cannot be compared"
    return "no instance of it was found, and no proof that there is none"
