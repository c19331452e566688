"""Small projects for bounds: resources as JSON, with the links and texts that reading files would give them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from promptops.bounds import Bound, Bounds, Gap, Texts
from promptops.catalog import Fact, ModelFacts, Origin, Price
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.templates import EMPTY, PromptText

Resources = Mapping[str, Mapping[str, Any]]

KINDS = {"handoffs": "agent", "fallbacks": "model"}
REFERRING = ("prompt", "model", "tools", "handoffs", "parts", "invokes", "fallbacks", "provider", "subjects")
ORIGIN = Origin("the test", None)


def links_of(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterable[Link]:
    """Yield the references in the fields that hold them; a name without a kind is one of the field's."""
    for field in REFERRING:
        written = data.get(field, ())
        for index, text in enumerate([written] if isinstance(written, str) else written):
            kind, _, name = text.rpartition(":")
            wanted = kind or KINDS.get(field) or field.removesuffix("s")
            keys: tuple[str | int, ...] = (*above, field) if isinstance(written, str) else (*above, field, index)
            label = f"overrides.{field}" if above else field
            yield Link(label, (wanted,), kind or None, name, None, keys)
    for reference, override in data.get("overrides", {}).items():
        kind, _, name = reference.partition(":")
        yield Link("overrides", (kind,), kind, name, None, ("overrides", reference))
        yield from links_of(override, ("overrides", reference))


def project_of(resources: Resources) -> Project:
    """Return the project of some resources by reference; `dialect` in one of them is that of its file."""
    entries = []
    for reference, data in resources.items():
        kind, _, name = reference.partition(":")
        left = {key: value for key, value in data.items() if key != "dialect"}
        path, dialect = f"{kind}s/{name}.yaml", data.get("dialect", "native")
        links = tuple(links_of(left))
        entries.append(Entry(path, 0, kind, name, None, dialect, {}, None, links, None, (), (), json.dumps(left), ""))
    return Project(entries)


@pytest.fixture(scope="session")
def simulator() -> ModuleType:
    """Return the module beside this one that runs requests."""
    spec = spec_from_file_location("simulator", Path(__file__).with_name("simulator.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fact(value: Any) -> Any:
    return None if value is None else Fact(value, ORIGIN)


class StatedFacts:
    """What the files of models say, and nothing else."""

    def facts_for(self, link: Link, target: Entry | None) -> ModelFacts:
        data = {} if target is None else json.loads(target.data)
        price = data.get("price")
        return ModelFacts(
            id=data.get("id", link.name),
            type=fact(data.get("type")),
            context_window=fact(data.get("context_window")),
            max_output_tokens=fact(data.get("max_output_tokens")),
            price=fact(Price(**price, most_input=price["input"], most_output=price["output"])) if price else None,
        )


def texts_of(entry: Entry) -> Sequence[PromptText]:
    body = json.loads(entry.data).get("body", "")
    return (PromptText(("body",), body, EMPTY),)


@dataclass(frozen=True)
class Bounded:
    """The bounds of some resources, asked for by reference."""

    bounds: Bounds
    entries: Mapping[str, Entry]

    def request(self, reference: str) -> Bound:
        return self.bounds.request(self.entries[reference])

    def gaps(self, reference: str) -> tuple[Gap, ...]:
        return self.bounds.gaps(self.entries[reference])


@pytest.fixture(scope="session")
def make_bounds() -> Callable[..., Bounded]:
    """Return `make(resources, environment="", provider="")`, the bounds of some resources by reference.

    With `texts=None`, nobody can read what prompts say.
    """

    def make(resources: Resources, environment: str = "", provider: str = "", texts: Texts = texts_of) -> Bounded:
        project = project_of(resources)
        named = {entry.reference: entry for entry in project.entries}
        bounds = Bounds.of(project, StatedFacts(), texts, named.get(environment))
        return Bounded(bounds.at(named[provider]) if provider else bounds, named)

    return make
