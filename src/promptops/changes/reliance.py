"""Expectations that held at the baseline and do not hold at the head, and those that hold elsewhere now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias, TypeGuard

from promptops.changes.change import Change, Earlier, Where
from promptops.changes.comparison import Comparison
from promptops.changes.discovery import Discovery
from promptops.changes.elsewhere import said_in
from promptops.changes.gone import GoneWording
from promptops.changes.side import Passage, Side
from promptops.changes.snapshot import Snapshot
from promptops.expectations.declared import declared_by, stops_of
from promptops.expectations.expectation import REPEATS, Expectation
from promptops.expectations.finding import Stretch, first_found, is_decided
from promptops.expectations.properties import property_names
from promptops.resources.entries import Entry, Place

Ignores = Callable[[str, str], bool]
MAX_AFFECTED = 10_000
"""Resources that include what changed and are looked at for one change."""


class Subject(NamedTuple):
    """A resource whose wording or interface may have changed, its own or what it includes, on both sides.

    `change` is what happened to it, or to what it includes.
    """

    before: Entry
    after: Entry
    change: Change


class Held(NamedTuple):
    """Where an expectation held: in which text, and where in that."""

    passage: Passage
    stretch: Stretch

    @property
    def at(self) -> Earlier:
        """Return the place, at the baseline."""
        return Earlier(self.passage.at(*self.stretch))

    @property
    def words(self) -> str:
        """Return what stood there."""
        return self.passage.text[self.stretch.start : self.stretch.end]

    @property
    def is_markup(self) -> bool:
        """Say whether it stands in a tag of the template, or is a variable of it: nothing that a model was told."""
        text, start = self.passage.text, self.stretch.start
        tags = [("{%", "%}")]
        if self.passage.entry.template != "format":  # there, two braces are one that the model is told
            tags.append(("{{", "}}"))
        is_in_tag = any(text.rfind(opening, 0, start) > text.rfind(closing, 0, start) for opening, closing in tags)
        return is_in_tag or any(variable.name == self.words for variable in self.passage.entry.variables)


class Broken(NamedTuple):
    """An expectation that held at the baseline and does not hold at the head.

    `change` is what broke it: that of `subject`, the resource that the consumer relies on, or of what it includes.
    `was` is where it held, None for what is no wording; `via` are the places of the includes on the way there.
    `is_reworded` says that what a regular expression must find still stands in the text, and that it finds nothing.
    """

    expectation: Expectation
    change: Change
    subject: Entry
    was: Held | None
    via: tuple[Where, ...] = ()
    is_reworded: bool = False

    @property
    def is_indirect(self) -> bool:
        """Say whether the change is that of something which the resource includes."""
        after = self.change.after
        return after is None or after.entry != self.subject

    @property
    def is_drift(self) -> bool:
        """Say whether the consumer is another prompt that says the same in so many words, and nothing else."""
        return self.expectation.evidence == REPEATS


class Shifted(NamedTuple):
    """An expectation that held in the text, and holds only in the examples at the head."""

    expectation: Expectation
    change: Change
    was: Held


class Moved(NamedTuple):
    """A text and what is declared to look for it, changed together: `value` was looked for at the baseline."""

    expectation: Expectation
    value: str
    change: Change
    was: Held


class Unknown(NamedTuple):
    """A value that a list of the text has anew, where `said`, and that source code does not know which knew the others.

    The place of the expectation is where the code knows the first of them.
    """

    expectation: Expectation
    change: Change
    said: Held


_Found: TypeAlias = Broken | Shifted | Moved | Unknown


class Reliance:
    """What a comparison breaks and shifts, found when it is first asked for.

    `ignores` says, of a consumer and what it looks for, whether somebody has said that it is no expectation.
    """

    def __init__(self, comparison: Comparison, ignores: Ignores) -> None:
        self._comparison = comparison
        self._ignores = ignores

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """Return the expectations that no longer hold."""
        return tuple(found for found in self._found if isinstance(found, Broken))

    @cached_property
    def shifted(self) -> tuple[Shifted, ...]:
        """Return the expectations that hold in the examples alone."""
        return tuple(found for found in self._found if isinstance(found, Shifted))

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Return the expectations that changed together with the text."""
        return tuple(found for found in self._found if isinstance(found, Moved))

    @cached_property
    def unknown(self) -> tuple[Unknown, ...]:
        """Return the new values of lists that source code does not know."""
        return tuple(found for found in self._found if isinstance(found, Unknown))

    @cached_property
    def _found(self) -> tuple[_Found, ...]:
        found = _disappointed(self._comparison)
        counted = [each for each in found if not self._ignores(each.expectation.consumer, each.expectation.value)]
        certain = [each for each in counted if _is_certain_of_code(each)]
        elsewhere = said_in(self._comparison.after, (each.expectation.value for each in certain))
        return tuple(_doubted(each, elsewhere) if _is_certain_of_code(each) else each for each in counted)


