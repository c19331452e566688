"""What `promptops catalog` does: show facts, and write a newer catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from promptops.catalog import Catalog
from promptops.catalog.records import table_of
from promptops.catalog.upstream.narrowing import only_new
from promptops.catalog.upstream.reading import GivenFile, catalogue_of
from promptops.cli.check import write_file
from promptops.cli.project import ProjectOptions, today
from promptops.cli.terminal import shown_path
from promptops.errors import PromptopsError, UsageError
from promptops.reports.model_facts import facts_json, facts_text
from promptops.scaffolds.files import NewFile, write_new
from promptops.sources.generated_names import CATALOG_NAME
from promptops.spelling import closest

_MOST_BYTES = 8 * 1024 * 1024


def facts_shown(model: str, path: str, *, as_json: bool) -> str:
    """Return the facts on a model that the catalogue for the project at a path has.

    Raises:
        UsageError: there is nothing at the path, or the catalogue does not have the model.
    """
    options = ProjectOptions(Path(path), ref=None, config=None, as_of=None, no_cache=False)
    catalog = Catalog.of(options.compiler(options.place().root, quiet=True).compiled.project)
    facts = catalog.facts_on(model)
    if not facts.is_known:
        names = {key.partition("/")[2] for key in catalog.keys}
        meant = closest(model.lower().rpartition("/")[2], sorted(names))
        advice = f"did you mean `{meant}`?" if meant else "only models of public providers are there"
        raise UsageError(f"the catalogue has no model `{model}`", help=advice)
    return facts_json(facts) if as_json else facts_text(facts)


def update_catalog(files: Sequence[str], output: str | None, as_of: date | None) -> None:
    """Write the catalogue that files make: whole to `output`, or what is new of it to the project.

    Raises:
        PromptopsError: a file cannot be read, or written, or is no catalogue.
        UsageError: the files cannot be put together.
    """
    text = catalogue_of([_given(Path(file)) for file in files], as_of or today(), Catalog.shipped())
    if output is not None:
        write_file(Path(output), text)
        path = Path(output)
    else:
        text = only_new(text, Catalog.shipped())
        options = ProjectOptions(Path(), ref=None, config=None, as_of=None, no_cache=False)
        (path,) = write_new(options.place().root, (NewFile(CATALOG_NAME, text),), replace=True)
    models = len(table_of(text).lines)
    click.echo(f"wrote {shown_path(path)}: {models:,} model{'s'[: models != 1]}")


def _given(path: Path) -> GivenFile:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            message = f"`{path}` has {size:,} bytes, and no catalogue has more than {_MOST_BYTES:,}"
            raise PromptopsError(message, help="take out what is no model")
        with path.open("rb") as file:
            return GivenFile(str(path), file.read(_MOST_BYTES + 1))
    except OSError as error:
        raise PromptopsError(f"`{path}` cannot be read: {error.strerror}") from error
