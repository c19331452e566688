"""The report as Markdown, ready to be posted as a comment on a pull request.

Nothing that comes out of a file acts on the page: no mention, link, image, HTML, heading or table of a stranger's.
"""

from __future__ import annotations

from promptops.reports.change_report import ChangeReport
from promptops.reports.markdown.changes import change_comment
from promptops.reports.markdown.findings_table import findings_comment
from promptops.reports.report import Report


def render_markdown(report: Report) -> str:
    """Return a comment of at most 60,000 characters, what matters most first and what does not fit counted."""
    return change_comment(report) if isinstance(report, ChangeReport) else findings_comment(report)
