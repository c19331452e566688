"""The facts on a model, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from promptops.catalog import Fact, ModelFacts, Price, Retirement
from promptops.catalog.plain import plain_value
from promptops.reports.printable import printable
from promptops.resources.quantities import money_text

_SPACES = "  "
_WIDEST = 60
"""Columns of a value that others line up with."""


def facts_text(facts: ModelFacts) -> str:
    """Return what is known of a model: a line for each fact, with its day and source, then the addresses."""
    rows = list(_rows(facts))
    lengths = [[len(row[part]) for row in rows if len(row[part]) <= _WIDEST] for part in (0, 1)]
    names, values = (max(each, default=0) + len(_SPACES) for each in lengths)
    lines = [
        f"  {name:<{names}}{value + _SPACES:<{values}}{fact.origin.title}, {fact.origin.as_of}"
        for name, value, fact in rows
    ]
    urls = dict.fromkeys(f"  {fact.origin.url}" for _, _, fact in rows if fact.origin.url)
    return "".join(f"{printable(line)}\n" for line in (_title(facts), *lines, *urls))


def facts_json(facts: ModelFacts) -> str:
    """Return what is known of a model as JSON: `model`, `provider`, `snapshots`, and `facts` with their sources."""
    listed = [
        {
            "fact": name,
            "value": plain_value(fact.value),
            "source": fact.origin.title,
            "as_of": f"{fact.origin.as_of}",
            "url": fact.origin.url,
        }
        for name, _, fact in _rows(facts)
    ]
    shown = {"model": facts.key, "provider": facts.provider, "snapshots": list(facts.snapshots), "facts": listed}
    return f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n"


def _title(facts: ModelFacts) -> str:
    return f"{facts.key}, an alias of {' or '.join(facts.snapshots)}" if facts.snapshots else facts.key


def _rows(facts: ModelFacts) -> Iterator[tuple[str, str, Fact[Any]]]:
    """Yield the name and the value of each fact in words, and the fact."""
    for name, fact in facts._asdict().items():
        if isinstance(fact, Fact):
            yield name.replace("_", " "), _in_words(fact.value), fact


def _in_words(value: Any) -> str:
    match value:
        case Price():
            return _price(value)
        case Retirement():
            when = f"{value.day}" if value.precision == "day" else f"{value.day} at the earliest"
            return when if value.after == "unknown" else f"{when}, then a call {_AFTER[value.after]}"
        case frozenset():
            return ", ".join(sorted(value))
        case dict():
            return ", ".join(f"{name} (use {other})" if other else name for name, other in value.items())
        case bool() | date() | str():
            return f"{value}".lower() if isinstance(value, bool) else f"{value}"
    return f"{value:,}"


_AFTER = {"fails": "fails", "rerouted": "gets another model"}


def _price(price: Price) -> str:
    sides = (("in", price.input, price.most_input), ("out", price.output, price.most_output))
    each = [f"{_dollars(base, most)} {side}" for side, base, most in sides if base is not None]
    return f"{', '.join(each)}, USD for {price.per:,} tokens"


def _dollars(base: int, most: int | None) -> str:
    return money_text(base) if most in (None, base) else f"{money_text(base)} to {money_text(most or 0)}"
