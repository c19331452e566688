"""What a waiver holds back, in words for people."""

from __future__ import annotations

from collections.abc import Callable

from promptops.reports.change_report import WaiverInfo
from promptops.reports.report import Report


def waived_by(report: Report, waiver: WaiverInfo, quoted: Callable[[str], str], said: Callable[[str], str]) -> str:
    """Return which waiver it is, until when and why, and who must agree to one that the change adds.

    `quoted` is how the format at hand spells a name, `said` how it spells prose.
    """
    where = " in this change" if waiver.in_this_change else ""
    approval = f"; {quoted(waiver.approver)} must approve" if waiver.in_this_change and waiver.approver else ""
    path = quoted(report.from_reader(waiver.path))
    return f"waived{where} by {path} until {waiver.until}: {said(waiver.reason)}{approval}"
