"""A resource with everything resolved, as the canonical JSON that manifests and bundles are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from promptops.canonical import canonical_json
from promptops.resources.entries import Entry, Link
from promptops.resources.project import GOVERNANCE_KEYS, Project


class Resolver:
    """Resolves the resources of one project. Every method returns canonical JSON."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def attributes(self, entry: Entry, overrides: Mapping[str, Any] | None = None) -> str:
        """Return a resource's keys: its own, those that it inherits, and the overrides of an environment on top."""
        return canonical_json({**self._inherited(entry), **json.loads(entry.data), **(overrides or {})})

    def links(self, targets: tuple[tuple[Link, Entry | None], ...]) -> str:
        """Return where each reference leads: path of keys as written to full reference, null for one that dangles."""
        found = {_pointer(link): None if target is None else target.reference for link, target in targets}
        return canonical_json(found)

    def _inherited(self, entry: Entry) -> dict[str, Any]:
        if not entry.native:
            owner = self._project.owner(entry)
            return {} if owner is None else {"owner": owner}
        values = {key: self._project.governance(entry, key) for key in GOVERNANCE_KEYS if key not in entry.governance}
        values["owner"] = self._project.owner(entry)
        return {key: value for key, value in values.items() if value is not None}


def _pointer(link: Link) -> str:
    """Return the place of a reference as a JSON pointer; an include is told apart by its offset."""
    path = "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in link.keys)
    return path if link.start < 0 else f"{path}#{link.start}"
