"""The `promptops.yaml` that `init` writes: what it found, in comments, and nothing that was guessed into effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.diagnostics import Severity
from promptops.reports.summary import counted
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
    lines += [f"# {line}".rstrip() for line in ("When `promptops init` wrote this, it found:", *_resources(found))]
    lines += _sources(found)
    lines += _owners(found)
    return "\n".join(lines) + "\n"


def told(found: Survey) -> Iterator[str]:
    """Yield what to say of a survey once the configuration is written, and what to run next."""
    yield "found:"
    yield from _resources(found)
    for listed, what in ((found.folders, "that may hold prompts"), (found.owners, "of CODEOWNERS")):
        if listed:
            noun = "folder" if listed is found.folders else "owner"
            yield f"  {counted(len(listed), noun)} {what}: in promptops.yaml, for you to decide"
    yield f"next: {_next(found)}"


def _next(found: Survey) -> str:
    if found.dialects:
        errors, warnings = (found.findings.get(severity, 0) for severity in (Severity.ERROR, Severity.WARNING))
        return f"`promptops lint` has {counted(errors, 'error')} and {counted(warnings, 'warning')} to show"
    if found.folders:
        return "uncomment the folders to read in promptops.yaml, and run `promptops lint`"
    return "`promptops new prompt NAME --owner TEAM` writes a first prompt"


def _resources(found: Survey) -> Iterator[str]:
    for dialect in found.dialects:
        amounts = f"{counted(dialect.resources, 'resource')} in {counted(dialect.files, 'file')}"
        yield f"  {dialect.name}: {amounts}"
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(found.kinds.items()))
    yield f"  kinds: {kinds}" if kinds else "  no resources"


def _sources(found: Survey) -> Iterator[str]:
    if not found.folders:
        return
    yield from ("", "# These folders may hold prompts. Uncomment what is to be read, and add `template: jinja`")
    yield "# where the text uses {{ variables }}."
    yield "# sources:"
    for folder in found.folders[:_LISTED]:
        yield f"#   - files: {scalar(folder.pattern)} # {counted(folder.files, 'file')}"
        yield f"#     dialect: {folder.dialect}"
    yield from _more(found.folders)


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
