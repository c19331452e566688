"""Findings on a page: one article each, the most serious first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.reports.change_report import ConsumerInfo
from promptops.reports.html.escaping import code, lines, prose
from promptops.reports.report import Report, most_serious_first
from promptops.reports.summary import closing_lines, counted

SHOWN: Final = 1_000
"""Findings of one severity on a page; more are counted, as no browser likes a page of a hundred megabytes."""
_NAMED: Final = 20
_CHANGED: Final = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")


def findings_body(report: Report) -> str:
    """Return the body of a report without a comparison."""
    verdict, *asides = closing_lines(report.summary)
    found = most_serious_first(report.diagnostics)
    parts = [f'<h1>promptops</h1>\n<p class="verdict">{prose(verdict)}</p>']
    parts += [f"<p>{prose(aside)}</p>" for aside in asides]
    return "\n".join([*parts, *sections(report, found)])


def sections(report: Report, found: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield errors and warnings, and infos folded away."""
    by_severity: dict[Severity, list[Diagnostic]] = {}
    for each in found:
        by_severity.setdefault(each.severity, []).append(each)
    for severity, findings in by_severity.items():
        title = counted(len(findings), severity.value)
        articles = "\n".join(article(report, each) for each in findings[:SHOWN])
        beyond = f"\n<p>and {len(findings) - SHOWN:,} more</p>" if len(findings) > SHOWN else ""
        if severity is Severity.INFO:
            yield f"<details><summary>{title}</summary>\n{articles}{beyond}\n</details>"
        else:
            yield f"<h2>{title}</h2>\n{articles}{beyond}"


def article(report: Report, found: Diagnostic, consumers: Iterable[ConsumerInfo] = ()) -> str:
    """Return a finding: where, what, the line in question, whom it breaks, what to do."""
    parts = [
        f'<p><span class="severity">{found.severity.value}</span> {prose(found.message)} {code(found.rule)}</p>',
        f"<p>{place(report, found.primary)}</p>",
    ]
    if found.snippet:
        parts.append(f"<pre>{lines(found.snippet)}</pre>")
    parts += [f"<p>{_note(note)}</p>" for note in found.notes]
    broken = names(consumers)
    if broken:
        parts.append(f"<p>breaks {broken}</p>")
    parts += [f"<p>{place(report, each.span)}: {prose(each.text)}</p>" for each in found.related]
    if found.help:
        parts.append(f"<p>help: {prose(found.help)}</p>")
    body = "\n".join(parts)
    return f'<article class="{found.severity.value}">\n{body}\n</article>'


def place(report: Report, span: Span) -> str:
    """Return path, line and column."""
    return code(f"{report.from_reader(span.path)}:{span.line}:{span.column}")


def names(consumers: Iterable[ConsumerInfo]) -> str:
    """Return consumers with their owners, and how many there are beyond those shown."""
    every = list(consumers)
    shown = [code(each.name) + (f" ({code(each.owner)})" if each.owner else "") for each in every[:_NAMED]]
    beyond = f" and {len(every) - _NAMED:,} more" if len(every) > _NAMED else ""
    return ", ".join(shown) + beyond


def _note(note: str) -> str:
    """Return a note; what a sentence lost and gained is marked in it."""
    if _CHANGED.search(note) is None:
        return prose(note)
    parts, end = [], 0
    for match in _CHANGED.finditer(note):
        gone, come = match.groups()
        parts.append(lines(note[end : match.start()]))
        parts.append(f"<del>{lines(gone)}</del>" if gone is not None else f"<ins>{lines(come)}</ins>")
        end = match.end()
    return "".join([*parts, lines(note[end:])])
