"""What a waiver allows, and on which days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple, Self

from promptops.diagnostics import Diagnostic
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.resources.references import parse_reference
from promptops.rules import is_over_changes
from promptops.schedule.days import date_of

LONGEST: Final = timedelta(days=90)
"""A waiver of a rule that ends later than this, counted from today, does not hold."""
POLICY_RULE: Final = "broken-policy"
"""The rule that finds what a policy asks for in vain; its findings end with the reference of the policy."""


class Leave(NamedTuple):
    """Leave for a resource to break a rule until a day, that day included.

    `entry` is the waiver; `resource` is what it names, as written, of the kind, name and major version that follow.
    `policy` is the policy that it names, as written, of all that `rule` enforces; None for the waiver of a rule.
    `fingerprint` is None for one that means every finding.
    """

    entry: Entry
    rule: str
    resource: str
    kind: str | None
    name: str
    major: int | None
    expires: date
    fingerprint: str | None
    policy: str | None = None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return what a valid waiver allows."""
        written = json.loads(entry.data)
        resource: str = written["resource"]
        reference = parse_reference(resource) or (None, resource, None)
        expires = date_of(written["expires"]) or date.min
        rule, policy = written.get("rule", POLICY_RULE), written.get("policy")
        return cls(entry, rule, resource, *reference, expires, written.get("fingerprint"), policy)

    @property
    def reason(self) -> str:
        """Return why, as written."""
        reason: str = json.loads(self.entry.data)["reason"]
        return reason

    def has_expired(self, today: date) -> bool:
        """Say whether its last day is over."""
        return self.expires < today

    def is_overlong(self, today: date) -> bool:
        """Say whether it ends later than a waiver of a rule may."""
        return self.policy is None and self.expires - today > LONGEST

    def holds(self, today: date) -> bool:
        """Say whether findings are held back by it."""
        return not self.has_expired(today) and not self.is_overlong(today)

    def is_for(self, found: Diagnostic) -> bool:
        """Say whether a finding of its rule is one that it is for, whichever resource that is about."""
        if self.policy is not None and (not found.keys or not self._is_policy(str(found.keys[-1]))):
            return False
        return self.fingerprint is None or self.fingerprint == found.fingerprint

    def _is_policy(self, reference: str) -> bool:
        """Say whether a policy is the one that it names: without a number, every major version is."""
        named, found = parse_reference(self.policy or ""), parse_reference(reference)
        if named is None or found is None:
            return False
        return named[1] == found[1] and named[2] in (None, found[2])

    def names(self, entry: Entry) -> bool:
        """Say whether a resource is the one that it is for: without a number, every major version is."""
        if self.name != entry.name or self.kind not in (None, entry.kind):
            return False
        return self.major is None or self.major == entry.major


def leaves(project: Project) -> Iterator[Leave]:
    """Yield what the valid waivers of a project allow."""
    return (Leave.of(entry) for entry in project.of_kind("waiver"))


def outlived(entry: Entry, link: Link) -> bool:
    """Say whether a reference is that of a waiver to what a change may have removed."""
    if entry.kind != "waiver" or link.field != "resource":
        return False
    return is_over_changes(Leave.of(entry).rule)
