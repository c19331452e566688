"""What one request uses at most, and how that comes about: for people, who can check it by hand, and for programs.

`schemas/bounds.schema.json` describes the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from promptops.diagnostics import Span
from promptops.reports.colour import Ink, Style
from promptops.reports.encoding import to_json
from promptops.reports.printable import line_start, printable

_HEADINGS: Final = ("calls", "tokens in", "tokens out", "USD")
_MICROS: Final = 1_000_000
_CENTS: Final = 2
_WIDEST: Final = 72
_LONG: Final = 10**15
_DIGITS: Final = 4
_SHOWN: Final = 3
_TIMES: Final = "\u00d7"
_NO_END: Final = "no end"


class Amounts(NamedTuple):
    """Calls of models, tokens in and out, micro-USD: whole numbers, None where there is no end."""

    calls: int | None
    input: int | None
    output: int | None
    cost: int | None


class Line(NamedTuple):
    """A part of a request: `times` one of `names` (a call of a model where `attempts` are given), and why so often.

    `span` is where that is written. `times` is None where there is no end.
    """

    times: int | None
    names: tuple[str, ...]
    greatest: Amounts
    why: str
    span: Span | None
    attempts: tuple[AttemptLine, ...] = ()


class AttemptLine(NamedTuple):
    """How often a call is tried at one model, and what one attempt uses at most.

    `basis` says on what the end of the input rests.
    """

    model: str
    number: int
    input: int | None
    output: int | None
    cost: int | None
    basis: str
    span: Span


class Section(NamedTuple):
    """One request to a resource: what it consists of, the most that it uses, and what limits it or makes it recur."""

    name: str
    span: Span
    greatest: Amounts
    lines: tuple[Line, ...]
    notes: tuple[tuple[str, Span], ...] = ()


class Missing(NamedTuple):
    """A limit that is not there: what has no end for it, the fact in words, and where it would stand."""

    measure: str
    message: str
    span: Span


class BoundReport(NamedTuple):
    """The bound of one request with its derivation, the resource itself first."""

    name: str
    environment: str | None
    least: Amounts
    greatest: Amounts
    gaps: tuple[Missing, ...]
    derivation: tuple[Section, ...]


def bounds_json(shown: Sequence[BoundReport]) -> str:
    """Return the bounds with their derivations; what has no end is null."""
    return to_json({"bounds": [_report(each) for each in shown]}, indent=2) + "\n"


def _report(shown: BoundReport) -> dict[str, Any]:
    return {
        "resource": shown.name,
        "environment": shown.environment,
        "least": shown.least._asdict(),
        "greatest": shown.greatest._asdict(),
        "gaps": [_placed(gap._asdict()) for gap in shown.gaps],
        "derivation": [_section(section) for section in shown.derivation],
    }


def _section(section: Section) -> dict[str, Any]:
    data = _placed(section._asdict())
    data["greatest"] = section.greatest._asdict()
    data["notes"] = [_placed({"text": text, "span": span}) for text, span in section.notes]
    data["lines"] = [_line(line) for line in section.lines]
    return data


def _line(line: Line) -> dict[str, Any]:
    data = _placed(line._asdict())
    data["greatest"] = line.greatest._asdict()
    data["attempts"] = [_placed(attempt._asdict()) for attempt in line.attempts]
    return data


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    span = row.pop("span")
    return {**row, "path": None if span is None else span.path, "line": None if span is None else span.line}


def bounds_text(shown: Sequence[BoundReport], root: str, *, colour: bool = False) -> str:
    """Return tables that add up: one of each request's parts, and what is missing below."""
    ink = Ink(colour)
    return "\n".join("".join(f"{line}\n" for line in _lines(each, root, ink)) for each in shown)


