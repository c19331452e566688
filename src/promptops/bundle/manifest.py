"""The manifest: everything that was compiled, resolved, with digests and source files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from promptops.bundle.resolved import Resolver
from promptops.canonical import canonical_json
from promptops.resources.project import Project

FORMAT = "promptops-manifest/1"


def manifest(project: Project, *, compiler: str, bundles: Mapping[str, str] | None) -> Iterable[str]:
    """Yield the text of the manifest in pieces: canonical JSON, with a line break before each resource.

    `bundles` maps an environment to the SHA-256 of its bundle, None when errors kept them from being written.
    """
    head: dict[str, Any] = {"bundles": bundles, "compiler": compiler, "format": FORMAT, "project": project.name}
    yield canonical_json(head)[:-1] + ',"resources":['
    resolver = Resolver(project)
    separator = "\n"
    for entry, targets in zip(project.entries, project.targets, strict=True):
        identity = canonical_json({"dialect": entry.dialect, "digest": entry.digest, "kind": entry.kind})[1:-1]
        source = canonical_json({"path": entry.path, "reference": entry.reference})[1:-1]
        attributes, links = resolver.attributes(entry), resolver.links(targets)
        yield f'{separator}{{"attributes":{attributes},{identity},"links":{links},{source}}}'
        separator = ",\n"
    yield "\n]}\n"
