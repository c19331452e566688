"""What linking needs to know of one resource: its symbol, its links, its text's names.

An entry is to a resource what the symbol table is to an object file: small, flat, and enough for every check that
crosses files. The typed resource itself is read back from `data` when something needs all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from promptops.templates.model import Language

Part = Literal["value", "key"]

Identity: TypeAlias = tuple[str, int]
"""What tells a resource apart from every other one of the same tree: its file, and its place in that."""


class Place(NamedTuple):
    """A place in a resource, or in a file when `ordinal` is None: a path of keys, or a stretch of the text there.

    `start` and `end` are code point offsets in the string at `keys`, or in the text of a file without resources; both
    are -1 for the value as a whole.
    """

    path: str
    ordinal: int | None
    keys: tuple[str | int, ...] = ()
    part: Part = "value"
    start: int = -1
    end: int = -1


class Link(NamedTuple):
    """A reference from a resource to another, as written.

    `kinds` are the kinds that the field allows; `kind` is the one written, if any. `start` and `end` are offsets in
    the text at `keys` for an include, else -1. `optional` says that it may lead nowhere.
    """

    field: str
    kinds: Sequence[str]
    kind: str | None
    name: str
    major: int | None
    keys: Sequence[str | int]
    start: int = -1
    end: int = -1
    optional: bool = False

    @property
    def wanted(self) -> Sequence[str]:
        """Return the kinds that it may lead to: the one that is written, else those of the field."""
        return (self.kind,) if self.kind else self.kinds

    @property
    def text(self) -> str:
        """Return the reference as a user would write it."""
        kind = f"{self.kind}:" if self.kind else ""
        return f"{kind}{self.name}" + ("" if self.major is None else f"@{self.major}")


class Name(NamedTuple):
    """A name that stands in a resource's text: offsets in the string at `keys`."""

    name: str
    keys: Sequence[str | int]
    start: int
    end: int


class Entry(NamedTuple):
    """One resource as linking sees it.

    `governance` holds the keys that may be inherited, as written in the file; `inputs` the declared input names with
    whether each is required, or None where the format declares none or leaves them open; `data` the resource as
    canonical JSON without its text; `digest` covers data, text and attachments. `mentions` are the names that its text
    calls tools, and `identifiers` all names of several words in a text with mentions. `opaque` says that the text uses
    what nobody can know: it is no template, or it includes what is only computed. `bound` are the names that a text
    with includes may bind itself, and so pass on. `dynamic` are the paths of keys below which only a program that some
    other tool runs knows what stands there: nothing is concluded from them. `template` is the language of its texts,
    and `size` their length in bytes, rounded up to a power of two from 4 KiB on, so that it says little of them.
    """

    path: str
    ordinal: int
    kind: str
    name: str
    version: str | None
    dialect: str
    governance: dict[str, Any]
    environment: str | None
    links: tuple[Link, ...]
    inputs: dict[str, bool] | None
    variables: tuple[Name, ...]
    mentions: tuple[Name, ...]
    data: str
    digest: str
    identifiers: Sequence[str] = ()
    opaque: bool = False
    bound: Sequence[str] = ()
    dynamic: Sequence[Sequence[str | int]] = ()
    template: Language = "none"
    size: int = 0

    @property
    def major(self) -> int | None:
        """Return the major version, None for a resource without a version."""
        return None if self.version is None else int(self.version.partition(".")[0])

    @property
    def sound(self) -> bool:
        """Say whether the resource was valid; of one that was not, only the name is known."""
        return bool(self.data)

    @property
    def native(self) -> bool:
        """Say whether the file is written for this compiler, with its governance keys."""
        return self.dialect == "native"

    @property
    def reference(self) -> str:
        """Return the full reference, such as `prompt:support/refund-reply@2`."""
        return f"{self.kind}:{self.name}" + ("" if self.version is None else f"@{self.major}")

    @property
    def identity(self) -> Identity:
        """Return what tells it apart from every other resource of the same tree."""
        return self.path, self.ordinal

    def is_computed(self, *keys: str | int) -> bool:
        """Say whether only another program knows what stands at a path of keys, or in some part of it."""
        return any(tuple(path[: len(keys)]) == keys[: len(path)] for path in self.dynamic)

    @property
    def interface(self) -> Entry:
        """Return the entry without what changes when its text does and its names do not."""
        return self._replace(
            links=tuple([link._replace(start=-1, end=-1) for link in self.links]),
            variables=tuple([name._replace(start=-1, end=-1) for name in self.variables]),
            mentions=tuple([name._replace(start=-1, end=-1) for name in self.mentions]),
            digest="",
        )

    @classmethod
    def refused(cls, path: str, ordinal: int, kind: str, name: str, dialect: str) -> Entry:
        """Return the entry of a resource of which nothing but the name can be known; it is not sound."""
        return cls(path, ordinal, kind, name, None, dialect, {}, None, (), None, (), (), "", "")

    @classmethod
    def of_file(cls, path: str) -> Entry:
        """Return an entry that stands for a file without resources, such as `promptops.yaml`; its name is its path."""
        return cls(path, 0, "configuration", path, None, "native", {}, None, (), None, (), (), "{}", "")

    def at(self, *keys: str | int) -> Place:
        """Return the place of the value at a path of keys."""
        return Place(self.path, self.ordinal, keys)

    def key(self, *keys: str | int) -> Place:
        """Return the place of the last key of a path of keys."""
        return Place(self.path, self.ordinal, keys, "key")

    def at_link(self, link: Link) -> Place:
        """Return the place where a link is written: in the value at its keys, or as the last of them."""
        keys = tuple(link.keys)
        is_key = keys[-1] == link.text and keys[-1] != link.field.rpartition(".")[2]
        return Place(self.path, self.ordinal, keys, "key" if is_key else "value", link.start, link.end)

    def at_name(self, name: Name) -> Place:
        """Return the place of a name in the text."""
        return Place(self.path, self.ordinal, tuple(name.keys), "value", name.start, name.end)

    def row(self) -> list[Any]:
        """Return everything but the path as a JSON array; `from_row` reads it back."""
        return list(self[1:])

    @classmethod
    def from_row(cls, path: str, row: list[Any]) -> Entry:
        """Return the entry that `row` made this row of."""
        row[7] = tuple([Link(*link) for link in row[7]])
        row[9] = tuple([Name(*name) for name in row[9]])
        row[10] = tuple([Name(*name) for name in row[10]])
        return cls(path, *row)