def _lines(shown: BoundReport, root: str, ink: Ink) -> Iterator[str]:
    where = f" in {printable(shown.environment)}" if shown.environment else ""
    yield ink.paint(f"one request to {line_start(shown.name)}{where}", Style.BOLD)
    yield ""
    yield from _table([("at most", shown.greatest, ""), ("at least", shown.least, "")], _HEADINGS, ink)
    if shown.gaps:
        yield ""
        yield ink.paint(_NO_END, Style.BOLD)
        for gap in shown.gaps:
            yield f"  {printable(gap.message)} {ink.paint(f'({_place(gap.span, root)})', Style.DIM)}"
    for section in shown.derivation:
        yield ""
        yield f"{ink.paint(line_start(section.name), Style.BOLD)} {ink.paint(_place(section.span, root), Style.DIM)}"
        yield from _table(list(_rows(section, root)), None, ink)
        for text, span in section.notes:
            yield f"  {printable(text)} {ink.paint(f'({_place(span, root)})', Style.DIM)}"


def _rows(section: Section, root: str) -> Iterator[tuple[str, Amounts, str]]:
    for line in section.lines:
        times = "any number of" if line.times is None else f"{number_text(line.times)} {_TIMES}"
        place = "" if line.span is None else _place(line.span, root)
        why = ", ".join(filter(None, (printable(line.why), place)))
        if line.attempts:
            yield "any number of calls" if line.times is None else f"{times} a call", line.greatest, why
            for each in line.attempts:
                about = ", ".join(filter(None, (f"in: {each.basis}" if each.basis else "", _place(each.span, root))))
                one = Amounts(each.number, each.input, each.output, each.cost)
                yield f"  {number_text(each.number)} {_TIMES} {printable(each.model)}, each", one, about
        else:
            yield f"{times} {_one_of(line.names)}", line.greatest, why
    yield "together", section.greatest, ""


def _one_of(names: Sequence[str]) -> str:
    return " or ".join([*map(printable, names[:_SHOWN]), *(["one of others"] if len(names) > _SHOWN else [])])


def _table(rows: Sequence[tuple[str, Amounts, str]], headings: Sequence[str] | None, ink: Ink) -> Iterator[str]:
    cells = [[text, *_cells(amounts), about] for text, amounts, about in rows]
    first = min(max(len(row[0]) for row in cells), _WIDEST)
    widths = [max(14, *(len(row[column]) for row in cells)) for column in range(1, 5)]
    if headings is not None:
        yield ink.paint(f"  {'':{first}}{_columns(headings, widths)}", Style.DIM)
    for row in cells:
        yield f"  {row[0]:{first}}{_columns(row[1:5], widths)}  {ink.paint(row[5], Style.DIM)}".rstrip()


def _columns(cells: Iterable[str], widths: Sequence[int]) -> str:
    return "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _cells(amounts: Amounts) -> list[str]:
    return [*(number_text(each) for each in amounts[:3]), usd_text(amounts.cost)]


def number_text(amount: int | None) -> str:
    """Return a whole number with separators, and one with more than fifteen digits by its power of ten, rounded up."""
    if amount is None:
        return _NO_END
    if amount < _LONG:
        return f"{amount:,}"
    power = len(str(amount)) - _DIGITS
    digits = -(-amount // 10**power)
    return f"{digits // 10 ** (_DIGITS - 1)}.{digits % 10 ** (_DIGITS - 1):03}e{power + _DIGITS - 1}"


def usd_text(micros: int | None) -> str:
    """Return micro-USD in USD, with two decimals or as many as there are."""
    if micros is None:
        return _NO_END
    dollars, rest = divmod(micros, _MICROS)
    decimals = f"{rest:06}".rstrip("0").ljust(_CENTS, "0")
    return number_text(dollars) if dollars >= _LONG else f"{dollars:,}.{decimals}"


def _place(span: Span, root: str) -> str:
    path = span.path if root in {"", "."} else f"{root.rstrip('/')}/{span.path}"
    return f"{line_start(path)}:{span.line}"
