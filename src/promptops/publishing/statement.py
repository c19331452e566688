"""What is said of a bundle when it is signed: how it came about, and what was known to be wrong with it.

All of it follows from the commit, the compiler and what was asked for; nothing from the machine, the hour or the path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from promptops import __version__
from promptops.canonical import digest
from promptops.config.settings import Settings
from promptops.diagnostics import Diagnostic, Severity
from promptops.publishing.provenance import Provenance
from promptops.publishing.reviews import Reviewer
from promptops.resources.project import Project
from promptops.rules.waivers import leaves


class Judgement(NamedTuple):
    """What was found on a day: the findings that stand, and how many were held back, and how."""

    day: date
    standing: tuple[Diagnostic, ...]
    accepted: int
    suppressed: int
    waived: int


class Facts(NamedTuple):
    """All that a statement is made of. `reviewers` is None where nobody can tell."""

    project: Project
    settings: Settings
    judgement: Judgement
    provenance: Provenance
    reviewers: Iterable[Reviewer] | None


def predicate(facts: Facts, environment: str, bom: str) -> dict[str, Any]:
    """Return the predicate of the statement about the bundle of an environment; `bom` is the SHA-256 of its bill."""
    project, provenance, reviewers = facts.project, facts.provenance, facts.reviewers
    return {
        "bom": {"sha256": bom},
        "clean": provenance.is_clean,
        "compiler": {"name": "promptops", "version": __version__},
        "environment": environment,
        "findings": _findings(facts.judgement),
        "owners": _owners(project),
        "policies": {"sha256": policy_digest(project, facts.settings)},
        "project": project.name,
        "reviewers": None if reviewers is None else [{"by": each.by, "name": each.name} for each in reviewers],
        "revision": provenance.revision,
        "waivers": _waivers(project, facts.judgement.day),
    }


def policy_digest(project: Project, settings: Settings) -> str:
    """Return the SHA-256 over everything that decides what is found: configuration, profiles and policies."""
    judged = settings.row()
    return digest(
        {
            "config": judged["config"],
            "policies": {entry.reference: entry.digest for entry in project.of_kind("policy")},
            "profiles": judged["profiles"],
        }
    )


def _findings(judgement: Judgement) -> dict[str, Any]:
    severities = Counter(found.severity for found in judgement.standing)
    return {
        "accepted": judgement.accepted,
        "judged_on": f"{judgement.day}",
        "rules": dict(Counter(found.rule for found in judgement.standing)),
        "suppressed": judgement.suppressed,
        "waived": judgement.waived,
        **{f"{severity}s": severities[severity] for severity in Severity},
    }


def _owners(project: Project) -> dict[str, int]:
    """Return how many resources each team answers for; those of nobody count under an empty name."""
    return dict(Counter(project.owner(entry) or "" for entry in project.entries))


def _waivers(project: Project, day: date) -> list[dict[str, Any]]:
    """Return the exceptions in force, each with who answers for it."""
    return [
        {
            "expires": f"{leave.expires}",
            "owner": project.owner(leave.entry),
            "policy": leave.policy,
            "reason": leave.reason,
            "resource": leave.resource,
            "rule": leave.rule if leave.policy is None else None,
            "waiver": leave.entry.reference,
        }
        for leave in sorted(leaves(project), key=lambda leave: leave.entry.reference)
        if leave.holds(day)
    ]
