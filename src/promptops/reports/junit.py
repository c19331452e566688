"""A JUnit report, which any CI server shows: a test case for each rule that spoke of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.printable import line_start, printable
from promptops.reports.report import Report, most_serious_first
from promptops.reports.summary import closing_lines, counted

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_junit(report: Report) -> str:
    """Return one test suite; errors and warnings fail their test case, infos are its output."""
    suites = Element("testsuites", {"name": "promptops"})
    suite = SubElement(suites, "testsuite", {"name": "promptops"})
    groups = _groups(report.diagnostics)
    for findings in groups:
        _add_case(suite, report, findings)
    if not groups:
        verdict, *_ = closing_lines(report.summary)
        SubElement(suite, "testcase", {"classname": "promptops", "name": verdict, "time": "0"})
    counts = {"tests": len(suite), "failures": len(suite.findall("testcase/failure")), "errors": 0, "skipped": 0}
    for element in (suites, suite):
        element.attrib.update({name: f"{number}" for name, number in counts.items()} | {"time": "0"})
    indent(suites)
    return _DECLARATION + tostring(suites, encoding="unicode") + "\n"


def _groups(diagnostics: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        groups.setdefault((diagnostic.primary.path, diagnostic.rule), []).append(diagnostic)
    return list(groups.values())


def _add_case(suite: Element, report: Report, findings: list[Diagnostic]) -> None:
    worst = most_serious_first(findings)[0]
    path = printable(report.from_reader(worst.primary.path))
    attributes = {"classname": f"promptops.{printable(worst.rule)}", "name": path, "file": path}
    case = SubElement(suite, "testcase", attributes | {"line": f"{worst.primary.line}", "time": "0"})
    if worst.severity is Severity.INFO:
        outcome = SubElement(case, "system-out")
    else:
        message = printable(worst.message) if len(findings) == 1 else counted(len(findings), "finding")
        outcome = SubElement(case, "failure", {"type": worst.severity.value, "message": message})
    outcome.text = "\n".join(_line(report, finding) for finding in findings)


def _line(report: Report, finding: Diagnostic) -> str:
    path, line, column, *_ = finding.primary
    place = f"{line_start(report.from_reader(path))}:{line}:{column}"
    advice = f"; help: {printable(finding.help)}" if finding.help else ""
    notes = "".join(f"; note: {printable(note)}" for note in finding.notes)
    return f"{place}: {finding.severity}: {printable(finding.message)}{advice}{notes}"
