"""The providers that are written for this compiler and whose models something calls."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.graph.calls import Call
from promptops.graph.serving import Serving
from promptops.resources.entries import Entry
from promptops.resources.project import Project


class ProviderInUse(NamedTuple):
    """A provider, what its file says, and the first of its models that is called, with the call.

    The call may be that of a model which this one stands in for.
    """

    entry: Entry
    data: Mapping[str, Any]
    model: Entry
    call: Call
    models: tuple[Entry, ...]


def providers_lacking(project: Project, *keys: str) -> Iterator[ProviderInUse]:
    """Yield each native provider that serves models in use and says nothing at one of some keys, in order of files."""
    for entry in project.of_kind("provider"):
        if entry.native and not project.is_retired(entry):
            data = json.loads(entry.data)
            if not all(data.get(key) for key in keys):
                yield from _in_use(Serving.of(project), entry, data)


def _in_use(serving: Serving, entry: Entry, data: Mapping[str, Any]) -> Iterator[ProviderInUse]:
    models = serving.by_provider.get(id(entry))
    if models:
        yield ProviderInUse(entry, data, models[0], serving.called[id(models[0])], tuple(models))
