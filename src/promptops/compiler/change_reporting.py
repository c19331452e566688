"""From a comparison to a report: the findings that are wanted, what changed, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from promptops.changes.change import BUMPS, Bump, Change, Consumer
from promptops.compiler.change_findings import ChangeFinding
from promptops.compiler.change_waivers import WaivedFinding
from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import (
    Approver,
    Baseline,
    ChangeDetails,
    ChangedResource,
    ChangeReport,
    ConsumerInfo,
    WaivedInfo,
    WaiverInfo,
)
from promptops.reports.report import Report
from promptops.reports.summary import Summary
from promptops.rules import find_rule
from promptops.rules.change_contexts import Releases

if TYPE_CHECKING:
    from promptops.compiler.comparing import Comparing, Judged
    from promptops.compiler.selection import Selection


def report_on_change(
    comparing: Comparing, head: Report, baseline: Baseline, selection: Selection, not_shown: int = 0
) -> ChangeReport:
    """Return the report of a comparison.

    `head` is the report of what is to be said of the head itself; its findings are told among those about the change.
    `not_shown` counts the errors of the head itself that it leaves out.
    """
    judged = comparing.judged
    wanted = frozenset(each.order for each in selection.wanted([found.diagnostic for found in judged.findings]))
    findings = [found for found in judged.findings if found.diagnostic.order in wanted]
    told = sorted((*head.diagnostics, *(found.diagnostic for found in findings)), key=lambda each: each.order)
    by_change: dict[int, list[ChangeFinding]] = {}
    for each in findings:
        by_change.setdefault(id(each.change), []).append(each)
    every = [*findings, *(each.finding for each in judged.waived)]
    return ChangeReport(
        tuple(told),
        _summary(told, head.summary, judged),
        head.version,
        head.root,
        head.rules,
        baseline,
        tuple(
            _changed(change, by_change.get(id(change), ()), _version_of_users(change, comparing.release))
            for change in comparing.comparison.changes
        ),
        {found.diagnostic: _details(found) for found in every},
        _approvers(findings, judged.waived),
        tuple(map(_waived, judged.waived)),
        comparing.not_compared,
        not_shown,
        comparing.new_comments,
    )


def _summary(told: Sequence[Diagnostic], head: Summary, judged: Judged) -> Summary:
    """Return the counts of all that is told, with what was held back on the way."""
    counted = Summary.of(told, files_read=head.files_read, resources=head.resources)
    return head._replace(
        errors=counted.errors,
        warnings=counted.warnings,
        infos=counted.infos,
        fixable=counted.fixable,
        by_rule=counted.by_rule,
        suppressed=head.suppressed + judged.suppressed,
        waived=head.waived + len(judged.waived),
    )


def _version_of_users(change: Change, releases: Releases) -> str | None:
    """Return the version that a resource has at the last release, or else at the baseline."""
    before = change.before
    if before is None or before.entry.version is None:
        return None
    released = releases.find(before.entry)
    return before.entry.version if released is None else released.snapshot.entry.version


def _changed(change: Change, own: Sequence[ChangeFinding], old_version: str | None) -> ChangedResource:
    before, after, known = change.before, change.after, change.known
    return ChangedResource(
        reference=change.reference,
        kind=change.kind,
        status=change.status,
        before=None if before is None else before.entry.reference,
        path=known.entry.path,
        owner=known.owner,
        old_version=old_version,
        new_version=None if after is None else after.entry.version,
        bump=_bump(own),
        consumers=_consumers(change.consumers),
    )


def _bump(own: Sequence[ChangeFinding]) -> Bump:
    """Return the greatest bump that is asked for: infos ask for none, unless a rule over versions has spoken."""
    is_asked = any(_is_over_versions(found.diagnostic.rule) for found in own)
    asking = [found for found in own if is_asked or found.diagnostic.severity is not Severity.INFO]
    return max((found.bump for found in asking), key=BUMPS.index, default="none")


@cache
def _is_over_versions(rule_id: str) -> bool:
    rule = find_rule(rule_id)
    return rule is not None and rule.scope == "version"


def _waived(held: WaivedFinding) -> WaivedInfo:
    leave, approver = held.leave, held.finding.change.known.owner
    waiver = WaiverInfo(leave.entry.path, leave.reason, leave.expires, held.in_this_change, approver)
    return WaivedInfo(held.finding.diagnostic, waiver)


def _details(found: ChangeFinding) -> ChangeDetails:
    return ChangeDetails(found.direction, found.bump, _consumers(found.consumers))


def _consumers(consumers: Iterable[Consumer]) -> tuple[ConsumerInfo, ...]:
    return tuple(dict.fromkeys(ConsumerInfo(each.name, each.owner) for each in consumers))


def _approvers(findings: Iterable[ChangeFinding], waived: Iterable[WaivedFinding]) -> tuple[Approver, ...]:
    """Return the teams whose resources are changed with consequences, broken, or excused by the change itself.

    Those whom an error concerns come first, then those with the most resources.
    """
    found: dict[str, set[str]] = {}
    gravest: dict[str, int] = {}
    for finding, owner, name in _concerned(findings, waived):
        if owner is not None:
            found.setdefault(owner, set()).add(name)
            gravest[owner] = max(gravest.get(owner, 0), finding.diagnostic.severity.rank)
    owners = sorted(found, key=lambda owner: (-gravest[owner], -len(found[owner]), owner))
    return tuple(Approver(owner, tuple(sorted(found[owner]))) for owner in owners)


def _concerned(
    findings: Iterable[ChangeFinding], waived: Iterable[WaivedFinding]
) -> Iterator[tuple[ChangeFinding, str | None, str]]:
    """Yield findings with each owner whom they concern, and the resource of theirs."""
    for each in waived:
        if each.in_this_change:
            change = each.finding.change
            yield each.finding, change.known.owner, change.reference
    for finding in findings:
        if finding.diagnostic.severity is not Severity.INFO:
            yield finding, finding.change.known.owner, finding.change.reference
            yield from ((finding, consumer.owner, consumer.name) for consumer in finding.consumers)
