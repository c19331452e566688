"""What the users of a resource are told when it is going or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.rules.contexts import Problem
from promptops.schedule.days import date_of
from promptops.sources.text import shown


class Notice(NamedTuple):
    """What is known of a resource that is going or gone.

    `lifecycle` and `deprecation` are the effective ones; `removal` is the last day on which it may be used.
    """

    lifecycle: str
    deprecation: Mapping[str, Any]
    removal: date | None

    def has_ended(self, today: date) -> bool:
        """Say whether nobody may use the resource any more."""
        return self.lifecycle == "retired" or (self.removal is not None and self.removal < today)

    @property
    def advice(self) -> str:
        """Return what to do instead, and why."""
        replacement, reason = self.deprecation.get("replaced_by"), self.deprecation.get("reason")
        advice = f"use `{replacement}` instead" if replacement else "do without it"
        return f"{advice}: {shown(str(reason))}" if reason else advice


def _notices(project: Project) -> Mapping[int, Notice]:
    """Return the notice on each resource that is deprecated, retired or has a day of removal, by `id` of the entry."""
    found = {}
    for entry, lifecycle in project.governed_by("lifecycle"):
        if lifecycle in ("deprecated", "retired"):
            found[id(entry)] = _notice(project, entry, lifecycle)
    for entry, deprecation in project.governed_by("deprecation"):
        if id(entry) not in found and isinstance(deprecation, dict) and "remove_after" in deprecation:
            found[id(entry)] = _notice(project, entry, "")
    return found


class Use(NamedTuple):
    """A reference to a resource that is going or gone, with the resource that holds it."""

    entry: Entry
    link: Link
    target: Entry
    notice: Notice

    def named_in(self, project: Project) -> str:
        """Return what is referred to, for a message; with its major version where there are several."""
        target = self.target
        has_several = target.major is not None and len(project.named(target.kind, target.name)) > 1
        return f"the {target.kind} `{target.name}{f'@{target.major}' if has_several else ''}`"

    def problem(self, project: Project, message: str, advice: str) -> Problem:
        """Return the problem with the reference."""
        key = "lifecycle" if self.notice.lifecycle else "deprecation"
        related = ((project.written_at(self.target, key), "it says so here"),)
        return Problem(message, self.entry.at_link(self.link), advice, related, self.link.text)


def uses(project: Project, lifecycles_left_alone: frozenset[str]) -> Iterator[Use]:
    """Yield the references to what is going or gone, but for those in resources of some lifecycles."""
    return (use for lifecycle, use in _uses(project) if lifecycle not in lifecycles_left_alone)


@lru_cache(maxsize=2)  # two rules look at them
def _uses(project: Project) -> Sequence[tuple[str, Use]]:
    """Return all references to what is going or gone, each with the lifecycle of what holds it, if that is going."""
    known, found = _notices(project), []
    for entry, targets in zip(project.entries, project.targets, strict=True) if known else ():
        for link, target in targets:
            notice = known.get(id(target))
            if notice is not None and target is not None:
                lifecycle = known[id(entry)].lifecycle if id(entry) in known else ""
                found.append((lifecycle, Use(entry, link, target, notice)))
    return found


def _notice(project: Project, entry: Entry, lifecycle: str) -> Notice:
    deprecation = project.governance(entry, "deprecation")
    known = deprecation if isinstance(deprecation, dict) else {}
    return Notice(lifecycle, known, date_of(known.get("remove_after")))
