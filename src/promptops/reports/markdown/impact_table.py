"""The table of what changed: whom it breaks, and which version it needs."""

from __future__ import annotations

from collections import Counter
from typing import Final

from promptops.reports.change_report import ConsumerInfo
from promptops.reports.impacts import Impact, by_owner, happening, needed_version
from promptops.reports.markdown.escaping import cell, code
from promptops.reports.markdown.findings import LISTED, names
from promptops.reports.summary import counted_findings

HEAD: Final = "| what changed | breaks whom | version | findings |\n| --- | --- | --- | --- |\n"
_NOTHING: Final = "—"


def row(impact: Impact) -> str:
    """Return the row of a resource that changed."""
    resource = impact.resource
    what = f"{code(resource.reference)} {happening(resource, code)}"
    cells = (what, _broken(impact.broken), _versions(impact), _counted(impact))
    return f"| {' | '.join(map(cell, cells))} |"


def _broken(consumers: tuple[ConsumerInfo, ...]) -> str:
    owners = by_owner(consumers[:LISTED]).items()
    groups = [f"{'no owner' if owner is None else code(owner)}: {names(each)}" for owner, each in owners]
    beyond = f" and {len(consumers) - LISTED:,} more" if len(consumers) > LISTED else ""
    return "; ".join(groups) + beyond or _NOTHING


def _versions(impact: Impact) -> str:
    resource, needed = impact.resource, needed_version(impact.resource)
    if needed is not None:
        return f"{code(resource.new_version or '')} → needs **{code(needed)}**"
    known = dict.fromkeys(version for version in (resource.old_version, resource.new_version) if version is not None)
    return " → ".join(map(code, known)) or _NOTHING


def _counted(impact: Impact) -> str:
    numbers = Counter(found.severity.value for found in impact.findings)
    return counted_findings(numbers["error"], numbers["warning"], numbers["info"])
