"""What was compared with what, in words for people.

`quoted` is how the format at hand spells what others have named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from promptops.reports.report import Baseline, ChangeReport
from promptops.reports.summary import counted

Quoted = Callable[[str], str]
_SHORT: Final = 7
"""Digits of a commit's id that are enough for people, as git shows them."""


def compared_with(report: ChangeReport, quoted: Quoted) -> str:
    """Return `compared with main (merge base 1a2b3c4): 3 resources changed`, or that none did."""
    baseline = report.baseline
    if not report.changes:
        return f"no resource changed since {quoted(baseline.named)}{_found_as(baseline, quoted, is_short=True)}"
    changed = counted(len(report.changes), "resource")
    return f"compared with {quoted(baseline.named)}{_found_as(baseline, quoted)}: {changed} changed"


def own_errors(baseline: Baseline, quoted: Quoted) -> str:
    """Return that the baseline has errors of its own; nothing where it has none."""
    if not baseline.errors:
        return ""
    errors = counted(baseline.errors, "error")
    return f"{quoted(baseline.named)} has {errors} of its own: what cannot be read there could not be compared"


def _found_as(baseline: Baseline, quoted: Quoted, *, is_short: bool = False) -> str:
    if baseline.commit is None:
        return ""
    commit = quoted(baseline.commit[:_SHORT])
    return f" ({commit})" if is_short or baseline.how == "commit" else f" ({baseline.how} {commit})"
