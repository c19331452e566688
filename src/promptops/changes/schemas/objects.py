"""Objects: which properties there must be, may be and must not be, and what their values are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import inf
from typing import Any, NamedTuple

from promptops.changes.schemas.evaluation import finds
from promptops.changes.schemas.nodes import (
    Literal,
    Matching,
    Names,
    Node,
    Others,
    Pattern,
    Property,
    PropertyCount,
    Required,
    Types,
)
from promptops.changes.schemas.outcomes import NOTHING, Found, Nothing, Outcome, Run, Unknown
from promptops.changes.schemas.values import STRING

MAX_PROPERTIES = 200
"""Larger objects are not made."""
MAX_PATTERNS = 4
"""Most patterns of names that are told apart: there are two to the power of so many kinds of names."""
_FRESH = ("extra", "other", "more")
_TOO_MANY = "its properties take too long to tell apart"


class _Wanted(NamedTuple):
    """A property that there must be: what its name and what its value satisfies."""

    name: tuple[Literal, ...]
    value: tuple[Literal, ...]


class Properties:
    """What literals leave of the objects. Its methods raise `ExhaustedError`."""

    def __init__(self, run: Run, literals: Iterable[Literal]) -> None:
        self._run = run
        self._required: dict[str, list[Literal]] = {}
        self._absent: set[str] = set()
        self._values: dict[str, list[Literal]] = {}
        self._matching: list[Matching] = []
        self._others: list[Others] = []
        self._names: list[Literal] = [(run.pool.make(Types, (), STRING), True)]
        self._wanted: list[_Wanted] = []
        self._least = 0
        self._most: float = inf
        for node, positive in literals:
            self._add(node, positive=positive)

    def instance(self) -> Outcome:
        """Return an object with few properties."""
        made: dict[str, Any] = {}
        if max(len(self._required), self._least) > self._most:
            return NOTHING
        doubt: Outcome = NOTHING
        for name in self._required:
            outcome = self._value(name)
            if isinstance(outcome, Nothing):
                return NOTHING
            if isinstance(outcome, Unknown):
                doubt = outcome
            else:
                made[name] = outcome.value
        for wanted in self._wanted:
            outcome = self._put(wanted, made)
            if isinstance(outcome, Nothing):
                return NOTHING
            doubt = outcome if isinstance(outcome, Unknown) else doubt
        return doubt if isinstance(doubt, Unknown) else self._filled(made)

    def decides(self, node: Node) -> bool | None:
        """Say whether a node holds for all of the objects (True) or for none of them (False), if it is plain."""
        if isinstance(node, Required):
            if node.name in self._required:
                return True
            return False if self._value(node.name) == NOTHING else None
        if isinstance(node, Property):
            return self._decides_property(node)
        wanted = self._opposite(node)
        return True if wanted is not None and self._put(wanted, {}) == NOTHING else None

    def _decides_property(self, node: Property) -> bool | None:
        if self._value(node.name, (node.node, False)) == NOTHING:
            return True
        if node.name in self._required and self._value(node.name, (node.node, True)) == NOTHING:
            return False
        return None

    def _add(self, node: Node, *, positive: bool) -> None:
        match node:
            case Required(name=name):
                if positive:
                    self._required.setdefault(name, [])
                else:
                    self._absent.add(name)
            case Property(name=name, node=value):
                where = self._values if positive else self._required
                where.setdefault(name, []).append((value, positive))
            case PropertyCount(least=least, limit=limit):
                if least is positive:
                    self._least = max(self._least, limit + (not positive))
                else:
                    self._most = min(self._most, limit - (not positive))
            case Matching() | Others() | Names() if not positive:
                self._wanted.append(self._opposite(node) or _Wanted((), ()))
            case Matching():
                self._matching.append(node)
            case Others():
                self._others.append(node)
            case Names():
                self._names.append((node.node, True))

    def _opposite(self, node: Node) -> _Wanted | None:
        """Return the property that an object has which does not satisfy a node."""
        pool = self._run.pool
        match node:
            case Names():
                return _Wanted(((node.node, False),), ())
            case Matching(pattern=pattern):
                return _Wanted(((pool.make(Pattern, (), pattern), True),), ((node.node, False),))
            case Others(names=names, patterns=patterns):
                apart = [(pool.make(Pattern, (), pattern), False) for pattern in patterns]
                return _Wanted(((pool.enum((), names), False), *apart), ((node.node, False),))
        return None

    def _literals(self, name: str) -> list[Literal]:
        """Return what the value of a property satisfies; what may concern it or not is left out."""
        found = [*self._values.get(name, ()), *self._required.get(name, ())]
        found += [(each.node, True) for each in self._matching if finds(each.pattern, name)]
        for each in self._others:
            if name not in each.names and all(finds(pattern, name) is False for pattern in each.patterns):
                found.append((each.node, True))
        return found

    def _value(self, name: str, *more: Literal) -> Outcome:
        if name in self._absent or not self._may_be(name, self._names):
            return NOTHING
        return self._run.solve([*self._literals(name), *more])

    def _may_be(self, name: str, literals: Iterable[Literal]) -> bool:
        holds = self._run.evaluation.holds
        return all(holds(node, name) is not (not positive) for node, positive in literals)

    def _must_be(self, value: Any, literals: Iterable[Literal]) -> bool:
        holds = self._run.evaluation.holds
        return all(holds(node, value) is positive for node, positive in literals)

    def _put(self, wanted: _Wanted, made: dict[str, Any]) -> Outcome:
        """Put a property into an object, under the first name that will do.

        There is nothing only when no object has such a property, whatever else was put into this one.
        """
        for there, value in made.items():
            if self._must_be(there, wanted.name) and self._must_be(value, wanted.value):
                return Found(value)
        doubt: Outcome = NOTHING
        for name in self._candidates(wanted, made):
            if isinstance(name, Unknown):
                doubt = name
                continue
            outcome = self._value(name, *wanted.value)
            if isinstance(outcome, Found):
                if self._has_room(name, made):
                    made[name] = outcome.value
                    return outcome
                outcome = Unknown(_TOO_MANY) if len(self._wanted) > 1 else NOTHING
            doubt = outcome if isinstance(outcome, Unknown) else doubt
        return doubt

    def _has_room(self, name: str, made: dict[str, Any]) -> bool:
        if name in made:
            return name in self._required and len(self._wanted) < 2  # noqa: PLR2004 - else two may want its value
        return len(made) < self._most

    def _candidates(self, wanted: _Wanted, made: dict[str, Any]) -> Iterator[str | Unknown]:
        known = self._known() | made.keys()
        yield from (name for name in sorted(known) if self._may_be(name, wanted.name))
        yield from self._fresh(known, wanted.name)

    def _known(self) -> set[str]:
        named = (each.names for each in self._others)
        return {*self._required, *self._values, *self._absent}.union(*named)

    def _fresh(self, known: Iterable[str], literals: tuple[Literal, ...]) -> Iterator[str | Unknown]:
        """Yield a name that is not known for each way in which patterns can find something in it or not."""
        pool = self._run.pool
        patterns = {each.pattern for each in self._matching}.union(*(each.patterns for each in self._others))
        if len(patterns) > MAX_PATTERNS:
            yield Unknown("`patternProperties` has too many patterns to compare")
            return
        common = [(pool.enum((), known), False), *self._names, *literals]
        for signs in product((False, True), repeat=len(patterns)):
            apart = zip((pool.make(Pattern, (), pattern) for pattern in sorted(patterns)), signs, strict=True)
            outcome = self._name([*common, *apart])
            if not isinstance(outcome, Nothing):
                yield outcome if isinstance(outcome, Unknown) else outcome.value

    def _name(self, literals: list[Literal]) -> Outcome:
        """Return a string that satisfies literals, a telling one if possible."""
        for name in _FRESH:
            if self._must_be(name, literals):
                return Found(name)
        return self._run.solve(literals)

    def _filled(self, made: dict[str, Any]) -> Outcome:
        """Add properties until there are enough."""
        anything = _Wanted((), ())
        if self._least > MAX_PROPERTIES:
            return Unknown("it takes an object that is too large to write down")
        while len(made) < self._least:
            names = (name for name in self._candidates(anything, made) if name not in made)
            for name in names:
                outcome = name if isinstance(name, Unknown) else self._value(name)
                if isinstance(name, str) and isinstance(outcome, Found):
                    made[name] = outcome.value
                    break
                if isinstance(outcome, Unknown):
                    return outcome
            else:
                return Unknown(_TOO_MANY) if self._wanted else NOTHING
        return Found(made)
