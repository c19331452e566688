"""What providers take in a minute, and what is asked of features and agents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from promptops.bounds import Bounds
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.rules.bounding import bounds_of
from promptops.rules.contexts import ProjectContext

MAX_PROVIDERS: Final = 100
"""Providers with limits that are looked at: each takes a walk through all that is asked."""


class Asking(NamedTuple):
    """What is asked by itself, so many times a minute, None where nobody says how often."""

    entry: Entry
    rate: int | None


class RateLimit(NamedTuple):
    """What a provider takes in a minute at most, where that is written, and the bounds of what is asked of it alone.

    `counted` are the same bounds, as if no limit on spending ended anything.
    """

    provider: Entry
    requests: int | None
    tokens: int | None
    at: Place
    bounds: Bounds
    counted: Bounds


def askings(project: Project) -> Iterator[Asking]:
    """Yield the features, and the agents with traffic of their own."""
    for entry in project.entries:
        if entry.kind in ("feature", "agent") and entry.native and not project.is_retired(entry):
            has_traffic = '"traffic"' in entry.data
            if has_traffic or entry.kind == "feature":
                traffic = json.loads(entry.data).get("traffic") or {}
                yield Asking(entry, traffic.get("requests_per_minute"))


def rate_limits(context: ProjectContext) -> Iterator[RateLimit]:
    """Yield the limits of providers, the highest of those that hold in any environment."""
    project = context.project
    limited = [each for each in project.of_kind("provider") if '"limits"' in each.data and not project.is_retired(each)]
    overridden = list(_overridden(project)) if limited else []
    for provider in limited[:MAX_PROVIDERS]:
        limits = json.loads(provider.data)["limits"]
        also = [values for target, values in overridden if target is provider]
        requests, tokens = (_highest(key, limits, also) for key in ("requests_per_minute", "tokens_per_minute"))
        bounds = bounds_of(context).at(provider)
        yield RateLimit(provider, requests, tokens, provider.at("limits"), bounds, bounds.regardless_of_spending())


def _overridden(project: Project) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for entry, targets in project.linked_of_kind("environment"):
        overrides = json.loads(entry.data).get("overrides", {})
        for link, target in targets:
            if link.field == "overrides" and target is not None and target.kind == "provider":
                yield target, overrides[link.keys[-1]].get("limits") or {}


def _highest(key: str, limits: dict[str, Any], also: list[dict[str, Any]]) -> int | None:
    own = limits.get(key)
    return None if own is None else max([own, *(values[key] for values in also if key in values)])
