"""What `export` writes: prompts, a file each, or all tools in one, in the dialect that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from promptops.compiler.pipeline import Compilation
from promptops.conversion.exportable import Exportable, ExportError
from promptops.diagnostics import Span
from promptops.errors import UsageError
from promptops.resources.entries import Entry, Link
from promptops.resources.references import parse_reference
from promptops.scaffolds.files import NewFile
from promptops.spelling import closest

FORMATS = ("prompty", "dotprompt", "github", "mcp")
"""The dialects that can be written."""
_TOOLS = "mcp"


class Refusal(NamedTuple):
    """A resource that would mean something else in the other dialect."""

    subject: str
    place: Span
    reason: str
    help: str | None


class Loss(NamedTuple):
    """What the other dialect has no place for in a resource."""

    subject: str
    keys: tuple[str, ...]


class Export(NamedTuple):
    """The files to write, and what is to be told of them."""

    files: tuple[NewFile, ...]
    losses: tuple[Loss, ...]
    refusals: tuple[Refusal, ...]


def export(compiled: Compilation, target: str, names: Sequence[str]) -> Export:
    """Return what becomes of the prompts, or the tools, with some names; of all where there are none.

    Raises:
        UsageError: there is no resource of a name.
    """
    kind = "tool" if target == _TOOLS else "prompt"
    found = [Exportable(compiled, entry) for entry in _chosen(compiled, kind, names)]
    writer = import_module(f"promptops.conversion.targets.{target}")
    files: list[NewFile] = []
    refusals: list[Refusal] = []
    sound: list[Exportable] = []
    for each in found:
        try:
            text = writer.write([each] if target == _TOOLS else each)
        except ExportError as error:
            refusals.append(Refusal(f"{kind} `{each.name}`", error.place, str(error), error.help))
            continue
        sound.append(each)
        if target != _TOOLS:
            files.append(NewFile(f"{each.name}{writer.SUFFIX}", text))
    if target == _TOOLS and sound:
        files.append(NewFile(writer.FILE, writer.write(sound)))
    losses = tuple(Loss(f"{kind} `{each.name}`", tuple(each.losses)) for each in sound if each.losses)
    return Export(tuple(files), losses, tuple(refusals))


def _chosen(compiled: Compilation, kind: str, names: Sequence[str]) -> Iterator[Entry]:
    """Yield the resources with some names, each once; of several major versions the one that a reference means."""
    project = compiled.project
    wanted = names or project.names.get(kind, ())
    seen: set[tuple[str, int]] = set()
    for each in wanted:
        written, name, major = parse_reference(each) or (None, each, None)
        entry = project.resolve(Link("", (kind,), written, name, major, ()))
        if entry is None or entry.kind != kind:
            if not names:
                continue  # it was refused, and only its name is known
            meant = closest(name, project.names.get(kind, ()))
            advice = f"did you mean `{meant}`?" if meant else "`promptops graph` lists what there is"
            raise UsageError(f"there is no {kind} `{each}`", help=advice)
        if entry.sound and entry.identity not in seen:
            seen.add(entry.identity)
            yield entry


def told(export: Export) -> Iterator[str]:
    """Yield what to say of an export besides the files: what is lost, and what is refused."""
    for loss in export.losses:
        yield f"not said of the {loss.subject}: {', '.join(loss.keys)}"
    for refusal in export.refusals:
        place = refusal.place
        yield f"error: the {refusal.subject}: {place.path}:{place.line}:{place.column}: {refusal.reason}"
        if refusal.help:
            yield f"  = help: {refusal.help}"
