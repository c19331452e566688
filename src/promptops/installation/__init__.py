"""A look at this installation and at the repository at hand: what works, what does not, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import promptops
from promptops.installation.dependencies import (
    look_at_dependencies,
    look_at_libyaml,
    look_at_python,
    look_at_re2,
    requirements,
)
from promptops.installation.distributions import look_at_command, look_at_package, owners
from promptops.installation.facts import Fact
from promptops.installation.machine import look_at_cache, look_at_git, look_at_shipped_files
from promptops.installation.repository import look_at_repository

__all__ = ["Surroundings", "look_at_everything"]


class Surroundings(NamedTuple):
    """What the installation is looked at in: the value of PATH, the folder of all caches, the path of a project."""

    search_path: str
    cache: Path | None
    project: Path


def look_at_everything(surroundings: Surroundings) -> Iterator[Fact]:
    """Yield every fact, each looked at only when it is asked for.

    Raises:
        UsageError: there is nothing at the project's path.
    """
    package = Path(promptops.__file__).parent
    found = owners(sys.path)
    yield from look_at_package(found, package)
    yield from look_at_command(found, surroundings.search_path)
    yield look_at_python()
    yield from look_at_dependencies(requirements(package.parents[1]))
    yield look_at_libyaml()
    yield look_at_re2()
    yield look_at_git(Path())
    yield look_at_cache(surroundings.cache)
    yield from look_at_shipped_files()
    yield from look_at_repository(surroundings.project)
