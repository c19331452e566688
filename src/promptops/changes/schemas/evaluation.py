"""Whether a value satisfies a node: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from promptops.changes.schemas import nodes
from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.nodes import Node
from promptops.changes.schemas.values import class_of, identity
from promptops.resources.patterns import finder

MAX_DEPTH = 120
"""Nodes within nodes that are followed; a reference that leads back to itself goes on forever."""


def finds(pattern: str, text: str) -> bool | None:
    """Say whether a pattern finds something in a text, None when the linear-time engine cannot run it."""
    find = finder(pattern)
    if find is None:
        return None
    try:
        return find(text)
    except UnicodeEncodeError:  # half of a surrogate pair
        return None


def multiple_of(value: float, factor: float) -> bool:
    """Say whether a number is a multiple of another, both taken exactly as they are written."""
    return (exactly(value) / exactly(factor)).denominator == 1


def exactly(number: float) -> Fraction:
    """Return a number exactly as it is written: `0.1` is a tenth."""
    return Fraction(number) if type(number) is int else Fraction(repr(number))


def both(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all answers are yes."""
    known: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        known = known if answer else None
    return known


def opposite(answer: bool | None) -> bool | None:  # noqa: FBT001 - it is a value, not a flag
    """Return the opposite of an answer."""
    return None if answer is None else not answer


class Evaluation:
    """Evaluates nodes within a budget."""

    __slots__ = ("_budget", "_depth")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._depth = 0

    def holds(self, node: Node, value: Any) -> bool | None:
        """Say whether a value satisfies a node. Raises `ExhaustedError`."""
        self._budget.spend()
        if class_of(value) & node.domain == 0:
            return True
        if self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        try:
            return _CHECKS[type(node)](self, node, value)
        finally:
            self._depth -= 1

    def opposite_holds(self, node: Node, value: Any) -> bool | None:
        """Say whether a value does not satisfy a node. Raises `ExhaustedError`."""
        return opposite(self.holds(node, value))


_Check = Callable[[Evaluation, Any, Any], bool | None]


def _all_of(run: Evaluation, node: nodes.AllOf, value: Any) -> bool | None:
    return both(run.holds(part, value) for part in node.nodes)


def _any_of(run: Evaluation, node: nodes.AnyOf, value: Any) -> bool | None:
    return opposite(both(run.opposite_holds(part, value) for part in node.nodes))


def _one_of(run: Evaluation, node: nodes.OneOf, value: Any) -> bool | None:
    answers = [run.holds(part, value) for part in node.nodes]
    if answers.count(True) > 1:
        return False
    return None if None in answers else answers.count(True) == 1


def _not(run: Evaluation, node: nodes.Not, value: Any) -> bool | None:
    return run.opposite_holds(node.node, value)


def _reference(run: Evaluation, node: nodes.Reference, value: Any) -> bool | None:
    return run.holds(node.target[0], value) if node.target else None


def _bound(_: Evaluation, node: nodes.Bound, value: Any) -> bool:
    if value == node.limit:
        return not node.strict
    return bool(value > node.limit) is node.least


def _counts(_: Evaluation, node: nodes.Length | nodes.ItemCount | nodes.PropertyCount, value: Any) -> bool:
    return len(value) >= node.limit if node.least else len(value) <= node.limit


def _contains(run: Evaluation, node: nodes.Contains, value: Any) -> bool | None:
    answers = [run.holds(node.node, item) for item in value]
    certain, possible = answers.count(True), len(answers) - answers.count(False)
    most = len(answers) if node.most is None else node.most
    if certain > most or possible < node.least:
        return False
    return True if node.least <= certain and possible <= most else None


def _item_at(run: Evaluation, node: nodes.ItemAt, value: Any) -> bool | None:
    return node.index >= len(value) or run.holds(node.node, value[node.index])


def _items_from(run: Evaluation, node: nodes.ItemsFrom, value: Any) -> bool | None:
    return both(run.holds(node.node, item) for item in value[node.start :])


def _unique(_: Evaluation, node: nodes.Unique, value: Any) -> bool:
    del node
    return len(set(map(identity, value))) == len(value)


def _property(run: Evaluation, node: nodes.Property, value: Any) -> bool | None:
    return node.name not in value or run.holds(node.node, value[node.name])


def _matching(run: Evaluation, node: nodes.Matching, value: Any) -> bool | None:
    return both(_where(finds(node.pattern, name), run, node.node, item) for name, item in value.items())


def _others(run: Evaluation, node: nodes.Others, value: Any) -> bool | None:
    def answers() -> Iterator[bool | None]:
        for name in value.keys() - node.names:
            other = both(opposite(finds(pattern, name)) for pattern in node.patterns)
            yield _where(other, run, node.node, value[name])

    return both(answers())


def _where(concerned: bool | None, run: Evaluation, node: Node, value: Any) -> bool | None:  # noqa: FBT001 - an answer
    """Return whether a value satisfies a node that perhaps does not concern it."""
    if concerned is False:
        return True
    answer = run.holds(node, value)
    return answer if concerned or answer else None


_CHECKS: Mapping[type[Node], _Check] = {
    nodes.AllOf: _all_of,
    nodes.AnyOf: _any_of,
    nodes.OneOf: _one_of,
    nodes.Not: _not,
    nodes.Reference: _reference,
    nodes.Opaque: lambda *_: None,
    nodes.Format: lambda *_: True,
    nodes.Types: lambda _, node, value: class_of(value) & node.classes != 0,
    nodes.Enum: lambda _, node, value: identity(value) in node.members,
    nodes.Bound: _bound,
    nodes.Multiple: lambda _, node, value: multiple_of(value, node.factor),
    nodes.Pattern: lambda _, node, value: finds(node.pattern, value),
    nodes.Length: _counts,
    nodes.ItemCount: _counts,
    nodes.PropertyCount: _counts,
    nodes.ItemAt: _item_at,
    nodes.ItemsFrom: _items_from,
    nodes.Contains: _contains,
    nodes.Unique: _unique,
    nodes.Required: lambda _, node, value: node.name in value,
    nodes.Property: _property,
    nodes.Matching: _matching,
    nodes.Others: _others,
    nodes.Names: lambda run, node, value: both(run.holds(node.node, name) for name in value),
}
