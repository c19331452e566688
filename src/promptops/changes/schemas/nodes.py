"""Schemas as the search sees them: constraints, each with one meaning whatever draft it was written in.

A constraint on values of a class says nothing about values of another; so the opposite of "is at least 5" is "is a
number, and less than 5". Two nodes of one pool have the same key exactly when they are built alike, wherever they
stand.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from promptops.changes.schemas.values import ARRAY, EVERY_CLASS, NUMBER, OBJECT, STRING, identity

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A constraint; `place` is the path of keys to it in the schema that it was read from."""

    domain: ClassVar[int] = EVERY_CLASS
    """The classes of the values about which it says something."""
    key: int
    place: KeyPath


@dataclass(frozen=True, slots=True, eq=False)
class AllOf(Node):
    """Every one of the nodes; without any, everything."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Node):
    """At least one of the nodes; without any, nothing."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Node):
    """Exactly one of the nodes."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """The opposite of a node."""

    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Reference(Node):
    """A reference to a node that it is a part of; `target` is filled in when that has been read."""

    name: Hashable
    target: list[Node] = field(default_factory=list, init=False)


@dataclass(frozen=True, slots=True, eq=False)
class Opaque(Node):
    """A constraint of unknown meaning; those with the same `tag` mean the same."""

    why: str
    tag: Hashable


@dataclass(frozen=True, slots=True, eq=False)
class Types(Node):
    """A value of one of the classes."""

    classes: int


@dataclass(frozen=True, slots=True, eq=False)
class Enum(Node):
    """One of the values."""

    members: frozenset[Hashable]
    values: list[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Format(Node):
    """An annotation, which every value satisfies."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Bound(Node):
    """A number on one side of a limit: at or above it when `least`; `strict` leaves out the limit itself."""

    domain = NUMBER
    least: bool
    limit: float
    strict: bool


@dataclass(frozen=True, slots=True, eq=False)
class Multiple(Node):
    """A multiple of a number."""

    domain = NUMBER
    factor: float


@dataclass(frozen=True, slots=True, eq=False)
class Pattern(Node):
    """A string in which a regular expression finds something."""

    domain = STRING
    pattern: str


@dataclass(frozen=True, slots=True, eq=False)
class Length(Node):
    """A string of at least, or at most, so many code points."""

    domain = STRING
    least: bool
    limit: int


@dataclass(frozen=True, slots=True, eq=False)
class ItemCount(Node):
    """An array of at least, or at most, so many items."""

    domain = ARRAY
    least: bool
    limit: int


@dataclass(frozen=True, slots=True, eq=False)
class ItemAt(Node):
    """The item at an index, when there is one."""

    domain = ARRAY
    index: int
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class ItemsFrom(Node):
    """Every item from an index on."""

    domain = ARRAY
    start: int
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Contains(Node):
    """At least, and at most, so many items that satisfy a node."""

    domain = ARRAY
    node: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Unique(Node):
    """No two items are equal."""

    domain = ARRAY


@dataclass(frozen=True, slots=True, eq=False)
class PropertyCount(Node):
    """An object of at least, or at most, so many properties."""

    domain = OBJECT
    least: bool
    limit: int


@dataclass(frozen=True, slots=True, eq=False)
class Required(Node):
    """A property is there."""

    domain = OBJECT
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Property(Node):
    """The value of a property, when it is there."""

    domain = OBJECT
    name: str
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Matching(Node):
    """The value of every property in whose name a regular expression finds something."""

    domain = OBJECT
    pattern: str
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Others(Node):
    """The value of every property that has none of the names and that none of the patterns finds something in."""

    domain = OBJECT
    names: frozenset[str]
    patterns: tuple[str, ...]
    node: Node


@dataclass(frozen=True, slots=True, eq=False)
class Names(Node):
    """The name of every property."""

    domain = OBJECT
    node: Node


Literal: TypeAlias = tuple[Node, bool]
"""A node, or (with False) the opposite of it."""

N = TypeVar("N", bound=Node)


def code(literal: Literal) -> int:
    """Return a number that stands for a literal; that of the opposite differs in the last bit."""
    return literal[0].key << 1 | literal[1]


class Pool:
    """Makes nodes and gives out their keys."""

    __slots__ = ("_keys", "classes")

    def __init__(self) -> None:
        self._keys: dict[Hashable, int] = {}
        self.classes: dict[int, int] = {}

    def make(self, kind: type[N], place: KeyPath, *parts: Any) -> N:
        """Return a node of a kind; the parts are the kind's own fields, in order."""
        return kind(self._key((kind, *map(_identity, parts))), place, *parts)

    def every(self, place: KeyPath, nodes: Iterable[Node]) -> Node:
        """Return the conjunction of nodes."""
        return self._joined(AllOf, place, nodes)

    def some(self, place: KeyPath, nodes: Iterable[Node]) -> Node:
        """Return the disjunction of nodes."""
        return self._joined(AnyOf, place, nodes)

    def enum(self, place: KeyPath, values: Iterable[Any]) -> Enum:
        """Return the node of a list of values."""
        distinct = {identity(value): value for value in values}
        members = frozenset(distinct)
        return Enum(self._key((Enum, members)), place, members, list(distinct.values()))

    def _joined(self, kind: type[AllOf | AnyOf], place: KeyPath, nodes: Iterable[Node]) -> Node:
        distinct: dict[int, Node] = {}
        for node in nodes:
            inner = node.nodes if isinstance(node, kind) else (node,)
            distinct.update((part.key, part) for part in inner)
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        return self.make(kind, place, tuple(distinct[key] for key in sorted(distinct)))

    def _key(self, signature: Hashable) -> int:
        return self._keys.setdefault(signature, len(self._keys))


def _identity(part: Any) -> Any:
    if isinstance(part, Node):
        return part.key
    if isinstance(part, tuple):
        return tuple(map(_identity, part))
    return part
