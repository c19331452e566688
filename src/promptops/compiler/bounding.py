"""What requests to the resources of a project use at most, with lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.bounds import Bounds
from promptops.bounds.bounds import Explained
from promptops.bounds.intervals import Interval
from promptops.bounds.step import Calls, Step
from promptops.bounds.turns import Factor
from promptops.bounds.usage import Usage, in_micro_usd
from promptops.catalog import Catalog
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.sides import Compiled
from promptops.compiler.texts_read import TextsRead
from promptops.diagnostics import Span
from promptops.reports.bounds import Amounts, AttemptLine, BoundReport, Line, Missing, Section, usd_text
from promptops.resources.entries import Entry

BOUNDED = ("feature", "agent", "prompt", "tool", "model", "eval")
"""The kinds that somebody may make a request to."""


def bounds_on(compiled: Compiled, entries: Sequence[Entry], environment: Entry | None) -> list[BoundReport]:
    """Return the bound of one request to each of some resources, in an environment or in none."""
    project, locator = compiled.project, compiled.locator
    texts = TextsRead(compiled.files.texts_of, compiled.listing.read).of
    bounds = Bounds.of(project, Catalog.of(project), texts, environment)
    name = None if environment is None else environment.reference
    return [_report(bounds, entry, name, locator) for entry in entries]


def _report(bounds: Bounds, entry: Entry, environment: str | None, locator: ProjectLocator) -> BoundReport:
    bound = bounds.request(entry)
    intervals = (bound.calls, bound.input, bound.output, bound.cost)
    return BoundReport(
        entry.reference,
        environment,
        Amounts(*(each.least for each in intervals)),
        Amounts(*(each.greatest for each in intervals)),
        tuple(Missing(gap.measure, gap.message, locator.span(gap.at)) for gap in bounds.gaps(entry)),
        tuple(_section(each, locator) for each in bounds.derivation(entry)),
    )


def _section(explained: Explained, locator: ProjectLocator) -> Section:
    step = explained.step
    calls = [_calls(each, locator) for each in step.calls]
    return Section(
        step.entry.reference,
        locator.span(step.entry.key("name")),
        _ends(explained.usage),
        (*calls, *_terms(explained, locator)),
        tuple(_notes(step, locator, recurs=explained.recurs)),
    )


def _calls(calls: Calls, locator: ProjectLocator) -> Line:
    why, span = _because(calls.factors, locator)
    attempts = tuple(
        AttemptLine(
            each.name,
            each.number,
            each.input.greatest,
            each.output.greatest,
            in_micro_usd(each.cost).greatest,
            each.basis,
            locator.span(each.at if each.retries is None else each.retries.at),
        )
        for each in calls.call.attempts
    )
    names = tuple(each.model for each in attempts)
    return Line(calls.times.greatest, names, _ends(calls.call.usage.repeated(calls.times)), why, span, attempts)


def _terms(explained: Explained, locator: ProjectLocator) -> Iterator[Line]:
    for term, usage in zip(explained.step.terms, explained.parts, strict=True):
        why, span = _because(term.factors, locator)
        names = tuple(target.entry.reference for target in term.targets)
        yield Line(term.times.greatest, names, _ends(usage), why, span or locator.span(term.targets[0].at))


def _notes(step: Step, locator: ProjectLocator, *, recurs: bool) -> Iterator[tuple[str, Span]]:
    if step.spending is not None:
        words = f"ends when {usd_text(step.spending.value)} USD are spent; the last attempt may overshoot"
        yield words, locator.span(step.spending.at)
    if recurs:
        yield "leads back to itself: rounds are counted one inside the other", locator.span(step.entry.key("name"))


def _because(factors: Sequence[Factor], locator: ProjectLocator) -> tuple[str, Span | None]:
    """Return why something happens so often, and where that is written; the places of further reasons are left out."""
    return ", ".join(factor.words for factor in factors), locator.span(factors[0].at) if factors else None


def _ends(usage: Usage) -> Amounts:
    calls, tokens, answers, cost = usage.ends
    return Amounts(calls, tokens, answers, in_micro_usd(Interval(0, cost)).greatest)
