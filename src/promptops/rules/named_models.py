"""The models that a project names, each where it does, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.catalog import Catalog, ModelFacts
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.resources.rejections import quoted
from promptops.schedule.models import names_deployment

_MOST_USERS = 5
_COMPARING = frozenset({"promptfoo", "openai-evals", "lm-eval"})
"""Dialects in which models are named to be compared, old ones among them."""
_RESOLD = frozenset({"github-models"})
"""Dialects in which a name before the identifier is who made the model, and not who serves it."""


class NamedModel(NamedTuple):
    """A model that a resource names: its own, if that is a model.

    `name` is its identifier, or that of the resource where it has none; `at` is where that stands.
    """

    entry: Entry
    name: str
    at: Place
    facts: ModelFacts

    @property
    def most(self) -> Severity:
        """Return the greatest severity of what the catalogue alone says of the model.

        Without a word on who serves it, it may be somebody for whom other facts hold; and what is compared with others
        may be old on purpose.
        """
        is_certain = not self.facts.is_assumed and self.entry.dialect not in _RESOLD
        return Severity.ERROR if is_certain and not self.is_compared else Severity.WARNING

    @property
    def is_compared(self) -> bool:
        """Say whether it is named to be compared with others."""
        return self.entry.dialect in _COMPARING

    def users(self, project: Project) -> tuple[tuple[Place, str], ...]:
        """Return where the first of those who use a model with a file name it."""
        return _users_of(project, self.entry) if self.entry.kind == "model" else ()


def named_models(project: Project) -> Iterator[NamedModel]:
    """Yield the models that resources in use name, in order of files: those without a file in other dialects alone."""
    catalog = Catalog.of(project)
    for entry in project.of_kind("model"):
        if not project.is_retired(entry):
            facts = catalog.facts_of(entry)
            yield NamedModel(entry, facts.id or entry.name, entry.at("id" if facts.id else "name"), facts)
    yield from _without_file(project, catalog)


def _without_file(project: Project, catalog: Catalog) -> Iterator[NamedModel]:
    """Yield the models that are named by their identifiers; an agent and the prompt in it name theirs at one place."""
    met: set[tuple[str, str, str]] = set()
    for entry, link in project.unresolved:
        is_named = "model" in link.wanted and not entry.native and link.field != "replacement"
        if is_named and not names_deployment(entry):
            key, facts = (entry.path, entry.name, link.text), catalog.facts_on(link._replace(kind=None).text)
            if facts.is_known and key not in met and not project.is_retired(entry):
                met.add(key)
                yield NamedModel(entry, facts.id, entry.at_link(link), facts)


def _users_of(project: Project, model: Entry) -> tuple[tuple[Place, str], ...]:
    found: list[tuple[Place, str]] = []
    for entry, targets in zip(project.entries, project.targets, strict=True):
        for link, target in targets:
            if target is model and link.field != "replacement" and not project.is_retired(entry):
                found.append((entry.at_link(link), f"the {entry.kind} {quoted(entry.name)} uses it"))
        if len(found) >= _MOST_USERS:
            break
    return tuple(found[:_MOST_USERS])
