"""A resource with everything resolved, as the canonical JSON that manifests and bundles are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from promptops.canonical import canonical_json
from promptops.resources.entries import Entry, Link
from promptops.resources.project import GOVERNANCE_KEYS, Project


class Overrides(NamedTuple):
    """What an environment sets in one resource: keys, and where the references in them lead, by JSON pointer."""

    fields: Mapping[str, Any]
    links: dict[str, str | None]


NO_OVERRIDES = Overrides({}, {})
_MERGED = frozenset({"parameters", "limits"})


class Resolver:
    """Resolves the resources of one project. Every method returns canonical JSON."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def attributes(self, entry: Entry, overrides: Overrides = NO_OVERRIDES) -> str:
        """Return a resource's keys: its own, those that it inherits, and the overrides of an environment on top.

        Of parameters and limits, an override replaces those that it names and leaves the others.
        """
        attributes = {**self._inherited(entry), **json.loads(entry.data)}
        for key, value in overrides.fields.items():
            attributes[key] = {**attributes.get(key, {}), **value} if key in _MERGED else value
        return canonical_json(attributes)

    def links(self, targets: tuple[tuple[Link, Entry | None], ...], overrides: Overrides = NO_OVERRIDES) -> str:
        """Return where each reference leads: JSON pointer to full reference, null for one that dangles.

        An include is told apart by its offset in the text behind a `#`.
        """
        found = {_place(link): None if target is None else target.reference for link, target in targets}
        kept = {place: target for place, target in found.items() if place.split("/")[1] not in overrides.fields}
        return canonical_json({**kept, **overrides.links})

    def _inherited(self, entry: Entry) -> dict[str, Any]:
        if not entry.native:
            owner = self._project.owner(entry)
            return {} if owner is None else {"owner": owner}
        values = {key: self._project.governance(entry, key) for key in GOVERNANCE_KEYS if key not in entry.governance}
        values["owner"] = self._project.owner(entry)
        return {key: value for key, value in values.items() if value is not None}


def pointer(keys: Sequence[str | int]) -> str:
    """Return a path of keys as a JSON pointer."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def _place(link: Link) -> str:
    return pointer(link.keys) if link.start < 0 else f"{pointer(link.keys)}#{link.start}"
