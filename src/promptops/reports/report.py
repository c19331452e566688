"""What every output format is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.summary import Summary


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
    POSIX path, `.` if they are the same, never an absolute one. `rules` is keyed by rule id and may lack some.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    version: str
    root: str
    rules: Mapping[str, RuleInfo]

    def from_reader(self, path: str) -> str:
        """Return a path of the project as the reader of the report has to write it."""
        return path if self.root in {"", "."} else f"{self.root.rstrip('/')}/{path}"


def most_serious_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors, then warnings, then infos, each in the order in which they came."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity.rank)