def _is_certain_of_code(found: _Found) -> TypeGuard[Broken]:
    expectation = found.expectation
    return isinstance(found, Broken) and expectation.origin == "code" and expectation.is_certain


def _doubted(broken: Broken, elsewhere: Mapping[str, Collection[str]]) -> Broken:
    """Return a broken expectation of code, no longer a certain one where others than it say the words."""
    expectation = broken.expectation
    others = {*elsewhere.get(expectation.value, ())} - {expectation.consumer}
    return broken._replace(expectation=expectation._replace(is_certain=not others))


def _disappointed(comparison: Comparison) -> Iterator[_Found]:
    """Yield what a comparison breaks, shifts or moves, each once for a consumer and what it needs."""
    subjects = list(_subjects_of(comparison))
    checker = _Checker(comparison, subjects)
    every = [(subject, found) for number, subject in enumerate(subjects) for found in checker.check(number, subject)]
    seen: set[tuple[str, ...]] = set()
    # Of several texts that say the same, it is the one to which the consumer is tied, whatever the order of files.
    for subject, found in sorted(every, key=_tied_first):
        keys = {(*found.expectation.key, subject.after.reference)}
        held = found.said if isinstance(found, Unknown) else found.was
        if found.expectation.origin != "declared" and held is not None:
            # The same words of a fragment are no other ones in each text that includes it.
            keys.add((*found.expectation.key, held.passage.entry.reference))
        if keys.isdisjoint(seen):
            yield found
        seen |= keys


def _tied_first(told: tuple[Subject, _Found]) -> tuple[bool, str]:
    subject, found = told
    return not found.expectation.is_certain, subject.after.reference


def _subjects_of(comparison: Comparison) -> Iterator[Subject]:
    """Yield the resources on both sides whose wording or interface may have changed: the changed ones first."""
    changed = list(comparison.kept("prompt", "fragment", "tool"))
    met = set()
    for change in changed:
        met.add(change.after.entry.reference)
        yield Subject(change.before.entry, change.after.entry, change)
    for change in changed:
        todo = [(change.kind, change.name)]
        while todo and len(met) < MAX_AFFECTED:
            for entry, link in comparison.after.referrers(*todo.pop()):
                before = comparison.before.namesake(entry)
                if link.field == "include" and before is not None and entry.reference not in met:
                    met.add(entry.reference)
                    todo.append((entry.kind, entry.name))
                    yield Subject(before, entry, change)


