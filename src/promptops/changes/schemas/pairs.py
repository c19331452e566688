"""What two sides say about the same part of their instances."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeAlias

from promptops.changes.schemas.differences import Acceptance
from promptops.changes.schemas.focus import Focus
from promptops.changes.schemas.nodes import Node
from promptops.changes.schemas.proofs import Proofs

Atoms: TypeAlias = dict[int, Node]
"""Constraints by their keys."""


class Pair(NamedTuple):
    """A node of each side, and the part that both are about."""

    before: Node
    after: Node
    focus: Focus

    def of(self, side: Acceptance) -> Node:
        """Return what a side says."""
        return self.before if side == "before" else self.after


class Constraints(NamedTuple):
    """What the nodes of a pair come to for values of some classes."""

    pair: Pair
    classes: int
    before: Atoms
    after: Atoms

    def of(self, side: Acceptance) -> Atoms:
        """Return the constraints of a side."""
        return self.before if side == "before" else self.after


class Comparing(Protocol):
    """A walk, as those see it that lead it to the parts of a pair."""

    proofs: Proofs

    def compare(self, pair: Pair) -> None:
        """Have the differences of a pair found."""
        ...
