"""What every output format is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.summary import Summary

if TYPE_CHECKING:
    from promptops.reports.change_report import ChangeReport


class RuleInfo(NamedTuple):
    """What a report says of a rule: its id, one sentence, its page as Markdown, and its default severity."""

    id: str
    title: str
    page: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, sorted by `Diagnostic.order`, and what is known of the run.

    `root` leads from where the reader stands (the repository, or the working directory) to the project: a relative
    POSIX path, `.` if they are the same, never an absolute one. `rules` is keyed by rule id and may lack some. `output`
    is the folder of the bundles that were written, from the project's root; None where none were.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    version: str
    root: str
    rules: Mapping[str, RuleInfo]
    output: str | None = field(default=None, kw_only=True)

    @property
    def comparison(self) -> ChangeReport | None:
        """Return the report itself if it is that of a comparison."""
        return None

    def from_reader(self, path: str) -> str:
        """Return a path of the project as the reader of the report has to write it."""
        return path if self.root in {"", "."} else f"{self.root.rstrip('/')}/{path}"


def is_waivable(found: Diagnostic) -> bool:
    """Say whether a waiver can hold a finding back: it names a resource, and none excuses itself."""
    return found.resource is not None and not found.resource.startswith("waiver:")


def most_serious_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors, then warnings, then infos, each in the order in which they came."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity.rank)
