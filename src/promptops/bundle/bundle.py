"""The bundle of an environment: what an application needs at run time, as one canonical JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from promptops.bundle.programs import Texts
from promptops.bundle.resolved import Overrides, pointer
from promptops.bundle.splits import split_of
from promptops.canonical import canonical_bytes
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

FORMAT = "promptops-bundle/1"
DEFAULT_ENVIRONMENT = "default"
"""The environment of a project that declares none."""
TAIL = b"}}"

_SHIPPED = frozenset(
    {"prompt", "fragment", "tool", "model", "provider", "agent", "budget", "rollout", "index", "environment"}
)

_NAMED = 2
"""Keys that lead to what an environment overrides: `overrides`, and the reference."""


def environments(project: Project) -> tuple[str, ...]:
    """Return the names of the environments to write a bundle for, sorted."""
    names = {entry.name for entry in project.of_kind("environment") if not project.is_retired(entry)}
    return tuple(sorted(names)) or (DEFAULT_ENVIRONMENT,)


def head(project: str | None, environment: str) -> bytes:
    """Return what stands before the first resource."""
    keys = {"environment": environment, "format": FORMAT, "project": project}
    return canonical_bytes(keys)[:-1] + b',"resources":{'


def shipped(entry: Entry, core: bytes, texts: Texts) -> bytes:
    """Return a resource as it stands in a bundle, with the comma before it."""
    name = canonical_bytes(entry.reference)
    parts = [b",", name, b':{"attributes":', texts.attributes, b",", core]
    if texts.programs:
        parts += (b',"programs":', texts.programs)
    split = split_of(entry.reference, texts.attributes)
    if split:
        parts += (b',"split":', split)
    if texts.text is not None:
        parts += (b',"text":', canonical_bytes(texts.text))
    return b"".join((*parts, b"}"))


def candidates(project: Project) -> list[int]:
    """Return the numbers of the resources that the bundle of some environment may hold, in the order of a bundle."""
    entries = project.entries
    found = [n for n, entry in enumerate(entries) if entry.kind in _SHIPPED and not project.is_retired(entry)]
    # RFC 8785 sorts keys by UTF-16 code units.
    return sorted(found, key=lambda number: entries[number].reference.encode("utf-16-be"))


def is_for(entry: Entry, environment: str) -> bool:
    """Say whether one of the candidates is for an environment.

    What is declared for another one stays out, and so does another environment itself.
    """
    if entry.kind == "environment":
        return entry.name == environment
    return entry.environment in (None, environment)


def overrides(project: Project) -> dict[str, dict[str, Overrides]]:
    """Return what each environment overrides, by the full reference of the resource."""
    found: dict[str, dict[str, Overrides]] = {}
    for entry, targets in zip(project.entries, project.targets, strict=True):
        if entry.kind == "environment":
            declared = json.loads(entry.data).get("overrides", {})
            links = [(link, target) for link, target in targets if link.keys[0] == "overrides"]
            found.setdefault(entry.name, {}).update(_overrides(declared, links))
    return found


def _overrides(
    declared: Mapping[str, Mapping[str, object]], links: Iterable[tuple[Link, Entry | None]]
) -> dict[str, Overrides]:
    """Return the overrides of one environment; those of what does not exist lead nowhere."""
    named = {link.keys[1]: target for link, target in links if len(link.keys) == _NAMED}
    found = {target.reference: Overrides(declared[str(key)], {}) for key, target in named.items() if target}
    for link, target in links:
        overridden = named.get(link.keys[1]) if len(link.keys) > _NAMED else None
        if overridden is not None:
            found[overridden.reference].links[pointer(link.keys[_NAMED:])] = target and target.reference
    return found
