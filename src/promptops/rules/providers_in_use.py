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


def providers_in_use(project: Project) -> Iterator[ProviderInUse]:
    """Yield each native provider that serves models in use and is not retired, in order of files."""
    if "provider" not in project.names:
        return
    serving = Serving.of(project)
    for entry in project.of_kind("provider"):
        models = serving.by_provider.get(id(entry)) if entry.native else None
        if models and not project.is_retired(entry):
            call = serving.called[id(models[0])]
            yield ProviderInUse(entry, json.loads(entry.data), models[0], call, tuple(models))
