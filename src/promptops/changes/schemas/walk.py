"""The walk over two schemas at a time, from one part of their instances to the next."""

from __future__ import annotations

from collections import deque
from typing import Literal

from promptops.changes.schemas import nodes
from promptops.changes.schemas.alternatives import compare_alternatives, compare_members
from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.conjuncts import conjuncts
from promptops.changes.schemas.differences import SIDES, Acceptance, Aspect
from promptops.changes.schemas.item_differences import compare_items
from promptops.changes.schemas.nodes import Node, Not, Types
from promptops.changes.schemas.pairs import Constraints, Pair
from promptops.changes.schemas.proofs import Candidate, Proofs, other
from promptops.changes.schemas.property_differences import compare_properties
from promptops.changes.schemas.values import ARRAY, BOOLEAN, NULL, NUMBER, OBJECT, STRING
from promptops.changes.schemas.words import change, classes_in_words, keyword_of

_GROUPS = (NULL, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT)
_PARTS = {OBJECT: compare_properties, ARRAY: compare_items}
_ASPECTS: dict[type[Node], Aspect] = {
    Types: "type",
    nodes.Enum: "values",
    **dict.fromkeys((nodes.Bound, nodes.Multiple, nodes.Length), "bound"),
    **dict.fromkeys((nodes.ItemCount, nodes.PropertyCount, nodes.Unique), "bound"),
    nodes.Pattern: "pattern",
    nodes.Others: "additional",
    nodes.Required: "presence",
    nodes.Format: "format",
}
_KINDS: dict[Acceptance, Literal["narrowed", "widened"]] = {"before": "narrowed", "after": "widened"}


class Walk:
    """Finds the differences of pairs, each of them once. Its methods raise `ExhaustedError`."""

    def __init__(self, proofs: Proofs) -> None:
        self.proofs = proofs
        self._pool = proofs.pool
        self._seen: set[tuple[int, int]] = set()
        self._pending: deque[Pair] = deque()

    def run(self, pair: Pair) -> None:
        """Find the differences of a pair and of all below it, those of the shortest paths first."""
        self.compare(pair)
        while self._pending:
            self._compare(self._pending.popleft())

    def compare(self, pair: Pair) -> None:
        """Have the differences of a pair found, unless another of the same nodes was there before."""
        key = pair.before.key, pair.after.key
        if key[0] != key[1] and key not in self._seen:
            self._seen.add(key)
            self._pending.append(pair)

    def _compare(self, pair: Pair) -> None:
        if compare_members(self, pair):
            return
        gone = come = 0
        for classes in _GROUPS:
            before, after = (conjuncts(self._pool, node, classes) for node in (pair.before, pair.after))
            if before is not None and after is not None:
                self._constraints(Constraints(pair, classes, before, after))
            elif before is not None:
                gone |= classes
            elif after is not None:
                come |= classes
        self._types(pair, "before", gone)
        self._types(pair, "after", come)

    def _types(self, pair: Pair, accepts: Acceptance, classes: int) -> None:
        """Report the types that only one side accepts."""
        classes &= possible_classes(self._pool, (pair.of(accepts), True))
        for some in (classes & NULL, classes & ~NULL):
            if some:
                may = "may now be" if accepts == "after" else "may no longer be"
                words = f"{pair.focus.subject} {may} {classes_in_words(some)}"
                aspect: Aspect = "null" if some == NULL else "type"
                candidate = self._candidate(pair, accepts, aspect, words)
                self.proofs.settle(candidate, accepts, [pair.of(accepts), self._pool.make(Types, (), some)])

    def _constraints(self, both: Constraints) -> None:
        """Report what the constraints of each side refuse of what the other accepts."""
        handled = {key for key in both.before if key in both.after}
        if both.classes in _PARTS:
            handled |= _PARTS[both.classes](self, both)
        handled |= compare_alternatives(self, both, handled)
        for accepts in SIDES:
            for node in both.of(other(accepts)).values():
                if node.key not in handled:
                    self._constraint(both, accepts, node)

    def _constraint(self, both: Constraints, accepts: Acceptance, node: Node) -> None:
        """Report what a constraint of one side refuses of what the other, which `accepts`, does not."""
        pair = both.pair
        old = next((each for each in both.of(accepts).values() if _are_alike(each, node)), None)
        kind = _KINDS[accepts]
        words = change(node, old, pair.focus.subject, kind)
        places = {accepts: old or pair.of(accepts), other(accepts): node}
        candidate = Candidate(
            kind,
            _ASPECTS.get(type(node), "shape"),
            pair.focus,
            places["before"].place,
            places["after"].place,
            words,
            one_sided=old is None,
        )
        if isinstance(node, nodes.Format):
            self.proofs.doubt(candidate, accepts, "a format is an annotation to most readers")
            return
        refused = [pair.of(accepts), self._pool.make(Not, (), node), self._pool.make(Types, (), both.classes)]
        self.proofs.settle(candidate, accepts, refused)

    def _candidate(self, pair: Pair, accepts: Acceptance, aspect: Aspect, words: str) -> Candidate:
        places = pair.before.place, pair.after.place
        return Candidate(_KINDS[accepts], aspect, pair.focus, *places, words)


def _are_alike(node: Node, other_node: Node) -> bool:
    return type(node) is type(other_node) and keyword_of(node) == keyword_of(other_node)
