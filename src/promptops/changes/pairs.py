"""Which resource of one side is which of the other: by name first, then by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from promptops.changes.similarity import bag_of
from promptops.resources.entries import Entry

MAX_COMPARED: Final = 200
"""More resources of one kind than this that came and went, and that hold something else each, are not compared."""
MAX_WORDS: Final = 1_000
"""Words of one resource that are compared, the first ones."""
_ALIKE = 0.6
"""The share of words in common from which a resource that came is the one that went, under another name."""

Words = Callable[[Entry], Sequence[str]]
"""Returns the words of a resource, in order."""

Worded = tuple[Entry, tuple[str, ...]]
"""A resource with its words."""

Same = Callable[[Entry, Entry], bool]
"""Says whether a resource inherits the same on both sides."""


class SideReaders(NamedTuple):
    """How to read the resources of the two sides."""

    words_before: Words
    words_after: Words
    inherit_the_same: Same


class Pair(NamedTuple):
    """A resource before and after; None on the side where it is not. `renamed` says that its name is another."""

    before: Entry | None
    after: Entry | None
    renamed: bool = False


def pairs_of(before: Iterable[Entry], after: Iterable[Entry], sides: SideReaders) -> list[Pair]:
    """Pair the resources of two sides, without those that nothing has happened to.

    Resources pair by kind, name and major version, then by kind and name, then, where one went and another of its kind
    came, by their words.
    """
    old, new = _by_name(before), _by_name(after)
    paired: list[Pair] = []
    gone: dict[str, list[Entry]] = {}
    come: dict[str, list[Entry]] = {}
    for key in {**old, **new}:
        same, left, right = _matched(old.get(key, []), new.get(key, []))
        paired.extend(pair for pair in same if not _is_unchanged(pair, sides))
        gone.setdefault(key[0], []).extend(left)
        come.setdefault(key[0], []).extend(right)
    for kind, left in gone.items():
        renamed = _renamed(left, come[kind], sides)
        met = {id(entry) for pair in renamed for entry in pair[:2]}
        paired.extend(renamed)
        paired.extend(Pair(entry, None) for entry in left if id(entry) not in met)
        come[kind] = [entry for entry in come[kind] if id(entry) not in met]
    paired.extend(Pair(None, entry) for entries in come.values() for entry in entries)
    return sorted(paired, key=_order)


def _by_name(entries: Iterable[Entry]) -> Mapping[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.name), []).append(entry)
    return found


_KEYS: Final[Sequence[Callable[[Entry], object]]] = (
    lambda entry: (entry.major, entry.path),
    lambda entry: entry.major,
    lambda entry: entry.path,
)
"""What resources of one name are matched by, in turn; None matches nothing."""


def _matched(old: list[Entry], new: list[Entry]) -> tuple[list[Pair], list[Entry], list[Entry]]:
    """Match the resources of one name: by major version, then by file, then, when one is left on each side, these.

    Of several without a version, such as the tools that prompts have of their own, those of other files are others.
    """
    if len(old) == len(new) == 1:
        return [Pair(old[0], new[0])], [], []
    same: list[Pair] = []
    left, right = old, new
    for key in _KEYS:
        keyed = {key(entry): entry for entry in reversed(right)}
        keyed.pop(None, None)
        same += [Pair(entry, keyed.pop(key(entry))) for entry in left if key(entry) in keyed]
        met = {id(entry) for pair in same for entry in pair[:2]}
        left = [entry for entry in left if id(entry) not in met]
        right = [entry for entry in right if id(entry) not in met]
    if len(left) == len(right) == 1 and None not in (left[0].major, right[0].major):
        return [*same, Pair(left[0], right[0])], [], []
    return same, left, right


def _is_unchanged(pair: Pair, sides: SideReaders) -> bool:
    before, after = pair.before, pair.after
    if before is None or after is None or (before is not after and before != after):
        return False
    return sides.inherit_the_same(before, after)


def _renamed(left: Sequence[Entry], right: Sequence[Entry], sides: SideReaders) -> list[Pair]:
    """Pair what went with what came and holds the same, then the most alike."""
    if not left or not right:
        return []
    old = [(entry, tuple(sides.words_before(entry))) for entry in left]
    new = [(entry, tuple(sides.words_after(entry))) for entry in right]
    pairs = _equal(old, new)
    met = {id(entry) for pair in pairs for entry in pair[:2]}
    old, new = ([each for each in side if id(each[0]) not in met] for side in (old, new))
    return pairs + _alike(old, new) if len(old) * len(new) <= MAX_COMPARED**2 else pairs


def _equal(old: Iterable[Worded], new: Iterable[Worded]) -> list[Pair]:
    """Pair what holds the very same words, in order: a folder that is renamed moves all that is in it."""
    known: dict[tuple[str, ...], list[Entry]] = {}
    for entry, words in new:
        known.setdefault(words, []).append(entry)
    for entries in known.values():
        entries.reverse()
    return [_pair(entry, known[words].pop()) for entry, words in old if words and known.get(words)]


def _alike(old: Sequence[Worded], new: Sequence[Worded]) -> list[Pair]:
    left, right = ([bag_of(words[:MAX_WORDS]) for _, words in side] for side in (old, new))
    likenesses = (
        (words.likeness(others, _ALIKE), number, index)
        for number, words in enumerate(left)
        for index, others in enumerate(right)
    )
    most_alike_first = sorted((-score, number, index) for score, number, index in likenesses if score >= _ALIKE)
    pairs: list[Pair] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for _, number, index in most_alike_first:
        if number not in taken[0] and index not in taken[1]:
            taken[0].add(number)
            taken[1].add(index)
            pairs.append(_pair(old[number][0], new[index][0]))
    return pairs


def _pair(before: Entry, after: Entry) -> Pair:
    return Pair(before, after, before.name != after.name)


def _order(pair: Pair) -> tuple[str, int, str, str]:
    entry = pair.after or pair.before
    return ("", 0, "", "") if entry is None else (entry.path, entry.ordinal, entry.kind, entry.name)
