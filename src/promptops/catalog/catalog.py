"""The catalogue: what is known of a model by its identifier, and by its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from weakref import WeakKeyDictionary

from promptops.catalog.declared import declared, has_own_endpoint, named_in
from promptops.catalog.facts import ModelFacts, Origin
from promptops.catalog.merging import elsewhere, merged, origin_of, unless_known
from promptops.catalog.overlay import tables_of
from promptops.catalog.providers import asked_for, provider_named
from promptops.catalog.records import Record, Table, table_of
from promptops.catalog.shipped import shipped_text
from promptops.catalog.snapshots import snapshots_of
from promptops.resources.entries import Entry, Identity, Link
from promptops.resources.project import Project

_DEPLOYED_AT = "azure"
"""Where everybody has an address of their own."""


class Catalog:
    """Facts on models by identifier, read line by line when somebody asks for one."""

    def __init__(self, *tables: Table) -> None:
        """Look models up in tables that were checked, the one that goes first first."""
        self._tables = tables
        self._named: dict[tuple[str, str], ModelFacts] = {}
        self._declared: dict[Identity, ModelFacts] = {}

    @staticmethod
    @cache
    def shipped() -> Catalog:
        """Return the catalogue in the package."""
        return Catalog(table_of(shipped_text()))

    @staticmethod
    def of(project: Project) -> Catalog:
        """Return the catalogue that goes with a project: the same one whenever it is asked for."""
        known = _CATALOGS.get(project)
        if known is None:
            (shipped,) = Catalog.shipped()._tables  # noqa: SLF001 - its own kind
            known = _CATALOGS[project] = Catalog(*tables_of(project, shipped))
        return known

    @property
    def as_of(self) -> date:
        """Return the day of the newest of what it is made of."""
        return self._tables[0].as_of

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of all models, such as `openai/gpt-4o`."""
        return frozenset().union(*(table.lines for table in self._tables))

    def facts_on(self, written: str, provider: str = "") -> ModelFacts:
        """Return the facts on an identifier as a file writes it; `provider` is who serves it, where that is said."""
        asked = written, provider
        known = self._named.get(asked)
        if known is None:
            known = self._named[asked] = self._found(written, provider)
        return known

    def facts_of(self, entry: Entry) -> ModelFacts:
        """Return the facts on a resource of kind `model`: its file goes before the catalogue, field by field."""
        known = self._declared.get(entry.identity)
        if known is None:
            facts = self.facts_on(*named_in(entry))
            if has_own_endpoint(entry) and facts.provider != _DEPLOYED_AT:
                facts = elsewhere(facts)._replace(is_assumed=True)
            known = self._declared[entry.identity] = declared(facts, entry)
        return known

    def facts_for(self, link: Link, target: Entry | None) -> ModelFacts:
        """Return the facts on what a reference to a model leads to, or names where it leads to no resource."""
        if target is None:
            return self.facts_on(link._replace(kind=None).text)
        return self.facts_of(target) if target.sound and target.kind == "model" else ModelFacts()

    def said_of(self, key: str) -> Iterator[tuple[Record, Origin]]:
        """Yield all that is said of the model with a key, and where it comes from; the last word last."""
        table = next((each for each in self._tables if key in each.lines), self._tables[0])
        for record in table.records(key):
            yield record, origin_of(record, table.sources)

    def records(self, key: str) -> list[Record]:
        """Return all that is said of the model with a key."""
        return [record for record, _ in self.said_of(key)]

    def records_from(self, source: str) -> Iterator[tuple[str, Record]]:
        """Yield what one source says, with the key of the model that it says it of."""
        for key in sorted(self.keys):
            yield from ((key, record) for record in self.records(key) if record["source"] == source)

    def read_on(self, source: str) -> date | None:
        """Return the day on which a source was read, None for one that is not used."""
        known = (table.sources.get(source) for table in self._tables)
        return next((each.as_of for each in known if each is not None), None)

    def _found(self, written: str, provider: str) -> ModelFacts:
        asked = asked_for(written, provider) if written else None
        key = next((each for each in asked.keys if each in self.keys), "") if asked else ""
        if not asked or not key:
            return ModelFacts(id=written, provider=provider_named(provider))
        start = ModelFacts(written, key.partition("/")[0], key, self._snapshots.get(key, ()), asked.is_assumed)
        facts = self._resolved(merged(start, self.said_of(key)))
        return elsewhere(facts) if asked.is_elsewhere else facts

    def _resolved(self, facts: ModelFacts) -> ModelFacts:
        """Return the facts on an alias with those on the snapshot that it stands for, where nothing else is known."""
        key = f"{facts.provider}/{facts.snapshot.value.lower()}" if facts.snapshot else ""
        return unless_known(facts, merged(ModelFacts(), self.said_of(key))) if key else facts

    @cached_property
    def _snapshots(self) -> dict[str, tuple[str, ...]]:
        return snapshots_of(self.keys)


_CATALOGS: WeakKeyDictionary[Project, Catalog] = WeakKeyDictionary()
