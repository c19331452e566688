"""What a token costs at the models that a budget may be spent on."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from promptops.catalog import Catalog
from promptops.resources.entries import Entry


class Rates(NamedTuple):
    """What one token costs at least and at most, in micro-USD."""

    least: Fraction
    most: Fraction


def rates_of(models: Iterable[Entry | None], catalog: Catalog) -> Rates | None:
    """Return what a token costs at some models, going in or coming out; None unless the price of each is known."""
    found: list[Rates] = []
    for model in models:
        price = None if model is None or not model.sound else catalog.facts_of(model).price
        if price is None:
            return None
        value = price.value
        least = [each for each in (value.input, value.output) if each is not None]
        most = [each for each in (value.most_input, value.most_output) if each is not None]
        found.append(Rates(Fraction(min(least), value.per), Fraction(max(most), value.per)))
    return Rates(min(each.least for each in found), max(each.most for each in found)) if found else None
