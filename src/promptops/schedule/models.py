"""When models go: those that have a file, and those that others name without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from promptops.catalog import Catalog, Fact, Retirement
from promptops.resources.entries import Entry, Link, Place
from promptops.resources.project import Project

_EMBEDS = "model"
"""The field by which an index names its model."""
_DEPLOYED: Final = '"azure_deployment"'
_DEPLOYED_AT: Final = ('"provider":"azure"', '"provider":"foundry"', '"type":"azure_openai"')
"""One of these stands in the data of a Prompty file whose model is the name that somebody gave to a deployment."""
_NOT_USES = frozenset({"replacement", "deprecation.replaced_by"})
"""Fields that name a model for later."""


def names_deployment(entry: Entry) -> bool:
    """Say whether the model that a resource of another format names is somebody's deployment: its days are others."""
    marks = _DEPLOYED_AT if entry.dialect == "prompty" else ()
    return _DEPLOYED in entry.data or any(mark in entry.data for mark in marks)


class Ending(NamedTuple):
    """The end of a model for a resource that uses it, or for the model's own file.

    `day` is the first one without answers; it is not `certain` where its provider says no more than that it will not be
    sooner. `at` is the place where the model is named, `written` where a file of the project says when it ends, and
    `source` who says so where none does.
    """

    user: Entry
    name: str
    day: date
    certain: bool
    at: Place
    written: Place | None
    source: str


def endings_of_models(project: Project) -> Iterator[Ending]:
    """Yield the end of each model that has a file and is in use, in order of files."""
    catalog = Catalog.of(project)
    for entry in project.of_kind("model"):
        fact = None if project.is_retired(entry) else catalog.facts_of(entry).retirement
        if fact is not None:
            place = fact.origin.place or entry.at("id" if '"id"' in entry.data else "name")
            yield _ending(entry, entry.name, fact, place)


def endings_of_named(project: Project) -> Iterator[Ending]:
    """Yield the end of each model that resources in use name although it has no file, once for each owner.

    Left out are deployments, which only sound like a model.
    """
    catalog = Catalog.of(project)
    met: set[tuple[str, str | None]] = set()
    for entry, link, target in _model_links(project):
        key = link.text, project.owner(entry)
        is_sought = target is None and key not in met and not names_deployment(entry)
        fact = catalog.facts_for(link, None).retirement if is_sought else None
        if fact is not None and not project.is_retired(entry):
            met.add(key)
            yield _ending(entry, link.name, fact, entry.at_link(link))


def endings_of_indexes(project: Project) -> Iterator[Ending]:
    """Yield the end of the embedding model of each index in use."""
    for entry, targets in project.linked_of_kind("index"):
        if not project.is_retired(entry):
            for link, target in targets:
                fact = Catalog.of(project).facts_for(link, target).retirement if link.field == _EMBEDS else None
                if fact is not None:
                    yield _ending(entry, link.name, fact, entry.at_link(link))


def _ending(user: Entry, name: str, fact: Fact[Retirement], at: Place) -> Ending:
    origin = fact.origin
    looked_up = f" ({origin.as_of})" if origin.as_of else ""
    source = "" if origin.place else f"{origin.title}{looked_up}"
    return Ending(user, name, fact.value.day, fact.value.precision == "day", at, origin.place, source)


def _model_links(project: Project) -> Iterator[tuple[Entry, Link, Entry | None]]:
    for entry, targets in zip(project.entries, project.targets, strict=True):
        for link, target in targets:
            if "model" in link.wanted and link.field not in _NOT_USES:
                yield entry, link, target
