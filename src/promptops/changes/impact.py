"""Who depends on a resource, at any distance, and through what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from promptops.changes.change import Where
from promptops.changes.code_uses import CodeUses
from promptops.changes.discovery import Discovery
from promptops.changes.gone import GoneWording
from promptops.changes.reliance import declared_about
from promptops.changes.side import Passage, Side
from promptops.expectations.expectation import REPEATS, Expectation
from promptops.expectations.finding import FINDERS, first_found
from promptops.graph.verbs import NOT_DEPENDENCIES, verb_of
from promptops.resources.entries import Entry

Ignores = Callable[[str, str], bool]


class Dependant(NamedTuple):
    """What depends on a resource: another one by its reference, or a source file by its path.

    `through` is what it depends on directly, at `distance` 1 the resource itself; `how` and `at` say in which way and
    where it says so.
    """

    name: str
    owner: str | None
    how: str
    at: Where
    through: str
    distance: int


class Reliant(NamedTuple):
    """Something that is expected of a resource, and whether it is met: what never was says nothing about a change."""

    subject: str
    expectation: Expectation
    is_met: bool


def dependants_of(side: Side, entries: Sequence[Entry]) -> Iterator[Dependant]:
    """Yield all that depends on some resources, the nearest first, each once."""
    met = {entry.reference for entry in entries}
    uses = CodeUses(side, [(entry,) for entry in entries]).by_resource()
    near = list(entries)
    for distance in range(1, len(side.project.entries) + 1):
        following: list[Entry] = []
        for entry in near:
            for user, link in side.users(entry):
                if link.field in NOT_DEPENDENCIES or user.reference in met:
                    continue
                met.add(user.reference)
                following.append(user)
                at = user.at_link(link)
                owner = side.project.owner(user)
                yield Dependant(user.reference, owner, verb_of(link.field), at, entry.reference, distance)
        if distance == 1:
            for entry, used in zip(entries, uses, strict=True):
                for use in used:
                    owner = side.search.owner_of(use.path)
                    yield Dependant(use.path, owner, "names", use.at, entry.reference, distance)
        if not following:
            return
        near = following


def expectations_of(side: Side, entries: Sequence[Entry], ignores: Ignores) -> Iterator[Reliant]:
    """Yield what is expected of some resources, declared and discovered, each once."""
    texts = [side.passages(entry) for entry in entries]
    wording = GoneWording()
    said = [wording.between(entry, entry, own, ()) for entry, own in zip(entries, texts, strict=True)]
    discovered = Discovery(side, said, is_everything=True).found()
    for number, (entry, passages) in enumerate(zip(entries, texts, strict=True)):
        found = (*declared_about(side, entry), *discovered.get(number, ()))
        yield from _judged(entry, passages, found, ignores)


def _judged(
    entry: Entry, passages: Sequence[Passage], found: Iterable[Expectation], ignores: Ignores
) -> Iterator[Reliant]:
    once: Mapping[tuple[str, str, str], Expectation] = {each.key: each for each in found}
    for each in once.values():
        texts = [passage.text for passage in passages]
        is_met = each.kind not in FINDERS or any(first_found(form, each.value, texts) for form in each.forms)
        # What nobody declared is an expectation only where the text has it, and a text that is alike expects nothing.
        counts = each.origin == "declared" or (is_met and each.evidence != REPEATS)
        if counts and not ignores(each.consumer, each.value):
            yield Reliant(entry.reference, each, is_met)
