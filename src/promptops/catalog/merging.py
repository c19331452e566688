"""From what several sources say of a model to one fact for each thing that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from promptops.catalog.facts import After, Fact, ModelFacts, Origin, Price, Retirement
from promptops.catalog.records import Record, Source

_MICROS = _MILLION = 1_000_000
_ELSEWHERE = ("price", "retirement")
"""Facts that hold in one region of a provider, and not in the next."""


def merged(facts: ModelFacts, said: Iterable[tuple[Record, Origin]]) -> ModelFacts:
    """Return facts with those that records hold; of two that say the same thing the later one counts."""
    found: dict[str, Any] = {}
    after: After = "unknown"
    for record, origin in said:
        found.update((name, Fact(value, origin)) for name, value in _values(record))
        after = record.get("after", after)
    end: Fact[Retirement] | None = found.get("retirement")
    if end is not None:
        found["retirement"] = end._replace(value=end.value._replace(after=after))
    return facts.having(found)


def unless_known(facts: ModelFacts, others: ModelFacts) -> ModelFacts:
    """Return facts with others in the place of what is not known; of two ends the one that is certain counts."""
    each = zip(facts._fields, facts, others, strict=True)
    found: dict[str, Any] = {name: other for name, fact, other in each if fact is None}
    end = others.retirement
    if end is not None and end.value.precision == "day":
        found["retirement"] = end
    return facts.having(found)


def elsewhere(facts: ModelFacts) -> ModelFacts:
    """Return the facts that hold in every region of a provider."""
    return facts.having(dict.fromkeys(_ELSEWHERE))


def origin_of(record: Record, sources: Mapping[str, Source]) -> Origin:
    """Return where a record comes from: what it says of that itself goes before what its source says."""
    source, as_of = sources[record["source"]], record.get("as_of")
    day = source.as_of if as_of is None else date.fromisoformat(as_of)
    return Origin(source.title, day, record.get("url", source.url))


def _values(record: Record) -> Iterable[tuple[str, Any]]:
    for name, read in _READERS.items():
        value = record.get(name)
        if value is not None:
            yield name, read(value)
    if "retires" in record:
        yield "retirement", Retirement(date.fromisoformat(record["retires"]), record.get("precision", "earliest"))


def _price(value: Mapping[str, str]) -> Price:
    amounts = {name: _micros(dollars) for name, dollars in value.items()}
    reads, writes = amounts["input"], amounts.get("output")
    return Price(reads, writes, _MILLION, amounts.get("most_input", reads), amounts.get("most_output", writes))


def _micros(dollars: str) -> int:
    """Return the micro-USD of an amount in USD with at most six decimals."""
    return int(Decimal(dollars) * _MICROS)


def _as_written(value: Any) -> Any:
    return value


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "type": _as_written,
    "context_window": _as_written,
    "max_input_tokens": _as_written,
    "max_output_tokens": _as_written,
    "has": frozenset,
    "lacks": frozenset,
    "refuses": _as_written,
    "price": _price,
    "deprecated_on": date.fromisoformat,
    "replacement": _as_written,
    "snapshot": _as_written,
    "is_pinned": _as_written,
}
