"""Literals split into alternatives, until each is a list of facts about values of one class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, TypeAlias

from promptops.changes.schemas.arrays import Items
from promptops.changes.schemas.budget import ExhaustedError
from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.nodes import (
    AllOf,
    AnyOf,
    Contains,
    Enum,
    ItemAt,
    ItemCount,
    Literal,
    Node,
    Not,
    OneOf,
    Others,
    Pool,
    Property,
    Reference,
    Required,
    Types,
    code,
)
from promptops.changes.schemas.objects import Properties
from promptops.changes.schemas.outcomes import Run
from promptops.changes.schemas.values import ARRAY, OBJECT

Facts: TypeAlias = dict[int, Literal]
"""Literals by their codes."""
_Choice: TypeAlias = list[list[Literal]]
"""Alternatives, each of which is some literals."""

MAX_CHOICES = 100
"""Most choices that are open at a time."""


class Branches:
    """Splits literals for values of one class. Its methods raise `ExhaustedError`."""

    def __init__(self, run: Run, of_class: int) -> None:
        self._run = run
        self._class = of_class

    def split(self, literals: Iterable[Literal], known: Facts, open_choices: list[_Choice]) -> Iterator[Facts]:
        """Yield the facts of each branch: a value of the class satisfies literals only if it does all facts of one."""
        facts, choices = dict(known), list(open_choices)
        while self._gather(literals, facts, choices):
            choice = self._narrowest(facts, choices)
            if choice is None:
                yield facts
                return
            if len(choice) != 1:
                for alternative in choice:
                    yield from self.split(alternative, facts, choices)
                return
            literals = choice[0]

    def _gather(self, literals: Iterable[Literal], facts: Facts, choices: list[_Choice]) -> bool:
        """Add literals and what follows from them to facts and choices; say whether they can hold together."""
        pending = list(literals)
        while pending:
            literal = pending.pop()
            self._run.budget.spend()
            key = code(literal)
            if key in facts or not self._is_possible((literal[0], not literal[1])):
                continue
            if key ^ 1 in facts or not self._is_possible(literal):
                return False
            facts[key] = literal
            parts = _parts(self._run.pool, literal)
            if parts is not None and len(parts) == 1:
                pending += parts[0]
            elif parts is not None:
                choices.append(parts)
        if len(choices) > MAX_CHOICES:
            raise ExhaustedError
        return True

    def _is_possible(self, literal: Literal) -> bool:
        return bool(possible_classes(self._run.pool, literal) & self._class)

    def _narrowest(self, facts: Facts, choices: list[_Choice]) -> _Choice | None:
        """Take the choice with the fewest alternatives; drop alternatives that cannot hold and choices that do."""
        theory = _Theory(self._run, self._class, facts)
        left: list[_Choice] = []
        while choices:
            choice = self._open(choices.pop(), facts, theory)
            if choice is not None and len(choice) < 2:  # noqa: PLR2004 - nothing is left to choose
                choices += left
                return choice
            left += [] if choice is None else [choice]
        left.sort(key=len, reverse=True)
        choices += left
        return choices.pop() if choices else None

    def _open(self, choice: _Choice, facts: Facts, theory: _Theory) -> _Choice | None:
        """Return the alternatives that may hold, None when one of them does."""
        found = []
        for alternative in choice:
            holds = self._all_hold(alternative, facts, theory)
            if holds:
                return None
            if holds is None:
                found.append(alternative)
        return found

    def _all_hold(self, literals: list[Literal], facts: Facts, theory: _Theory) -> bool | None:
        known: bool | None = True
        for literal in literals:
            holds = self._holds(literal, facts, theory)
            if holds is False:
                return False
            known = known if holds else None
        return known

    def _holds(self, literal: Literal, facts: Facts, theory: _Theory) -> bool | None:
        """Say whether a literal holds whenever the facts do, or never does; None when that is not plain."""
        self._run.budget.spend()
        key = code(literal)
        if key in facts or not self._is_possible((literal[0], not literal[1])):
            return True
        if key ^ 1 in facts or not self._is_possible(literal):
            return False
        parts = _parts(self._run.pool, literal)
        if parts is not None:
            return self._all_hold(parts[0], facts, theory) if len(parts) == 1 else None
        return theory.holds(literal)


class _Theory:
    """What facts about objects or arrays say about the parts of these."""

    def __init__(self, run: Run, of_class: int, facts: Facts) -> None:
        self._of_class = of_class
        self._run, self._facts = run, facts
        self._parts: Properties | Items | None = None

    def holds(self, literal: Literal) -> bool | None:
        """Say whether a literal holds whenever the facts do, or never does; None when that is not plain."""
        node, positive = literal
        if self._of_class not in (ARRAY, OBJECT):
            return None
        if self._parts is None:
            kind = Properties if self._of_class == OBJECT else Items
            self._parts = kind(self._run, self._facts.values())
        holds = self._parts.decides(node)
        return None if holds is None else holds is positive


def _parts(pool: Pool, literal: Literal) -> _Choice | None:
    """Return the alternatives that a literal stands for, None when it stands for itself."""
    node, positive = literal
    match node:
        case AllOf() | AnyOf():
            each = [(part, positive) for part in node.nodes]
            return [each] if isinstance(node, AllOf) is positive else [[part] for part in each]
        case OneOf():
            return _exactly_one(node) if positive else _not_exactly_one(node)
        case Not():
            return [[(node.node, not positive)]]
        case Reference():
            return [[(target, positive) for target in node.target]]
    return None if positive else _opposites(pool, node)


def _opposites(pool: Pool, node: Node) -> _Choice | None:
    """Return the alternatives that the opposite of a plain node stands for, None when it stands for itself."""
    if isinstance(node, Contains):
        return [[(counted, True)] for counted in _miscounts(pool, node)]
    if isinstance(node, Enum):
        parts: list[Literal] = [
            (_exactly(pool, value), False) for value in node.values if isinstance(value, list | dict)
        ]
        return [parts] if parts else None
    return None


def _miscounts(pool: Pool, node: Contains) -> Iterator[Contains]:
    """Yield the ways in which an array has another number of items that satisfy the node inside."""
    if node.least:
        yield pool.make(Contains, node.place, node.node, 0, node.least - 1)
    if node.most is not None:
        yield pool.make(Contains, node.place, node.node, node.most + 1, None)


def _exactly(pool: Pool, value: list[Any] | dict[str, Any]) -> Node:
    """Return the node of one array or object, in terms of its parts."""
    if isinstance(value, list):
        counts = [pool.make(ItemCount, (), least, len(value)) for least in (True, False)]
        items = [pool.make(ItemAt, (), index, pool.enum((), [item])) for index, item in enumerate(value)]
        return pool.every((), [pool.make(Types, (), ARRAY), *counts, *items])
    others = pool.make(Others, (), frozenset(value), (), pool.make(AnyOf, (), ()))
    required = [pool.make(Required, (), name) for name in value]
    properties = [pool.make(Property, (), name, pool.enum((), [item])) for name, item in value.items()]
    return pool.every((), [pool.make(Types, (), OBJECT), others, *required, *properties])


def _exactly_one(node: OneOf) -> _Choice:
    return [[(part, part is chosen) for part in node.nodes] for chosen in node.nodes]


def _not_exactly_one(node: OneOf) -> _Choice:
    pairs = combinations([(part, True) for part in node.nodes], 2)
    return [[(part, False) for part in node.nodes], *map(list, pairs)]
