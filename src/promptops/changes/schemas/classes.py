"""Which classes of values a literal leaves possible, at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from promptops.changes.schemas.nodes import (
    AllOf,
    AnyOf,
    Enum,
    Format,
    Literal,
    Node,
    Not,
    OneOf,
    Pool,
    Reference,
    Types,
    code,
)
from promptops.changes.schemas.values import EVERY_CLASS, class_of


def possible_classes(pool: Pool, literal: Literal) -> int:
    """Return the classes outside of which no value satisfies a literal; the pool remembers the answer."""
    key = code(literal)
    known = pool.classes.get(key)
    if known is None:
        pool.classes[key] = EVERY_CLASS  # for a reference that leads back here
        known = pool.classes[key] = _found(pool, literal)
    return known


def _found(pool: Pool, literal: Literal) -> int:
    node, positive = literal
    match node:
        case Not():
            return possible_classes(pool, (node.node, not positive))
        case Reference() if node.target:
            return possible_classes(pool, (node.target[0], positive))
        case AllOf() | AnyOf() | OneOf():
            return _joined(pool, node, positive=positive)
    return _own(node) if positive else _opposite(node)


def _own(node: Node) -> int:
    if isinstance(node, Enum):
        return _union(map(class_of, node.values))
    return node.classes if isinstance(node, Types) else EVERY_CLASS


def _opposite(node: Node) -> int:
    if isinstance(node, Types):
        return EVERY_CLASS & ~node.classes
    return 0 if isinstance(node, Format) else node.domain


def _joined(pool: Pool, node: AllOf | AnyOf | OneOf, *, positive: bool) -> int:
    if isinstance(node, OneOf) and not positive:
        return EVERY_CLASS
    masks = [possible_classes(pool, (part, positive)) for part in node.nodes]
    return reduce(and_, masks, EVERY_CLASS) if isinstance(node, AllOf) is positive else _union(masks)


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
