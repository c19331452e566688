"""A resource with everything resolved, as the canonical JSON that manifests and bundles are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

from promptops.canonical import canonical_json
from promptops.resources.entries import Entry, Link
from promptops.resources.project import GOVERNANCE_KEYS, Project
from promptops.sources.cache import encode


class Resolution(NamedTuple):
    """What linking found out about a resource: the keys that it inherits, and where each of its links leads."""

    inherited: Mapping[str, Any]
    references: Sequence[str | None]

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Return the resolution that `line` wrote."""
        return cls(*json.loads(line))

    @property
    def line(self) -> str:
        """Return the resolution as JSON on one line."""
        return encode(self)


class Overrides(NamedTuple):
    """What an environment sets in one resource: keys, and where the references in them lead, by JSON pointer."""

    fields: Mapping[str, Any]
    links: dict[str, str | None]


class Rendering(NamedTuple):
    """The canonical JSON of a resource that manifest and bundles share.

    `attributes` is an object; `core` are the keys `digest`, `kind` and `links` without the braces around them.
    """

    attributes: bytes
    core: bytes


NO_OVERRIDES = Overrides({}, {})
_EXACT = 2**53
_MERGED = frozenset({"parameters", "limits"})


def resolved(project: Project, number: int) -> Resolution:
    """Return what linking found out about a resource, by its number in the project."""
    return Resolution(_inherited(project, project.entries[number]), references_of(project, number))


def references_of(project: Project, number: int) -> Sequence[str | None]:
    """Return where each link of a resource leads, by its number in the project."""
    return [None if target is None else target.reference for _, target in project.targets[number]]


def rendered(entry: Entry, resolution: Resolution, overrides: Overrides = NO_OVERRIDES) -> Rendering:
    """Return the canonical JSON of a resource, with the overrides of an environment on top."""
    links = _links(entry, resolution, overrides)
    core = f'"digest":"{entry.digest}","kind":"{entry.kind}","links":{links}'
    return Rendering(_attributes(entry, resolution, overrides).encode(), core.encode())


def _number(text: str) -> float:
    """Read a number; a whole one as an integer, which is written alike and faster."""
    value = float(text)
    return int(value) if abs(value) < _EXACT and value.is_integer() else value


_read = json.JSONDecoder(parse_float=_number).decode


def pointer(keys: Sequence[str | int]) -> str:
    """Return a path of keys as a JSON pointer."""
    return "".join(["/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys])


def _attributes(entry: Entry, resolution: Resolution, overrides: Overrides) -> str:
    """Return a resource's keys: its own, those that it inherits, and the overrides of an environment on top.

    Of parameters and limits, an override replaces those that it names and leaves the others.
    """
    attributes = {**resolution.inherited, **_read(entry.data)}
    for key, value in overrides.fields.items():
        attributes[key] = {**attributes.get(key, {}), **value} if key in _MERGED else value
    return canonical_json(attributes)


def _links(entry: Entry, resolution: Resolution, overrides: Overrides) -> str:
    """Return where each reference leads: JSON pointer to full reference, null for one that dangles.

    An include is told apart by its offset in the text behind a `#`.
    """
    found = dict(zip(map(_place, entry.links), resolution.references, strict=True))
    if overrides.fields:
        found = {place: target for place, target in found.items() if place.split("/")[1] not in overrides.fields}
    return canonical_json({**found, **overrides.links})


def _place(link: Link) -> str:
    return pointer(link.keys) if link.start < 0 else f"{pointer(link.keys)}#{link.start}"


def _inherited(project: Project, entry: Entry) -> dict[str, Any]:
    given = project.inherited(entry.path) if entry.native else {}
    missing = [key for key in GOVERNANCE_KEYS if key in given and key not in entry.governance]
    values = {key: given[key] for key in missing if key != "owner" and given[key] is not None}
    owner = project.owner(entry)
    return values if owner is None else {**values, "owner": owner}
