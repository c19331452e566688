"""The report for people: `path:line:column`, the offending line, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypedDict

from promptops.diagnostics import START, Diagnostic, Severity, Span
from promptops.reports.colour import STYLES, Ink, Style
from promptops.reports.printable import in_prose, line_start
from promptops.reports.report import Report, is_waivable, most_serious_first
from promptops.reports.summary import closing_lines, counted

if TYPE_CHECKING:
    from typing import Unpack

WIDTH: Final = 120
"""Cells in a line where nobody says how wide the terminal is."""
_NARROWEST: Final = 20
_GUTTER: Final = 4
_LONGEST_PROSE: Final = 1_000


class TextOptions(TypedDict, total=False):
    """What a person may ask of the text report."""

    colour: bool
    statistics: bool
    quiet: bool
    infos: bool
    width: int


def render_text(report: Report, **options: Unpack[TextOptions]) -> str:
    """Return findings and what they come to.

    `statistics` counts the findings by rule instead of showing them; `quiet` leaves errors and nothing else; `width` is
    that of the terminal in cells, into which quoted lines are made to fit. Of a comparison, the most serious findings
    come first, and infos beside others are only counted unless `infos` asks for them.
    """
    ink = Ink(options.get("colour", False))
    quiet, statistics = options.get("quiet", False), options.get("statistics", False)
    shown = _shown(report, quiet=quiet, infos=statistics or options.get("infos", False))
    layout = _Layout(report, ink, options.get("width", WIDTH))
    lines = _statistics(report, shown, ink) if statistics else list(layout.findings(shown))
    if not quiet:
        held_back = len(report.diagnostics) - len(shown)
        closing = [*_between(report, held_back, ink, statistics=statistics), *_closing(report, ink)]
        lines += [""] * bool(lines) + closing
    return "".join(f"{line}\n" for line in lines)


def _statistics(report: Report, shown: Sequence[Diagnostic], ink: Ink) -> list[str]:
    from promptops.reports.statistics import statistics_table  # noqa: PLC0415 - for this option alone

    return list(statistics_table(shown, report.rules, ink))


def _shown(report: Report, *, quiet: bool, infos: bool) -> list[Diagnostic]:
    if quiet:
        return [each for each in report.diagnostics if each.severity is Severity.ERROR]
    if report.comparison is None:
        return list(report.diagnostics)
    found = most_serious_first(report.diagnostics)
    first = found[0].severity if found else Severity.INFO
    if infos or first is Severity.INFO:
        return found
    return [each for each in found if each.severity is not Severity.INFO]


def _between(report: Report, held_back: int, ink: Ink, *, statistics: bool) -> Iterator[str]:
    """Yield, of a comparison, what comes between the findings and the closing lines."""
    if report.comparison is not None:
        from promptops.reports.text_changes import change_lines  # noqa: PLC0415 - brings all that compares resources

        if held_back:
            yield f"{counted(held_back, 'info')} not shown: `--infos` shows {'it' if held_back == 1 else 'them'}"
        yield from change_lines(report.comparison, ink, statistics=statistics)


def _closing(report: Report, ink: Ink) -> list[str]:
    summary = report.summary
    is_whole = report.comparison is None or report.comparison.is_whole
    style = Style.ERROR if summary.errors else Style.BOLD if summary.found or not is_whole else Style.GOOD
    verdict, *asides = closing_lines(summary, is_whole=is_whole)
    return [ink.paint(verdict, style), *asides]


class _Layout:
    """Lays findings out for one report and one terminal."""

    def __init__(self, report: Report, ink: Ink, width: int) -> None:
        self._report = report
        self._ink = ink
        self._width = width

    def findings(self, diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
        """Yield lines; neighbours of one rule in one file stand together, others are set apart by a blank line."""
        for number, (_, neighbours) in enumerate(groupby(diagnostics, _rule_and_file)):
            if number:
                yield ""
            yield from self._neighbours(list(neighbours))

    def _neighbours(self, diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
        """Yield lines; advice that a finding has in common with the next one is left to that."""
        advices = [_advice(diagnostic) for diagnostic in diagnostics]
        for diagnostic, advice, following in zip(diagnostics, advices, [*advices[1:], None], strict=True):
            yield self._headline(diagnostic)
            yield from self._quotation(diagnostic)
            yield from self._related(diagnostic)
            if advice != following:
                yield from (self._margin(diagnostic, f"= {line}") for line in advice)
            is_error = diagnostic.severity is Severity.ERROR
            if is_error and self._report.comparison is not None and is_waivable(diagnostic):
                yield self._margin(diagnostic, f"= waive: promptops waive {diagnostic.fingerprint}")

    def _headline(self, diagnostic: Diagnostic) -> str:
        paint, severity = self._ink.paint, diagnostic.severity
        place = paint(self._place(diagnostic.primary), Style.BOLD)
        label = paint(f"{severity}[{diagnostic.rule}]", STYLES[severity])
        return f"{place}: {label}: {_prose(diagnostic.message)}"

    def _quotation(self, diagnostic: Diagnostic) -> Iterator[str]:
        """Yield line and carets, but for a finding about a whole file or one behind what is kept of its line."""
        from promptops.reports.snippet import mark  # noqa: PLC0415 - most runs find nothing

        line, place = diagnostic.snippet, diagnostic.primary
        if not line or line.isspace() or place[1:] == START or place.column > len(line) + 1:
            return
        multiline = place.end_line > place.line
        end = len(line) if multiline else place.end_column - 1
        room = max(_NARROWEST, self._width - len(_number(place)) - len(" | "))
        marked = mark(line, place.column - 1, end, room)
        carets = "^" * marked.carets + (f" to line {place.end_line}" if multiline else "")
        bar = self._ink.paint(f"{_number(place)} |", Style.DIM)
        yield f"{bar} {marked.text}".rstrip()
        yield self._margin(diagnostic, "| " + " " * marked.skip + self._ink.paint(carets, STYLES[diagnostic.severity]))

    def _related(self, diagnostic: Diagnostic) -> Iterator[str]:
        for related in diagnostic.related:
            yield self._margin(diagnostic, f"--> {self._place(related.span)}: {_prose(related.text)}")

    def _margin(self, diagnostic: Diagnostic, text: str) -> str:
        sign, _, rest = text.partition(" ")
        return f"{' ' * len(_number(diagnostic.primary))} {self._ink.paint(sign, Style.DIM)} {rest}"

    def _place(self, span: Span) -> str:
        return f"{line_start(self._report.from_reader(span.path))}:{span.line}:{span.column}"


def _rule_and_file(diagnostic: Diagnostic) -> tuple[str, str]:
    return (diagnostic.primary.path, diagnostic.rule)


def _advice(diagnostic: Diagnostic) -> list[str]:
    lines = [f"help: {_prose(diagnostic.help)}"] if diagnostic.help else []
    lines += [f"note: {_prose(note)}" for note in diagnostic.notes]
    if diagnostic.fix is not None:
        lines.append(f"fix: {_prose(diagnostic.fix.title)} (with --fix)")
    return lines


def _prose(text: str) -> str:
    return in_prose(text if len(text) <= _LONGEST_PROSE else text[:_LONGEST_PROSE] + "…")


def _number(place: Span) -> str:
    return f"{place.line:>{_GUTTER}}"
