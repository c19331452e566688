"""A comparison on a page: verdict, what changed and whom it breaks, the findings, whom to ask, what is waived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import ChangeReport, WaiverInfo
from promptops.reports.compared import compared_with, left_out
from promptops.reports.html.escaping import code, prose
from promptops.reports.html.findings import SHOWN, article, names, sections
from promptops.reports.impacts import Impact, gravest_first, happening, needed_version
from promptops.reports.report import most_serious_first
from promptops.reports.summary import closing_lines, counted
from promptops.reports.waived import waived_by

_HEAD: Final = "<thead><tr><th>what changed</th><th>breaks whom</th><th>version</th></tr></thead>"


def change_body(report: ChangeReport) -> str:
    """Return the body of the page."""
    return "\n".join(_parts(report))


def _parts(report: ChangeReport) -> Iterator[str]:
    breaking = [found for found in report.diagnostics if report.broken_by(found)]
    broken = {consumer for found in breaking for consumer in report.broken_by(found)}
    verdict = f"{counted(len(breaking), 'breaking change')} for {counted(len(broken), 'consumer')}"
    yield f'<h1>promptops</h1>\n<p class="verdict">{verdict if breaking else "nothing breaks"}</p>'
    yield f"<p>{compared_with(report, code)}</p>"
    yield from (f"<p>{line}</p>" for line in left_out(report, code))
    yield from (f"<p>{prose(line)}</p>" for line in closing_lines(report.summary, is_whole=report.is_whole))
    if report.changes:
        rows = "\n".join(_row(impact) for impact in gravest_first(report)[:SHOWN])
        yield f"<h2>{counted(len(report.changes), 'change')}</h2>\n<table>{_HEAD}<tbody>\n{rows}\n</tbody></table>"
    yield from _findings(report)
    if report.approvers:
        yield "<h2>To approve</h2>"
        yield from (
            f"<p>{code(each.owner)} for {', '.join(map(code, each.resources))}</p>" for each in report.approvers
        )
    if report.waived:
        held = "\n".join(article(report, each.found) + _by(report, each.waiver) for each in report.waived[:SHOWN])
        title = counted(len(report.waived), "waived finding")
        yield f"<details><summary>{title}</summary>\n{held}\n</details>"


def _findings(report: ChangeReport) -> Iterator[str]:
    errors: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for found in most_serious_first(report.diagnostics):
        (errors if found.severity is Severity.ERROR else others).append(found)
    if errors:
        yield f"<h2>{counted(len(errors), 'error')}</h2>"
        yield from (article(report, found, report.broken_by(found)) for found in errors[:SHOWN])
    if len(errors) > SHOWN:
        yield f"<p>and {len(errors) - SHOWN:,} more</p>"
    yield from sections(report, others)


def _row(impact: Impact) -> str:
    resource, needed = impact.resource, needed_version(impact.resource)
    version = code(resource.new_version) if resource.new_version else "—"
    if needed is not None:
        version += f" → needs {code(needed)}"
    what = f"{code(resource.reference)} {happening(resource, code)}"
    return f"<tr><td>{what}</td><td>{names(impact.broken) or '—'}</td><td>{version}</td></tr>"


def _by(report: ChangeReport, waiver: WaiverInfo) -> str:
    return f"\n<p>{waived_by(report, waiver, code, prose)}</p>"
