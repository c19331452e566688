"""What can be known of a model, each fact with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from promptops.resources.entries import Place

Value = TypeVar("Value")
Precision: TypeAlias = Literal["day", "earliest"]
After: TypeAlias = Literal["fails", "rerouted", "unknown"]


class Origin(NamedTuple):
    """Where a fact comes from: the title of a source, and the day on which it said so, None where nobody knows.

    `place` is set where a file of the project says it, and `url` where a page does.
    """

    title: str
    as_of: date | None
    url: str = ""
    place: Place | None = None


class Fact(NamedTuple, Generic[Value]):
    """One thing that is known, and from where."""

    value: Value
    origin: Origin


class Price(NamedTuple):
    """What `per` tokens cost, in whole micro-USD; `output` is None where only tokens that go in are priced.

    `most_input` and `most_output` are what they cost at most: some providers charge more for long prompts.
    """

    input: int
    output: int | None
    per: int
    most_input: int
    most_output: int | None


class Retirement(NamedTuple):
    """The first day on which a model no longer answers.

    `precision` is `earliest` where the provider says no more than that it is not sooner. After it calls fail, or are
    answered by another model (`rerouted`).
    """

    day: date
    precision: Precision
    after: After = "unknown"

    def is_over(self, today: date) -> bool:
        """Say whether it is certain that the model has gone."""
        return self.precision == "day" and self.day <= today


class ModelFacts(NamedTuple):
    """All that is known of one model; what nobody says is None.

    `id` is its identifier as written, empty where a file has none; `provider` the canonical name of who serves it, or
    the name as written of one that the catalogue does not know; `key` is its name in the catalogue, empty for a model
    that is not in it. `snapshots` are the identifiers of the dated snapshots that the catalogue knows of an alias, and
    `is_pinned` says that the identifier stands for one snapshot although it names no day. `is_assumed` says that the
    file does not say who serves the model.
    """

    id: str = ""
    provider: str = ""
    key: str = ""
    snapshots: tuple[str, ...] = ()
    is_assumed: bool = False
    type: Fact[str] | None = None
    context_window: Fact[int] | None = None
    max_input_tokens: Fact[int] | None = None
    max_output_tokens: Fact[int] | None = None
    has: Fact[frozenset[str]] | None = None
    has_all: bool = False
    lacks: Fact[frozenset[str]] | None = None
    accepts: Fact[frozenset[str]] | None = None
    refuses: Fact[Mapping[str, str]] | None = None
    price: Fact[Price] | None = None
    deprecated_on: Fact[date] | None = None
    retirement: Fact[Retirement] | None = None
    replacement: Fact[str] | None = None
    snapshot: Fact[str] | None = None
    is_pinned: Fact[bool] | None = None

    @property
    def is_known(self) -> bool:
        """Say whether the catalogue has the model."""
        return bool(self.key)

    def having(self, found: Mapping[str, Any]) -> ModelFacts:
        """Return the facts with others in the place of those of the same names."""
        return self._replace(**found)

    @property
    def input_limit(self) -> Fact[int] | None:
        """Return the least of what is known of how many tokens it reads in one call."""
        known = [fact for fact in (self.context_window, self.max_input_tokens) if fact is not None]
        return min(known, key=lambda fact: fact.value, default=None)
