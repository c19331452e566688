"""Facts as plain JSON, without where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from promptops.catalog.facts import Fact, ModelFacts, Price, Retirement


def plain_facts(facts: ModelFacts) -> Mapping[str, Any]:
    """Return what the catalogue says of a model, and not what the project's own file says."""
    each = facts._asdict().items()
    return {
        name: plain_value(fact.value) for name, fact in each if isinstance(fact, Fact) and fact.origin.place is None
    }


def plain_value(value: Any) -> Any:
    """Return the value of a fact as JSON; amounts are whole micro-USD."""
    match value:
        case Price():
            return {name: amount for name, amount in value._asdict().items() if amount is not None}
        case Retirement():
            return {"day": value.day.isoformat(), "precision": value.precision, "after": value.after}
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case Mapping():
            return dict(value)
    return value
