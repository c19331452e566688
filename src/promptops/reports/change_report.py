"""What every output format is given of a comparison: the findings, what changed, and who must agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.report import Report

if TYPE_CHECKING:
    from promptops.changes.change import Bump, Status

_PEOPLE: Final = "life"
"""The direction of changes that break no program: of owners, dates and versions."""


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
    def comparison(self) -> Self:
        """Return the report itself."""
        return self

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
