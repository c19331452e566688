"""The tree of budgets for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptops.budgets.money import Unit, in_words
from promptops.budgets.windows import in_words as window_words
from promptops.diagnostics import Span
from promptops.reports.budgets.rows import Against, BudgetReport, BudgetRow, Change, RequestRow, UnitRow, Value
from promptops.reports.colour import Ink, Style
from promptops.reports.printable import line_start, printable
from promptops.reports.summary import counted

_WIDTH: Final = 2
_NO_BOUND: Final = "no bound"
_NO_BUDGETS: Final = "`promptops new budget NAME` writes one"


def budgets_text(report: BudgetReport, *, colour: bool = False) -> str:
    """Return each budget below its whole, what requests take, and what has changed."""
    ink = Ink(colour)
    lines = [line for row in report.budgets for line in _budget(row, report, ink)]
    if report.requests:
        lines += ["", ink.paint("one request takes at most", Style.BOLD)]
        lines += [f"{'':{_WIDTH}}{_request(row, report, ink)}" for row in report.requests]
    if report.against is not None:
        lines += ["", *_against(report.against, ink)]
    there = f" in {printable(report.environment)}" if report.environment else ""
    closing = f"{counted(len(report.budgets), 'budget')}{there}"
    if not report.budgets:
        closing = f"{closing}: {_NO_BUDGETS}"
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else []), ink.paint(closing, Style.BOLD)])


def _budget(row: BudgetRow, report: BudgetReport, ink: Ink) -> Iterator[str]:
    indent = " " * (_WIDTH * min(row.depth, 20))
    facts = (row.holder, row.purpose, row.environment, row.on_exceed)
    notes = " · ".join(printable(each) for each in facts if each)
    about = ink.paint(f"({notes} · {_place(row.span, report)})", Style.DIM)
    yield f"{indent}{ink.paint(line_start(row.reference), Style.BOLD)} {about}"
    for unit in row.units:
        yield f"{indent}{'':{_WIDTH}}{', '.join(_unit(unit, row.window, ink))}"


def _unit(row: UnitRow, window: str | None, ink: Ink) -> Iterator[str]:
    yield f"{in_words(row.amount, row.unit)} {window_words(window)}"
    if row.parts is None:
        yield ink.paint("the parts take all of it in the end", Style.ERROR)
    elif row.parts:
        yield f"parts {in_words(row.parts, row.unit)}"
        short = row.amount - row.parts
        yield (
            f"{in_words(short, row.unit)} left"
            if short >= 0
            else ink.paint(f"{in_words(-short, row.unit)} too much", Style.ERROR)
        )
    if row.uncompared:
        yield f"{counted(row.uncompared, 'part')} not compared"
    if row.worst is None:
        yield ink.paint(f"a request has {_NO_BOUND}", Style.WARNING)
    elif row.worst:
        fit = f"{in_words(row.worst, row.unit)} a request at most, {counted(row.requests or 0, 'request')} fit"
        yield fit if row.requests else ink.paint(fit, Style.WARNING)


def _request(row: RequestRow, report: BudgetReport, ink: Ink) -> str:
    worst = " and ".join(_most(amount, unit) for unit, amount in row.worst.items())
    why = f": {printable(row.missing)}" if row.missing else ""
    paid = ", ".join(map(printable, row.budgets)) or "no budget"
    return f"{line_start(row.reference)} {worst}{why} {ink.paint(f'({paid} · {_place(row.span, report)})', Style.DIM)}"


def _most(amount: int | None, unit: Unit) -> str:
    return f"{_NO_BOUND} in {'USD' if unit == 'usd' else unit}" if amount is None else in_words(amount, unit)


def _against(against: Against, ink: Ink) -> Iterator[str]:
    yield ink.paint(f"against {printable(against.named)}", Style.BOLD)
    for change in against.changes:
        yield f"{'':{_WIDTH}}{_change(change, ink)}"
    if not against.changes:
        yield f"{'':{_WIDTH}}nothing changes"


def _change(change: Change, ink: Ink) -> str:
    ends = f"{_value(change.before, change.unit)} → {_value(change.after, change.unit)}"
    delta = change.delta
    by = ""
    if delta is not None and change.before is not None and change.after is not None:
        by = f" ({'+' if delta >= 0 else '-'}{in_words(abs(delta), change.unit)})"
    is_worse = change.what == "worst case" and (delta is None or delta > 0)
    text = f"{ends}{by}"
    return f"{line_start(change.subject)} {change.what}: {ink.paint(text, Style.WARNING) if is_worse else text}"


def _value(value: Value | None, unit: Unit) -> str:
    return "none" if value is None else _most(value.amount, unit)


def _place(span: Span, report: BudgetReport) -> str:
    root = report.root.rstrip("/")
    return f"{line_start(span.path if root in {'', '.'} else f'{root}/{span.path}')}:{span.line}"
