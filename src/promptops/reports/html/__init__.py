"""The report as one HTML page that needs nothing else: no script, no link to elsewhere, no font, no image.

A page can be kept as a build's artefact and opened years later. What comes out of files is text in it and nothing
more; should that ever fail, the page's own policy lets no browser run or load anything.
"""

from __future__ import annotations

from promptops.reports.change_report import ChangeReport
from promptops.reports.html.changes import change_body
from promptops.reports.html.findings import findings_body
from promptops.reports.html.page import page
from promptops.reports.report import Report


def render_html(report: Report) -> str:
    """Return a whole document."""
    body = change_body(report) if isinstance(report, ChangeReport) else findings_body(report)
    return page("promptops report", body, f"promptops {report.version}")
