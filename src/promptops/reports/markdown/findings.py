"""One finding as an item of a list: where, what, the sentences that changed, whom it breaks, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from promptops.diagnostics import Diagnostic, Span
from promptops.reports.change_report import ConsumerInfo, WaivedInfo
from promptops.reports.markdown.escaping import code, prose
from promptops.reports.markdown.word_diffs import diff_block, is_diff
from promptops.reports.report import Report, is_waivable
from promptops.reports.waived import waived_by

LISTED: Final = 5
"""Names in a row; others are counted."""
_PLACES: Final = 3
_DIFFS: Final = 3
_NOTES: Final = 3
_LONGEST_ADVICE: Final = 400


def place(report: Report, span: Span) -> str:
    """Return path and line in a code span."""
    return code(f"{report.from_reader(span.path)}:{span.line}")


def headline(report: Report, found: Diagnostic) -> str:
    """Return where and what on one line."""
    return f"- **{place(report, found.primary)}** {prose(found.message)} ({code(found.rule)})"


def item(report: Report, found: Diagnostic, consumers: Iterable[ConsumerInfo] = (), *, waiving: bool = False) -> str:
    """Return the whole item; with `waiving` it ends with the command that waives the finding, if a waiver can."""
    lines = [headline(report, found)]
    diffs = [note for note in found.notes if is_diff(note)]
    if diffs:
        lines += _indented(diff_block(diffs[:_DIFFS]))
    points = [f"breaks {names(consumers)}"] if consumers else []
    points += _advice(report, found)
    if waiving and is_waivable(found):
        points.append(f'waive: `promptops waive {found.fingerprint} --reason "…" --until YYYY-MM-DD`')
    return "\n".join([*lines, *(f"  - {point}" for point in points)])


def waived_item(report: Report, waived: WaivedInfo) -> str:
    """Return a finding that a waiver holds back, and which waiver that is."""
    by = waived_by(report, waived.waiver, code, lambda reason: prose(reason, _LONGEST_ADVICE))
    return f"{headline(report, waived.found)}\n  - {by}"


def names(consumers: Iterable[ConsumerInfo]) -> str:
    """Return the names of a few consumers, and how many there are besides."""
    return listed([consumer.name for consumer in consumers])


def listed(texts: Iterable[str]) -> str:
    """Return a few names in code spans, and how many there are besides."""
    every = tuple(texts)
    beyond = f" and {len(every) - LISTED:,} more" if len(every) > LISTED else ""
    return ", ".join(map(code, every[:LISTED])) + beyond


def _advice(report: Report, found: Diagnostic) -> Iterator[str]:
    for related in found.related[:_PLACES]:
        yield f"see {place(report, related.span)}: {prose(related.text, _LONGEST_ADVICE)}"
    if found.help:
        yield f"help: {prose(found.help, _LONGEST_ADVICE)}"
    notes = [note for note in found.notes if not is_diff(note)]
    yield from (f"note: {prose(note, _LONGEST_ADVICE)}" for note in notes[:_NOTES])


def _indented(block: str) -> list[str]:
    return [f"  {line}" for line in block.split("\n")]
