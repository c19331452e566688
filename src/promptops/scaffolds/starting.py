"""Starting a project: its configuration and, for its authors' editors, schemas."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from promptops.compiler import CONFIG_NAME
from promptops.errors import UsageError
from promptops.resources import SLUGS
from promptops.scaffolds.configuration import configuration_text, settings_text
from promptops.scaffolds.files import NewFile, write_new
from promptops.scaffolds.schemas import FOLDER, SUFFIX, schema_text
from promptops.scaffolds.survey import Survey, survey

if TYPE_CHECKING:
    from promptops.compiler.request import Progress

Schemas = Literal["none", "config", "all"]
"""Which schemas to write: none, that of the configuration, or those of all kinds as well."""

_CONFIG = "config"
_NAMES: dict[Schemas, tuple[str, ...]] = {"none": (), "config": (_CONFIG,), "all": (_CONFIG, *SLUGS)}


class Started(NamedTuple):
    """The files that were written, and what was found before."""

    written: tuple[Path, ...]
    found: Survey


def start(root: Path, schemas: Schemas, today: date, progress: Progress, *, replace: bool) -> Started:
    """Write a configuration for the repository at `root`, and schemas; with `replace`, over one that is there.

    Raises:
        UsageError: there is a configuration already.
        PromptopsError: the repository cannot be read, or a file cannot be written.
    """
    if not replace and os.path.lexists(root / CONFIG_NAME):
        raise UsageError(f"there is a `{CONFIG_NAME}` already", help="`--force` replaces it")
    name = root.resolve().name
    found = survey(root, settings_text(name), today, progress)
    if found.folders.loaded:
        read = survey(root, settings_text(name, found.folders), today, progress)
        found = read._replace(folders=found.folders)
    files = [NewFile(f"{FOLDER}/{each}{SUFFIX}", schema_text(each)) for each in _NAMES[schemas]]
    config = NewFile(CONFIG_NAME, configuration_text(name, found, files[0].path if files else None))
    written = write_new(root, [config], replace=replace)
    return Started((*written, *write_new(root, files, replace=True)), found)
