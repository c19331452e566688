"""The waiver of one finding."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from promptops.diagnostics import Diagnostic
from promptops.errors import UsageError
from promptops.resources.references import parse_reference
from promptops.resources.texts import MAX_NAME
from promptops.rules.waivers import LONGEST, POLICY_RULE
from promptops.scaffolds.files import NewFile
from promptops.scaffolds.ownership import Site, owner_at
from promptops.scaffolds.scalars import scalar

FOLDER = "waivers"
_OTHER = re.compile(r"[^A-Za-z0-9._]+")
_SHORT = 8
"""Digits of a fingerprint that tell two waivers of one rule and resource apart."""


class Terms(NamedTuple):
    """For what reason, until which day, and on whose account; None for the owner of the resource."""

    reason: str
    until: date
    owner: str | None = None


def waiver(site: Site, found: Diagnostic, resource_owner: str | None, terms: Terms) -> NewFile:
    """Return the file that waives a finding about a resource.

    Raises:
        UsageError: the terms are none that a waiver may have, or the finding is about nothing that it can name.
    """
    _check(found, terms, site.today)
    resource = found.resource or ""
    reference = parse_reference(resource)
    if reference is None or reference[0] == "waiver":
        advice = "put it right, or accept it with a comment or the baseline"
        raise UsageError(f"`{found.rule}` speaks of no resource that a waiver can name", help=advice)
    name = _name(site, found, reference[1])
    path = f"{FOLDER}/{name}.yaml"
    owner = terms.owner or resource_owner
    values = {
        "name": name,
        "owner": owner_at(site, path, owner).team,
        **({"policy": str(found.keys[-1])} if found.rule == POLICY_RULE else {"rule": found.rule}),
        "resource": resource,
        "reason": terms.reason.strip(),
    }
    lines = ["kind: Waiver", *(f"{key}: {_written(value)}" for key, value in values.items())]
    lines += [f"expires: {terms.until}", f'fingerprint: "{found.fingerprint}"']
    return NewFile(path, "".join(f"{line}\n" for line in lines))


def _check(found: Diagnostic, terms: Terms, today: date) -> None:
    if not terms.reason.strip():
        raise UsageError("a waiver needs a reason", help="say why with `--reason`")
    if terms.until < today:
        raise UsageError(f"{terms.until} is over", help="name a day to come with `--until`")
    if found.rule != POLICY_RULE and terms.until - today > LONGEST:
        advice = f"the last day that it may have is {today + LONGEST}"
        raise UsageError(f"a waiver holds for no more than {LONGEST.days} days", help=advice)


def _name(site: Site, found: Diagnostic, resource: str) -> str:
    plain = _OTHER.sub("-", f"{found.rule}-{resource}")[: MAX_NAME - _SHORT - 1].rstrip("-.")
    return plain if not site.project.named("waiver", plain) else f"{plain}-{found.fingerprint[:_SHORT]}"


def _written(value: str) -> str:
    """Return a value as YAML: a reference needs no quotes."""
    return value if parse_reference(value) is not None and ":" in value else scalar(value)
