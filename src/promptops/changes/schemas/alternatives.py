"""Differences between the alternatives of a choice."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from promptops.changes.schemas.classes import possible_classes
from promptops.changes.schemas.conjuncts import conjuncts
from promptops.changes.schemas.differences import SIDES, Acceptance
from promptops.changes.schemas.nodes import AnyOf, Enum, Node, Not, OneOf, Pool, Property, Types
from promptops.changes.schemas.pairs import Comparing, Constraints, Pair
from promptops.changes.schemas.proofs import Candidate, other
from promptops.changes.schemas.values import OBJECT


def compare_alternatives(walk: Comparing, both: Constraints, handled: set[int]) -> set[int]:
    """Find the differences of alternatives when each side has one choice that the other has not.

    Return the keys of the constraints that this accounts for.
    """
    choices = [
        [node for node in both.of(side).values() if isinstance(node, AnyOf | OneOf) and node.key not in handled]
        for side in SIDES
    ]
    if any(len(found) != 1 for found in choices):
        return set()
    common = {part.key for part in choices[0][0].nodes} & {part.key for part in choices[1][0].nodes}
    before, after = ([part for part in found[0].nodes if part.key not in common] for found in choices)
    for old, new in _partners(walk.proofs.pool, before, after):
        before.remove(old)
        after.remove(new)
        walk.compare(Pair(old, new, both.pair.focus))
    for part in before:
        _lone(walk, both, "before", part)
    for part in after:
        _lone(walk, both, "after", part)
    return {node.key for found in choices for node in found}


def compare_members(walk: Comparing, pair: Pair) -> bool:
    """Find the differences of a choice and one of its alternatives that is all that the other side takes.

    Return whether they are that, and the other alternatives are for values of the same classes.
    """
    pool = walk.proofs.pool
    for side in SIDES:
        choice, kept = pair.of(side), pair.of(other(side))
        if isinstance(choice, AnyOf | OneOf) and any(part.key == kept.key for part in choice.nodes):
            classes = possible_classes(pool, (kept, True))
            rest = [part for part in choice.nodes if part.key != kept.key]
            if not any(possible_classes(pool, (part, True)) & ~classes for part in rest):
                for part in rest:
                    _lone(walk, Constraints(pair, classes, {}, {}), side, part)
                return True
    return False


def _partners(pool: Pool, before: list[Node], after: list[Node]) -> list[tuple[Node, Node]]:
    """Return the alternatives that stand for the same: those with a property of the same constant, or the only ones."""
    if len(before) == len(after) == 1:
        return [(before[0], after[0])]
    tagged: dict[Hashable, Node] = {}
    for node in before:
        for tag in _tags(pool, node):
            tagged.setdefault(tag, node)
    found: dict[int, tuple[Node, Node]] = {}
    for node in after:
        old = next((tagged[tag] for tag in _tags(pool, node) if tag in tagged), None)
        if old is not None:
            found.setdefault(old.key, (old, node))
    return list(found.values())


def _tags(pool: Pool, node: Node) -> Iterator[Hashable]:
    """Yield the properties of an alternative that can have one value only, with that value."""
    for each in (conjuncts(pool, node, OBJECT) or {}).values():
        if isinstance(each, Property) and isinstance(each.node, Enum) and len(each.node.members) == 1:
            yield each.name, each.node.members


def _lone(walk: Comparing, both: Constraints, accepts: Acceptance, part: Node) -> None:
    """Report an alternative that only one side has."""
    pair, pool = both.pair, walk.proofs.pool
    gone = accepts == "before"
    places = {accepts: part.place, other(accepts): pair.of(other(accepts)).place}
    words = f"{pair.focus.subject} {'no longer takes' if gone else 'now takes'} one of the alternatives"
    candidate = Candidate(
        "narrowed" if gone else "widened",
        "shape",
        pair.focus,
        places["before"],
        places["after"],
        words,
        one_sided=True,
    )
    refused = pool.make(Not, (), pair.of(other(accepts)))
    walk.proofs.settle(candidate, accepts, [part, refused, pool.make(Types, (), both.classes)])
