"""The `promptops.yaml` that `init` writes: what it found, in comments, and nothing that was guessed into effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.reports.summary import counted
from promptops.scaffolds.overview import resource_lines
from promptops.scaffolds.scalars import scalar
from promptops.scaffolds.survey import Survey

_LISTED = 20
"""More folders or owners than this are counted, not listed."""


def settings_text(name: str) -> str:
    """Return the settings of a project with a name; everything else that `init` writes is comment."""
    return f"name: {scalar(name)}\nextends: recommended # or strict\n"


def configuration_text(name: str, found: Survey, schema: str | None) -> str:
    """Return the text of a `promptops.yaml`. `schema` is the path of the schema that editors check it against."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += ["# Every key is optional; `promptops schema config` describes them all.", ""]
    lines += [settings_text(name)]
    lines += [
        f"# {line}".rstrip()
        for line in ("When `promptops init` wrote this, it found:", *resource_lines(found, _LISTED))
    ]
    lines += _sources(found)
    lines += _owners(found)
    return "\n".join(lines) + "\n"


def _sources(found: Survey) -> Iterator[str]:
    folders, about = found.folders
    if not folders:
        return
    yield from ("", "# These folders may hold prompts. Uncomment what is to be read.")
    yield "# sources:"
    for folder in folders[:_LISTED]:
        yield f"#   - files: {scalar(folder.pattern)} # {counted(folder.files, 'file')}"
        yield f"#     dialect: {folder.dialect}"
        if folder.template is not None:
            yield f"#     template: {folder.template} # in which all of them are templates"
    yield from _more(folders)
    if about:
        yield f"# exclude: [{', '.join(about)}] # what speaks of a folder and is no prompt"


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
