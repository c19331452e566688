"""What was compared with what, and what was not, in words for people.

`quoted` is how the format at hand spells what others have named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from promptops.reports.change_report import Baseline, ChangeReport
from promptops.reports.summary import counted

Quoted = Callable[[str], str]
_SHORT: Final = 7
"""Digits of a commit's id that are enough for people, as git shows them."""
_NAMED: Final = 3
"""Files that a line names; more are counted."""


def compared_with(report: ChangeReport, quoted: Quoted) -> str:
    """Return `compared with main (merge base 1a2b3c4): 3 resources changed`, or that none did."""
    baseline = report.baseline
    if not report.changes:
        what = "nothing that could be compared" if report.not_compared else "no resource"
        where = " in the work tree" if baseline.is_checked_out else ""
        return f"{what} changed{where} since {quoted(_name(baseline))}{_found_as(baseline, quoted, is_short=True)}"
    what = "compared the work tree with" if baseline.is_checked_out else "compared with"
    changed = counted(len(report.changes), "resource")
    return f"{what} {quoted(_name(baseline))}{_found_as(baseline, quoted)}: {changed} changed"


def left_out(report: ChangeReport, quoted: Quoted) -> Iterator[str]:
    """Yield, if there are any, which files could not be compared, and how much else is not among the findings."""
    files = report.not_compared
    if files:
        they = "it" if len(files) == 1 else "they"
        names = ", ".join(quoted(report.from_reader(path)) for path in files[:_NAMED])
        beyond = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
        why = f"as {they} cannot be read {_unread_at(report, quoted)}"
        yield f"{counted(len(files), 'file')} could not be compared, {why}: {names}{beyond}"
    if report.not_shown:
        errors = counted(report.not_shown, "error")
        yield f"{errors} in the files as they stand: `promptops lint` shows {'it' if report.not_shown == 1 else 'them'}"
    if report.new_comments:
        yield counted(
            report.new_comments, "comment that silences findings is new", "comments that silence findings are new"
        )


def _unread_at(report: ChangeReport, quoted: Quoted) -> str:
    before, baseline = report.baseline.errors, quoted(_name(report.baseline))
    if not before:
        return "now"
    return f"at {baseline}" if before >= len(report.not_compared) else f"at {baseline} or now"


def _name(baseline: Baseline) -> str:
    return baseline.named[:_SHORT] if baseline.named == baseline.commit else baseline.named


def _found_as(baseline: Baseline, quoted: Quoted, *, is_short: bool = False) -> str:
    if baseline.commit is None or baseline.commit == baseline.named:
        return ""
    commit = quoted(baseline.commit[:_SHORT])
    return f" ({commit})" if is_short or baseline.how == "commit" else f" ({baseline.how} {commit})"
