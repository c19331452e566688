"""The bounds of requests, worked out once for all rules of a run that look at them."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from promptops.bounds import Bounds
from promptops.catalog import Catalog
from promptops.resources.project import Project
from promptops.rules.contexts import ProjectContext

_BOUNDS: Final[WeakKeyDictionary[Project, Bounds]] = WeakKeyDictionary()


def bounds_of(context: ProjectContext) -> Bounds:
    """Return the bounds of a project as its files have it, without an environment."""
    known = _BOUNDS.get(context.project)
    if known is None:
        known = _BOUNDS[context.project] = Bounds.of(context.project, Catalog.of(context.project), context.texts)
    return known
