"""What the findings about a change come to, resource by resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from promptops.changes.change import BUMPS
from promptops.changes.versions import Version, declared_bump, next_version
from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import ChangedResource, ChangeReport, ConsumerInfo

_NOTHING = -1


class Impact(NamedTuple):
    """A resource that changed, the findings about it, and the consumers that they prove to be broken, each once."""

    resource: ChangedResource
    findings: tuple[Diagnostic, ...]
    broken: tuple[ConsumerInfo, ...]

    @property
    def worst(self) -> Severity | None:
        """Return the greatest severity of the findings, None where there is none."""
        return max((found.severity for found in self.findings), key=lambda each: each.rank, default=None)

    @property
    def order(self) -> tuple[object, ...]:
        """Return the sort key: severity, version bump and number of broken consumers, the greatest first; the name."""
        rank = _NOTHING if self.worst is None else self.worst.rank
        return (-rank, -BUMPS.index(self.resource.bump), -len(self.broken), self.resource.reference)


def impacts_of(report: ChangeReport) -> list[Impact]:
    """Return one impact for each changed resource, in the order of the changes."""
    about: dict[str | None, list[Diagnostic]] = {}
    for found in report.diagnostics:
        if found in report.details:
            about.setdefault(found.resource, []).append(found)
    return [_impact(report, resource, about.get(resource.reference, ())) for resource in report.changes]


def gravest_first(report: ChangeReport) -> list[Impact]:
    """Return the same, the most serious first."""
    return sorted(impacts_of(report), key=lambda impact: impact.order)


def needed_version(resource: ChangedResource) -> str | None:
    """Return the least version that announces what changed; None where the present one does, or there is none."""
    if resource.bump == "none" or resource.old_version is None or resource.new_version is None:
        return None
    try:
        old, new = Version.of(resource.old_version), Version.of(resource.new_version)
    except ValueError:  # other formats allow other versions
        return None
    is_announced = BUMPS.index(declared_bump(old, new)) >= BUMPS.index(resource.bump)
    return None if is_announced else f"{next_version(old, resource.bump)}"


def title_of(resource: ChangedResource) -> str:
    """Return the name of a resource without kind and major version: `support/refund-reply`."""
    name = resource.reference.partition(":")[2]
    return name.rpartition("@")[0] or name or resource.reference


def happening(resource: ChangedResource, quoted: Callable[[str], str]) -> str:
    """Return what happened to a resource, in words that follow its name; `quoted` spells what comes out of files."""
    before = resource.before
    if resource.status == "renamed" and before is not None:
        return f"renamed from {quoted(before)}"
    return resource.status


def by_owner(consumers: Iterable[ConsumerInfo]) -> dict[str | None, list[ConsumerInfo]]:
    """Return consumers by the team that owns them: teams by name, and at the end under None what nobody owns."""
    owners: dict[str | None, list[ConsumerInfo]] = {}
    for consumer in sorted(consumers, key=lambda each: (each.owner is None, each.owner or "")):
        owners.setdefault(consumer.owner, []).append(consumer)
    return owners


def _impact(report: ChangeReport, resource: ChangedResource, findings: Iterable[Diagnostic]) -> Impact:
    found = tuple(findings)
    broken = dict.fromkeys(consumer for each in found for consumer in report.broken_by(each))
    return Impact(resource, found, tuple(broken))
