"""The bounds of requests, worked out once for all rules of a run that look at them.

Whoever asks for narrow ones has the texts of prompts read again, and when one of these changes, the project is linked
anew: so a rule looks at the rough ones first, and at the others where these leave something to say.
"""

from __future__ import annotations

from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from promptops.bounds import Bounds, Texts
from promptops.catalog import Catalog
from promptops.resources.project import Project
from promptops.rules.contexts import ProjectContext

_Known: TypeAlias = WeakKeyDictionary[Project, Bounds]
_NARROW: Final[_Known] = WeakKeyDictionary()
_ROUGH: Final[_Known] = WeakKeyDictionary()


def bounds_of(context: ProjectContext) -> Bounds:
    """Return the bounds of a project as its files have it, without an environment."""
    return _bounds(_NARROW, context.project, context.texts)


def rough_bounds_of(context: ProjectContext) -> Bounds:
    """Return bounds as if any text might be as long as a model takes, and any answer: none ends earlier than it should.

    What a request consists of, and how often a model is tried, is the same in both.
    """
    return _bounds(_ROUGH, context.project, None)


def _bounds(known: _Known, project: Project, texts: Texts) -> Bounds:
    found = known.get(project)
    if found is None:
        found = known[project] = Bounds.of(project, Catalog.of(project), texts)
    return found
