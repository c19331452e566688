"""What every output format is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.summary import Summary

if TYPE_CHECKING:
    from promptops.changes.change import Bump, Status

_PEOPLE: Final = "life"
"""The direction of changes that break no program: of owners, dates and versions."""


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

    def from_reader(self, path: str) -> str:
        """Return a path of the project as the reader of the report has to write it."""
        return path if self.root in {"", "."} else f"{self.root.rstrip('/')}/{path}"


class Baseline(NamedTuple):
    """What was compared against: `named` as a user would call it, `commit` its full id, None for a folder.

    `how` says how it was found: `merge base`, `first parent`, `commit` or `folder`. `errors` counts the changed files
    of which something cannot be read at the baseline. `head` is the full id of the commit that is judged, None for a
    folder; with `work_tree` what is not committed counts as well.
    """

    named: str
    commit: str | None
    how: str
    errors: int = 0
    head: str | None = None
    work_tree: bool = False

    @property
    def is_checked_out(self) -> bool:
        """Say whether only what is not committed can have changed."""
        return self.work_tree and self.commit is not None and self.commit == self.head


class ConsumerInfo(NamedTuple):
    """What a change breaks or reaches: a resource by its reference, or a source file by its path; and its owner."""

    name: str
    owner: str | None


class ChangedResource(NamedTuple):
    """What happened to one resource.

    `status` is `added`, `removed`, `renamed` or `changed`; `before` is its reference at the baseline, None for a new
    one. `old_version` is the version that its users have, `new_version` that of the head. `bump` is the version bump
    that is asked for: `none`, `patch`, `minor` or `major`. `consumers` are all that rely on it, broken or not.
    """

    reference: str
    kind: str
    status: Status
    before: str | None
    path: str
    owner: str | None
    old_version: str | None
    new_version: str | None
    bump: Bump
    consumers: tuple[ConsumerInfo, ...] = ()


class ChangeDetails(NamedTuple):
    """What is known of a finding about a change: who is hurt, whom it concerns, and the bump that it asks for."""

    direction: str
    bump: Bump
    consumers: tuple[ConsumerInfo, ...] = ()


class Approver(NamedTuple):
    """A team that must agree, as written, and the resources of its own that the change breaks, changes or reaches."""

    owner: str
    resources: tuple[str, ...]


class WaiverInfo(NamedTuple):
    """The waiver that holds a finding back: its file, why and until when, that day included.

    `in_this_change` says that the change itself adds it: then the team `approver` must agree, if anybody is known to.
    """

    path: str
    reason: str
    until: date
    in_this_change: bool
    approver: str | None


class WaivedInfo(NamedTuple):
    """A finding that a waiver holds back."""

    found: Diagnostic
    waiver: WaiverInfo


@dataclass(frozen=True, slots=True)
class ChangeReport(Report):
    """The report of a comparison.

    `details` are those of the findings about changes: other findings have none. `waived` are the findings that waivers
    hold back, with their details there as well. `not_compared` are the changed files of which something cannot be read
    on one of the sides. `not_shown` counts the errors of the head itself that are not among the findings, as they are
    about no change, and `new_comments` the comments that silence findings and were not there before.
    """

    baseline: Baseline
    changes: tuple[ChangedResource, ...]
    details: Mapping[Diagnostic, ChangeDetails]
    approvers: tuple[Approver, ...]
    waived: tuple[WaivedInfo, ...] = ()
    not_compared: tuple[str, ...] = ()
    not_shown: int = 0
    new_comments: int = 0

    @property
    def is_whole(self) -> bool:
        """Say whether it can be said that all is well where there are no findings."""
        return not self.not_compared and not self.not_shown

    def broken_by(self, diagnostic: Diagnostic) -> tuple[ConsumerInfo, ...]:
        """Return the consumers that a finding says are broken: none unless it is an error, or where people are hurt."""
        details = self.details.get(diagnostic)
        if details is None or diagnostic.severity is not Severity.ERROR or details.direction == _PEOPLE:
            return ()
        return details.consumers


def is_waivable(found: Diagnostic) -> bool:
    """Say whether a waiver can hold a finding back: it names a resource, and none excuses itself."""
    return found.resource is not None and not found.resource.startswith("waiver:")


def most_serious_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors, then warnings, then infos, each in the order in which they came."""
    return sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity.rank)
