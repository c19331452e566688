"""What happened to one resource between the two sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Span
from promptops.resources.entries import Entry, Place
from promptops.templates import PromptText

Status: TypeAlias = Literal["added", "removed", "renamed", "changed"]
Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""Version bumps, the least first."""

Direction: TypeAlias = Literal["input", "output", "tool-handler", "tool-caller", "text", "run", "life"]
"""Who is hurt.

Callers who pass variables, parsers of what the model writes, the code behind a tool, whoever calls a tool by an older
list, whoever reads or quotes wording, the run itself, people.
"""


_TEXTS = frozenset({"prompt", "fragment"})


class Earlier(NamedTuple):
    """A place as it was at the baseline."""

    place: Place


Where: TypeAlias = Place | Earlier | Span
"""A place in the head's resources, one at the baseline, or a stretch of a file of the head that holds no resources."""


MAY_NAME: Final = "may name"
"""How source code relies on a resource whose file it may mean, or another one that is called the same."""


class Consumer(NamedTuple):
    """What relies on a resource: another resource by its reference, or a file of source code by its path.

    `at` is where it says so, `how` in which way: `follows`, `includes`, `names`.
    """

    name: str
    owner: str | None
    at: Where
    how: str


@dataclass(frozen=True, slots=True)
class Change:
    """A resource before and after; None on the side where it is not.

    `consumers` are what relies on it at the head and is still in use.
    """

    before: Snapshot | None
    after: Snapshot | None
    consumers: tuple[Consumer, ...] = ()
    renamed: bool = False

    @property
    def known(self) -> Snapshot:
        """Return the resource as it is, or as it was when it is no longer there."""
        known = self.after or self.before
        if known is None:
            raise ValueError("a change has at least one side")
        return known

    @property
    def kind(self) -> str:
        """Return the kind, such as `prompt`."""
        return self.known.entry.kind

    @property
    def name(self) -> str:
        """Return the name, the new one of a renamed resource."""
        return self.known.entry.name

    @property
    def reference(self) -> str:
        """Return the full reference, such as `prompt:support/refund-reply@2`; the new one after a major bump."""
        return self.known.entry.reference

    @property
    def is_promised(self) -> bool:
        """Say whether all that uses it may rely on all that it says.

        Nobody promised so much of a prompt in another tool's file: its tests use it, and code that names the file.
        """
        return self.kind not in _TEXTS or self.known.entry.native

    @property
    def status(self) -> Status:
        """Return what happened to it."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "renamed" if self.renamed else "changed"

    @property
    def both(self) -> tuple[Snapshot, Snapshot] | None:
        """Return the two sides, None for a resource that is on one side only."""
        return None if self.before is None or self.after is None else (self.before, self.after)

    def at(self, *keys: str | int) -> Where:
        """Return the place of a path of keys at the head; where the resource is gone, where it was at the baseline."""
        if self.after is not None:
            return self.after.entry.at(*keys)
        return Earlier(self.known.entry.at(*keys))

    def was_at(self, *keys: str | int) -> Where:
        """Return the place of a path of keys at the baseline."""
        return self.at(*keys) if self.before is None else Earlier(self.before.entry.at(*keys))


@dataclass(frozen=True, slots=True)
class Kept(Change):
    """The change of a resource that is on both sides."""

    before: Snapshot
    after: Snapshot

    @property
    def both(self) -> tuple[Snapshot, Snapshot]:
        """Return the two sides."""
        return self.before, self.after

    def texts(self) -> Iterator[tuple[PromptText, PromptText]]:
        """Yield each text that is on both sides, as it was and as it is."""
        for before in self.before.texts:
            after = self.after.text_at(before.keys)
            if after is not None:
                yield before, after


def change_between(
    before: Snapshot | None, after: Snapshot | None, consumers: tuple[Consumer, ...] = (), *, renamed: bool = False
) -> Change:
    """Return the change of a resource, a `Kept` one where it is on both sides."""
    if before is None or after is None:
        return Change(before, after, consumers)
    return Kept(before, after, consumers, renamed)


def change_of_file(path: str) -> Change:
    """Return the change of a file without resources, such as `promptops.yaml`; it has no owner and no users."""
    snapshot = Snapshot(Entry.of_file(path), {}, (), None)
    return Kept(snapshot, snapshot)
