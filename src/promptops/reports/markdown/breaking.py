"""The errors of a comparison, by the owner of what they break."""

from __future__ import annotations

from typing import NamedTuple

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import ChangeReport, ConsumerInfo
from promptops.reports.impacts import by_owner
from promptops.reports.markdown.escaping import code
from promptops.reports.markdown.findings import headline, item, names


class BreakingItem(NamedTuple):
    """An error as it is told to one owner: `heading` opens what is told to that one, `is_again` if others heard it."""

    report: ChangeReport
    found: Diagnostic
    consumers: tuple[ConsumerInfo, ...]
    heading: str
    is_again: bool

    def markdown(self) -> str:
        """Return the item, with its heading."""
        return self.heading + (self._briefly() if self.is_again else self._fully())

    def _fully(self) -> str:
        return item(self.report, self.found, self.consumers, waiving=True)

    def _briefly(self) -> str:
        return f"{headline(self.report, self.found)}, as above\n  - breaks {names(self.consumers)}"


def breaking_items(report: ChangeReport) -> list[BreakingItem]:
    """Return each error once for every owner of what it breaks: teams first, those with the most errors before others.

    At the end stands what breaks nobody's consumers, and then what breaks no consumer.
    """
    items: list[BreakingItem] = []
    told: set[Diagnostic] = set()
    for title, errors in _groups(report):
        for number, (found, consumers) in enumerate(errors):
            gap = "\n" if items else ""
            heading = f"{gap}#### {title}\n\n" if number == 0 else ""
            items.append(BreakingItem(report, found, consumers, heading, found in told))
            told.add(found)
    return items


_Errors = list[tuple[Diagnostic, tuple[ConsumerInfo, ...]]]


def _groups(report: ChangeReport) -> list[tuple[str, _Errors]]:
    owned: dict[str, _Errors] = {}
    unowned: _Errors = []
    others: _Errors = []
    for found in report.diagnostics:
        if found.severity is Severity.ERROR:
            broken = report.broken_by(found)
            for owner, consumers in by_owner(broken).items():
                errors = unowned if owner is None else owned.setdefault(owner, [])
                errors.append((found, tuple(consumers)))
            if not broken:
                others.append((found, ()))
    teams = sorted(owned.items(), key=lambda each: (-len(each[1]), each[0]))
    groups = [(f"Breaks {code(owner)}", errors) for owner, errors in teams]
    groups += [("Breaks what nobody owns", unowned), ("Other errors" if groups or unowned else "Errors", others)]
    return groups
