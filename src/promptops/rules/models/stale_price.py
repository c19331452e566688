"""The price of a model was looked up too long ago, or is not the one that its provider asks.

## What it does
It looks at the `as_of` of a price: at how old it is, at one that is still to come, and at the price that the catalogue
of public models has, if that is of a later day. A model whose price has no `as_of` is left alone.

## Why is this bad?
Budgets, limits and the worst case of a request are worked out from prices. When a provider changes one, nothing
breaks: the invoice tells of it a month later.

## Example
```yaml models/chat.yaml
kind: Model
name: chat-large
price:
  input: 2.5
  output: 10
  as_of: 2026-01-15  # warning: [stale-price]
```

## Near miss
It was looked up in summer.

```yaml models/chat.yaml
kind: Model
name: chat-large
price: {input: 2.5, output: 10, as_of: 2026-07-01}
```

## Use instead
Look it up, and write down the day, even if it is the same.

```yaml models/chat.yaml
kind: Model
name: chat-large
price: {input: 2.5, output: 10, as_of: 2026-10-20}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from promptops.budgets.money import in_words
from promptops.catalog import Catalog, Fact, Price
from promptops.catalog.declared import named_in
from promptops.config.options import RuleOptions, whole_number
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_ADVICE = "look the price up, and write the day into `as_of`"


class Options(RuleOptions):
    """What may be set."""

    max_age_days: int = whole_number("How old a price may become, in days.", default=180, most=3_660, example=365)


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def stale_price(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each price that is too old, of a day to come, or no longer asked."""
    for entry in context.project.of_kind("model"):
        if '"as_of"' not in entry.data or not entry.native or context.project.is_retired(entry):
            continue
        catalog = Catalog.of(context.project)
        own = catalog.facts_of(entry).price
        if own is None or own.origin.as_of is None:
            continue
        public = catalog.facts_on(*named_in(entry)).price
        if public is not None and _differs(own, public):
            yield _other(entry, own, public)
        else:
            most = context.options(Options, entry).max_age_days
            yield from _aged(entry, own.origin.as_of, context.today, most)


def _aged(entry: Entry, as_of: date, today: date, most: int) -> Iterator[Problem]:
    days = (today - as_of).days
    if days < 0:
        message = f"the price of `{entry.name}` is of {as_of}, which is still to come"
    elif days > most:
        message = f"the price of `{entry.name}` was looked up {days:,} days ago, on {as_of}"
    else:
        return
    yield Problem(message, entry.at("price", "as_of"), _ADVICE)


def _differs(own: Fact[Price], public: Fact[Price]) -> bool:
    """Say whether the catalogue knows of another price, and of a later day."""
    if own.origin.as_of is None or public.origin.as_of is None or public.origin.as_of <= own.origin.as_of:
        return False
    mine, theirs = own.value, public.value
    ends = (
        (mine.input, theirs.input, theirs.most_input),
        (mine.output, theirs.output, theirs.most_output),
    )
    return any(
        not Fraction(least, theirs.per) <= Fraction(each, mine.per) <= Fraction(most, theirs.per)
        for each, least, most in ends
        if each is not None and least is not None and most is not None
    )


def _other(entry: Entry, own: Fact[Price], public: Fact[Price]) -> Problem:
    origin = public.origin
    return Problem(
        f"`{entry.name}` costs {_words(public.value)} since {origin.as_of} at the latest, says {origin.title}; "
        f"its price is that of {own.origin.as_of}, {_words(own.value)}",
        entry.at("price"),
        _ADVICE,
    )


def _words(price: Price) -> str:
    """Return what a million tokens cost, in and out."""
    amounts = [Fraction(each * 1_000_000, price.per) for each in (price.input, price.output) if each is not None]
    return f"{' and '.join(in_words(each, 'usd') for each in amounts)} for a million tokens"
