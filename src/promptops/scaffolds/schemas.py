"""The published JSON Schemas by name: one for each kind of resource, for the configuration, and for each output."""

from __future__ import annotations

import json
from collections.abc import Iterator

from promptops.errors import UsageError
from promptops.packaged import published_schemas
from promptops.spelling import closest

SUFFIX = ".schema.json"
"""What the file of a schema is called behind its name."""

FOLDER = ".promptops/schemas"
"""Where a repository keeps schemas for its authors' editors."""


def schema_names() -> tuple[str, ...]:
    """Return the names of all published schemas, sorted."""
    files = (file.name for file in published_schemas().iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in files if name.endswith(SUFFIX)))


def schema_text(name: str) -> str:
    """Return a published schema as JSON; letter case counts for nothing, so that kinds may be written as in files.

    Raises:
        UsageError: there is no such schema.
    """
    names = schema_names()
    if name.lower() not in names:
        meant = closest(name, names)
        advice = f"did you mean `{meant}`?" if meant else "`promptops schema` lists them"
        raise UsageError(f"there is no schema `{name}`", help=advice)
    return (published_schemas() / f"{name.lower()}{SUFFIX}").read_text(encoding="utf-8")


def schema_summaries() -> Iterator[tuple[str, str]]:
    """Yield the name of each published schema, and what it describes in one sentence."""
    for name in schema_names():
        description = str(json.loads(schema_text(name)).get("description", ""))
        yield name, description.partition("\n")[0].partition(". ")[0].removesuffix(".")