class _Checker:
    def __init__(self, comparison: Comparison, subjects: Sequence[Subject]) -> None:
        self._comparison = comparison
        self._before, self._after = comparison.before, comparison.after
        wording = GoneWording()
        gone = [wording.between(each.before, each.after, *self._texts(each)) for each in subjects]
        discovery = Discovery(self._after, gone)
        self._discovered = discovery.found()
        self._fresh: dict[int, list[Expectation]] = {}
        for number, expectation in discovery.unknown():
            self._fresh.setdefault(number, []).append(expectation)

    def _texts(self, subject: Subject) -> tuple[Sequence[Passage], Sequence[Passage]]:
        return self._before.passages(subject.before), self._after.passages(subject.after)

    def check(self, number: int, subject: Subject) -> Iterator[_Found]:
        old, new = self._texts(subject)
        declared = list(declared_about(self._after, subject.after))
        yield from self._moved(subject, declared, old, new)
        for expectation in self._fresh.get(number, ()):
            said, _ = _held(expectation, new)
            if said is not None and not said.is_markup:
                yield Unknown(expectation, subject.change, said)
        for expectation in (*declared, *self._discovered.get(number, ())):
            if expectation.kind in ("key", "variable", "clause"):
                if self._interface_broken(expectation, subject):
                    yield Broken(expectation, subject.change, subject.after, None)
                continue
            held, form = _held(expectation, old)
            if held is None or _held_as(form, expectation, new) is not None or self._is_hidden(held.passage):
                continue
            if expectation.origin == "code" and held.is_markup:
                continue
            change = self._cause(held.passage, subject)
            if first_found(form, expectation.value, self._examples(subject.after, expectation)):
                yield Shifted(expectation, change, held)
            else:
                is_certain = expectation.is_certain and form == expectation.forms[0]
                yield self._broken(expectation._replace(is_certain=is_certain), change, subject, held)

    def _broken(self, expectation: Expectation, change: Change, subject: Subject, held: Held) -> Broken:
        is_reworded = False
        if expectation.kind == "pattern":
            is_reworded = any(held.words in passage.text for passage in self._after.passages(subject.after))
            if not is_decided(expectation.value, held.passage.text):
                expectation = expectation._replace(is_certain=False)
        via = tuple(Earlier(entry.at_link(link)) for entry, link in held.passage.via)
        return Broken(expectation, change, subject.after, held, via, is_reworded)

    def _is_hidden(self, passage: Passage) -> bool:
        """Say whether a text may stand at the head in a file that could not be read."""
        return any(self._after.may_hold(entry) for entry in (passage.entry, *(entry for entry, _ in passage.via)))

    def _cause(self, passage: Passage, subject: Subject) -> Change:
        """Return the change of the text itself if it is still included, else that of what no longer includes it."""
        chain = [*(entry for entry, _ in passage.via), passage.entry]
        responsible: Sequence[Entry] = chain[-1:]
        if not self._includes(subject.after, passage.entry):
            cuts = (
                pair for pair in pairwise(chain) if not self._includes(self._comparison.counterpart(pair[0]), pair[1])
            )
            responsible = next(cuts, responsible)
        changes = map(self._comparison.change_of, responsible)
        return next((change for change in changes if change is not None), subject.change)

    def _includes(self, outer: Entry | None, inner: Entry) -> bool:
        """Say whether a resource of the head still includes one of the baseline."""
        included = self._comparison.counterpart(inner)
        if outer is None or included is None:
            return False
        return any(passage.entry == included for passage in self._after.passages(outer))

    def _moved(
        self, subject: Subject, declared: Sequence[Expectation], old: Sequence[Passage], new: Sequence[Passage]
    ) -> Iterator[Moved]:
        """Yield what is declared in the same place of the same consumer with another value, and holds on both sides."""
        before = {_slot(each): each for each in declared_about(self._before, subject.before)}
        for expectation in declared:
            origin = before.get(_slot(expectation))
            if origin is None or origin.value == expectation.value or _held(expectation, new)[0] is None:
                continue
            held, _ = _held(origin, old)
            if held is not None and _held(origin, new)[0] is None and _held(expectation, old)[0] is None:
                yield Moved(expectation, origin.value, subject.change, held)

    def _interface_broken(self, expectation: Expectation, subject: Subject) -> bool:
        """Say whether a key or a clause is gone, unless rules over inputs and schemas say so."""
        both = ((self._before, subject.before), (self._after, subject.after))
        held = [side.snapshot(entry) for side, entry in both]
        if expectation.kind == "variable" or (expectation.kind == "key" and all(each.output_schema for each in held)):
            return False
        texts = [[passage.text for passage in side.passages(entry)] for side, entry in both]
        return _has(expectation, held[0], texts[0]) and not _has(expectation, held[1], texts[1])

    def _examples(self, entry: Entry, expectation: Expectation) -> list[str]:
        """Return what the examples say: the answers, and where a label is looked for, what is asked, too."""
        examples = self._after.snapshot(entry).data.get("examples")
        shown = [each for each in examples or () if isinstance(each, dict)]
        said = [f"{each['output']}" for each in shown if "output" in each]
        if expectation.kind in ("label", "stop"):
            asked = (
                value for each in shown if isinstance(each.get("inputs"), dict) for value in each["inputs"].values()
            )
            said.extend(value for value in asked if isinstance(value, str))
        return said


def declared_about(side: Side, entry: Entry) -> Iterator[Expectation]:
    """Yield what is written down about a resource on one side."""
    project = side.project
    users = [user for user, link in side.users(entry) if link.field in ("of", "subjects")]
    said = [declared for user in users for declared in declared_by(user, project.owner(user))]
    yield from said
    # The same string of another tool's file is the parameter of a prompt and the label of its parser.
    known = {each.value for each in said if isinstance(each.at, Place) and each.at.path == entry.path}
    yield from (stop for stop in stops_of(entry, project.owner(entry)) if stop.value not in known)


def _slot(expectation: Expectation) -> tuple[str, str, str]:
    """Return what tells which expectation of a consumer this is, whatever it looks for."""
    keys = expectation.at.keys if isinstance(expectation.at, Place) else ()
    return expectation.consumer, expectation.kind, ".".join(map(str, keys))


def _held(expectation: Expectation, passages: Sequence[Passage]) -> tuple[Held | None, str]:
    """Return where an expectation holds, and in which of its forms."""
    for form in expectation.forms:
        held = _held_as(form, expectation, passages)
        if held is not None:
            return held, form
    return None, expectation.kind


def _held_as(form: str, expectation: Expectation, passages: Sequence[Passage]) -> Held | None:
    found = first_found(form, expectation.value, (passage.text for passage in passages))
    return None if found is None else Held(passages[found[0]], found[1])


def _has(expectation: Expectation, snapshot: Snapshot, texts: Sequence[str]) -> bool:
    """Say whether a resource has a key or a clause."""
    value = expectation.value
    if expectation.kind == "clause":
        return value in (snapshot.data.get("contract") or {})
    schema = snapshot.output_schema
    if schema is not None:
        return value.rpartition(".")[2] in property_names(schema)
    return first_found("label", value, texts) is not None
