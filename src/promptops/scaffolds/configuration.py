"""The `promptops.yaml` that `init` writes: what source code loads, the rest of what it found in comments.

Nothing that was guessed takes effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.reports.summary import counted
from promptops.scaffolds.folders import NO_FOLDERS, Folder, Folders
from promptops.scaffolds.overview import resource_lines
from promptops.scaffolds.scalars import scalar
from promptops.scaffolds.survey import Survey

_LISTED = 20
"""More folders or owners than this are counted, not listed."""


def settings_text(name: str, folders: Folders = NO_FOLDERS) -> str:
    """Return the settings of a project with a name; everything else that `init` writes is comment."""
    return "\n".join([f"name: {scalar(name)}", "extends: recommended # or strict", *_loaded(folders), ""])


def configuration_text(name: str, found: Survey, schema: str | None) -> str:
    """Return the text of a `promptops.yaml`. `schema` is the path of the schema that editors check it against."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += ["# Every key is optional; `promptops schema config` describes them all.", ""]
    lines += [settings_text(name, found.folders)]
    lines += [
        f"# {line}".rstrip()
        for line in ("When `promptops init` wrote this, it found:", *resource_lines(found, _LISTED))
    ]
    lines += _sources(found)
    lines += _owners(found)
    return "\n".join(lines) + "\n"


def _loaded(folders: Folders) -> Iterator[str]:
    """Yield the sources that take effect."""
    if not folders.loaded:
        return
    yield from ("", "# Source code loads prompts from these folders.", "sources:")
    for folder in folders.loaded:
        yield from _source(folder, f"{counted(folder.files, 'file')}, see {folder.named_by}")
    if folders.about:
        yield f"{_exclusion(folders.about)}"


def _sources(found: Survey) -> Iterator[str]:
    folders, about = found.folders
    others = [folder for folder in folders if folder.named_by is None]
    if not others:
        return
    too = ", too" if found.folders.loaded else ""
    yield from ("", f"# These folders may hold prompts{too}. Uncomment what is to be read.")
    yield "# sources:"
    for folder in others[:_LISTED]:
        yield from (f"# {line}" for line in _source(folder, counted(folder.files, "file")))
    yield from _more(others)
    if about and not found.folders.loaded:
        yield f"# {_exclusion(about)}"


def _source(folder: Folder, about: str) -> Iterator[str]:
    yield f"  - files: {scalar(folder.pattern)} # {about}"
    yield f"    dialect: {folder.dialect}"
    if folder.template is not None:
        yield f"    template: {folder.template} # in which all of them are templates"


def _exclusion(about: Sequence[str]) -> str:
    return f"exclude: [{', '.join(about)}] # what speaks of a folder and is no prompt"


def _owners(found: Survey) -> Iterator[str]:
    if not found.owners:
        return
    yield from ("", f"# {found.codeowners} covers files that name no owner. Uncomment it to give them to teams:")
    yield "# owners:"
    for owner in found.owners[:_LISTED]:
        yield f"#   {scalar(owner.pattern)}: {scalar(owner.team)} # {counted(owner.files, 'file')}"
    yield from _more(found.owners)


def _more(listed: Sequence[object]) -> Iterator[str]:
    if len(listed) > _LISTED:
        yield f"#   # and {len(listed) - _LISTED} more"
