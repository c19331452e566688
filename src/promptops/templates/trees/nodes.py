"""What template languages have in common, as a tree: each construct means the same in every language that has it.

A text is written as it stands; a value as the text that it is; a condition holds for what is neither empty, nor zero,
false or missing; a loop runs over the items of a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TypeAlias

from promptops.templates.model import TemplateError


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that are written as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value: `path` is the name of an input or of a loop's item, and what leads on from there.

    `no_null` says that nothing is written where the value is null, `escaped` that it is written for HTML. `place` is
    where it stood.
    """

    path: tuple[str, ...]
    no_null: bool = False
    place: tuple[int, int] = (0, 0)
    escaped: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """A value that is looked at, and whether it is to be there."""

    value: Value
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """The first of some branches whose test comes true, else the rest."""

    branches: tuple[tuple[Test, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """A part that is written for each item of a list, which it knows by a name; the rest where there is no item.

    `only_true` says that items which are empty, zero, false or null are passed over.
    """

    over: Value
    name: str
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()
    only_true: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """Another template, which is written with the same inputs."""

    target: str
    place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Role:
    """From here on, somebody else speaks."""

    role: str
    place: tuple[int, int] = (0, 0)


Node: TypeAlias = Text | Value | Condition | Loop | Include | Role
Nodes: TypeAlias = tuple[Node, ...]

ITEM_COUNT = ("loop", "index0")
IS_FIRST = ("loop", "first")
IS_LAST = ("loop", "last")


class InexactError(Exception):
    """A template says what another language cannot say in exactly the same way."""

    def __init__(self, message: str, start: int, end: int, help: str | None = None) -> None:
        super().__init__(message)
        self.error = TemplateError(message, start, end, help)


def joined(nodes: Sequence[Node]) -> Nodes:
    """Return nodes without empty texts, and with texts that follow each other as one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + node.text)
        elif not isinstance(node, Text) or node.text:
            found.append(node)
    return tuple(found)


def item_name(depth: int, taken: Collection[str]) -> str:
    """Return a name for the items of a loop inside so many others, other than those that are taken."""
    names = (f"item{number}" for number in count(depth + 1))
    return next(name for name in chain(() if depth else ("item",), names) if name not in taken)


def each_value(nodes: Sequence[Node]) -> Iterator[Value]:
    """Yield every value that nodes write, look at or run over."""
    for node in nodes:
        if isinstance(node, Value):
            yield node
        elif isinstance(node, Condition):
            for test, inner in node.branches:
                yield test.value
                yield from each_value(inner)
            yield from each_value(node.otherwise)
        elif isinstance(node, Loop):
            yield node.over
            yield from each_value(node.body)
            yield from each_value(node.otherwise)
