"""BAML: functions as prompts, `template_string`s as fragments, clients as models, tests as evaluations."""

from __future__ import annotations

from itertools import islice

from promptops.formats.baml.checks import faults
from promptops.formats.baml.drafts import DIALECT, Drafts
from promptops.formats.baml.syntax import Source
from promptops.formats.drafts import NOT_OURS, Reading, SourceFile
from promptops.formats.naming import segment
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.text import LineIndex

_ROOT = "baml_src"


def read(file: SourceFile) -> Reading:
    """Read the declarations of a file. Names are unique in a `baml_src` folder, and are taken from there."""
    source = Source(file.text)
    drafts = tuple(Drafts(source, folder_name(file.path)))
    found = tuple(islice(faults(source, LineIndex(file.text)), MAX_FAULTS))
    return Reading(DIALECT, drafts, found) if drafts or found else NOT_OURS


def folder_name(path: str) -> str:
    """Return what the names of a file's declarations begin with: the `baml_src` folder that it is in, or its own."""
    folders = path.split("/")[:-1]
    if _ROOT in folders:
        folders = folders[: len(folders) - folders[::-1].index(_ROOT)]
    return "".join(f"{segment(folder)}/" for folder in folders)
