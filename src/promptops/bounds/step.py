"""The data of a step: what one request to a resource consists of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from promptops.bounds.gaps import Gap
from promptops.bounds.intervals import Interval
from promptops.bounds.model_calls import ModelCall
from promptops.bounds.settings import Reference, Setting
from promptops.bounds.turns import Factor
from promptops.graph.calls import Call
from promptops.resources.entries import Entry, Place


class Target(NamedTuple):
    """A resource that a request goes on to, and what names it."""

    entry: Entry
    named: Call | Reference

    @property
    def at(self) -> Place:
        """Return where it is named."""
        return self.named.at


class Term(NamedTuple):
    """So many times a request to one of some resources, nobody knows which.

    `missing` is the limit that is not there where `times` has no end.
    """

    times: Interval
    targets: tuple[Target, ...]
    factors: tuple[Factor, ...] = ()
    missing: Gap | None = None


class Calls(NamedTuple):
    """So many times a call of a model."""

    times: Interval
    call: ModelCall
    factors: tuple[Factor, ...] = ()


class Step(NamedTuple):
    """One request to a resource: the calls of models that it makes itself, and the requests to others.

    With `at_least_one`, no more than one of them all is certain. `spending` is the limit in micro-USD that ends it,
    `depth` how many requests to it may be open at once, and `gaps` say which limits it lacks.
    """

    entry: Entry
    calls: tuple[Calls, ...] = ()
    terms: tuple[Term, ...] = ()
    gaps: tuple[Gap, ...] = ()
    spending: Setting | None = None
    depth: Setting | None = None
    at_least_one: bool = False

    @property
    def targets(self) -> Sequence[Entry]:
        """Return the resources that a request may go on to."""
        return [target.entry for term in self.terms for target in term.targets]
