"""The catalogue that a project brings itself, and which of two goes first."""

from __future__ import annotations

from promptops.catalog.reading import read_catalog
from promptops.catalog.records import Table
from promptops.diagnostics import Fault
from promptops.resources.project import Project
from promptops.sources.generated_names import CATALOG_NAME


def read_own(project: Project) -> Table | Fault | None:
    """Return the catalogue that a project has at its root, or what is wrong with it; None where there is none."""
    text = project.generated.get(CATALOG_NAME)
    return read_catalog(text) if isinstance(text, str) else text


def tables_of(project: Project, shipped: Table) -> tuple[Table, ...]:
    """Return the catalogues for a project, the newest first; one that cannot be read is none."""
    own = read_own(project)
    if not isinstance(own, Table):
        return (shipped,)
    return (own, shipped) if own.as_of >= shipped.as_of else (shipped, own)
