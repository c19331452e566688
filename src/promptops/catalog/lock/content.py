"""What a lock holds, and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from promptops.canonical import canonical_json
from promptops.catalog.catalog import Catalog
from promptops.catalog.facts import ModelFacts
from promptops.catalog.plain import plain_facts
from promptops.catalog.snapshots import snapshot_behind
from promptops.resources.project import Project

VERSION = 1
"""The version of the form; a lock with another one is not read."""

Name: TypeAlias = tuple[str, str]
"""A resource: the path of its file, and its reference."""


class LockedModel(NamedTuple):
    """A model: its identifier, who serves it, the snapshot behind it where that is known, what the catalogue says."""

    id: str
    provider: str
    snapshot: str
    facts: Mapping[str, Any]


class Lock(NamedTuple):
    """The content of a lock.

    `catalog` is the day of the catalogue. A model goes by its reference, or by its identifier where it has no file; the
    resources are in order, each with the digests of all that go by its name in its file.
    """

    catalog: str
    models: Mapping[str, LockedModel]
    resources: Mapping[Name, tuple[str, ...]]

    @classmethod
    def of(cls, project: Project) -> Lock:
        """Return the lock of a project as it is now."""
        catalog = Catalog.of(project)
        resources: dict[Name, tuple[str, ...]] = {}
        for entry in project.entries:
            name = entry.path, entry.reference
            resources[name] = (*resources.get(name, ()), entry.digest)
        models = dict(sorted(_models(project, catalog)))
        return cls(catalog.as_of.isoformat(), models, dict(sorted(resources.items())))

    @property
    def text(self) -> str:
        """Return the text of the lock."""
        return "".join(f"{canonical_json(row)}\n" for row in self._rows())

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        yield {"lock": VERSION, "catalog": self.catalog}
        for name, model in self.models.items():
            yield {"model": name, **{key: value for key, value in model._asdict().items() if value}}
        for (path, reference), digests in self.resources.items():
            yield {"resource": reference, "path": path, "digests": list(digests)}


def _models(project: Project, catalog: Catalog) -> Iterator[tuple[str, LockedModel]]:
    for entry in project.of_kind("model"):
        yield entry.reference, _locked(catalog.facts_of(entry))
    for entry, link in project.unresolved:
        if "model" in link.wanted and not entry.native:
            facts = catalog.facts_on(link._replace(kind=None).text)
            if facts.is_known:
                yield facts.id, _locked(facts)


def _locked(facts: ModelFacts) -> LockedModel:
    return LockedModel(facts.id, facts.provider, snapshot_behind(facts), plain_facts(facts))
