"""The bundle of an environment: what an application needs at run time, as one canonical JSON document."""

from __future__ import annotations

import json
from collections.abc import Callable

from promptops.bundle.resolved import NO_OVERRIDES, Overrides, Resolver, pointer
from promptops.canonical import canonical_json
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

FORMAT = "promptops-bundle/1"
DEFAULT_ENVIRONMENT = "default"
"""The environment of a project that declares none."""

_SHIPPED = frozenset({"prompt", "fragment", "tool", "model", "provider", "agent", "budget", "rollout", "index"})

_NAMED = 2
"""Keys that lead to what an environment overrides: `overrides`, and the reference."""

TextOf = Callable[[Entry], str | None]
"""Returns the text that a resource has outside of its keys, such as the body of a Markdown file."""


def environments(project: Project) -> tuple[str, ...]:
    """Return the names of the environments to write a bundle for, sorted."""
    names = {entry.name for entry in project.of_kind("environment") if not _is_retired(project, entry)}
    return tuple(sorted(names)) or (DEFAULT_ENVIRONMENT,)


def bundle(project: Project, environment: str, text_of: TextOf) -> bytes:
    """Return the bytes of the bundle of one environment: canonical JSON (RFC 8785), without a line break at the end.

    Retired resources stay out, and so does what is declared for another environment, or another environment itself.
    """
    resolver, overrides = Resolver(project), _overrides(project, environment)
    resources: dict[str, str] = {}
    for entry, targets in zip(project.entries, project.targets, strict=True):
        if not _is_shipped(project, entry, environment):
            continue
        overridden = overrides.get(entry.reference, NO_OVERRIDES)
        attributes = resolver.attributes(entry, overridden)
        fields = f'"attributes":{attributes},"digest":"{entry.digest}","kind":"{entry.kind}"'
        text = text_of(entry)
        tail = "" if text is None else f',"text":{canonical_json(text)}'
        # Of two that share a name, references lead to the first.
        resources.setdefault(entry.reference, f'{{{fields},"links":{resolver.links(targets, overridden)}{tail}}}')
    # RFC 8785 sorts keys by UTF-16 code units.
    ordered = sorted(resources.items(), key=lambda item: item[0].encode("utf-16-be"))
    body = ",".join([f"{canonical_json(reference)}:{resource}" for reference, resource in ordered])
    head = canonical_json({"environment": environment, "format": FORMAT, "project": project.name})[:-1]
    return f'{head},"resources":{{{body}}}}}'.encode()


def _is_shipped(project: Project, entry: Entry, environment: str) -> bool:
    if _is_retired(project, entry):
        return False
    if entry.kind == "environment":
        return entry.name == environment
    return entry.kind in _SHIPPED and entry.environment in (None, environment)


def _is_retired(project: Project, entry: Entry) -> bool:
    return bool(project.governance(entry, "lifecycle") == "retired")


def _overrides(project: Project, environment: str) -> dict[str, Overrides]:
    """Return what an environment overrides, by the full reference of the resource."""
    found: dict[str, Overrides] = {}
    for entry, targets in zip(project.entries, project.targets, strict=True):
        if (entry.kind, entry.name) != ("environment", environment):
            continue
        declared = json.loads(entry.data).get("overrides", {})
        named = {link.keys[1]: target for link, target in targets if _is_override(link) and len(link.keys) == _NAMED}
        found.update((target.reference, Overrides(declared[key], {})) for key, target in named.items() if target)
        for link, target in targets:
            overridden = named.get(link.keys[1]) if _is_override(link) and len(link.keys) > _NAMED else None
            if overridden is not None:
                found[overridden.reference].links[pointer(link.keys[_NAMED:])] = target and target.reference
    return found


def _is_override(link: Link) -> bool:
    return link.keys[0] == "overrides"
