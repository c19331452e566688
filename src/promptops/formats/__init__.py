"""The dialects: which file is written in which, and who reads it.

A file's dialect follows from the configuration, else from its name and its content, never from a guess: a file that
nothing recognises is not ours, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module

from promptops.config.dialects import PLAIN
from promptops.config.values import Source
from promptops.diagnostics import START, Fault
from promptops.formats.dialects import DIALECTS, OWNED, SUFFIXES, dialects_of
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.regex import regex
from promptops.resources import KINDS
from promptops.spelling import closest

__all__ = [
    "CANDIDATES",
    "CONFIGURED",
    "NOT_OURS",
    "Draft",
    "Reading",
    "SourceFile",
    "has_body",
    "is_candidate",
    "read_file",
    "recognise",
]

CONFIGURED = PLAIN
"""The dialects that only the configuration can name."""

OWN = ("native", "defaults")
"""The dialect of this compiler's own."""

_MARKDOWN = (".prompt.md", ".fragment.md")
_ANY_MARKDOWN = ".md"
"""The suffix of files of which few are prompts: those whose front matter names a kind that has a text."""
_YAML = (".yaml", ".yml")
CANDIDATES = (_ANY_MARKDOWN, *_YAML, *SUFFIXES)
"""The suffixes of files that may be written in a dialect that needs no configuration."""
_KIND_LINE = regex(rb"^(?:\xef\xbb\xbf)?[\"']?kind[\"']?[ \t]*:[ \t]*(?:\n[ \t]+)?[\"']?([A-Za-z]+)", re.MULTILINE)
_MARKDOWN_KIND = regex(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:(?!---)[^\n]{0,400}\n){0,100}?"
    rb"kind[ \t]*:[ \t]*[\"']?(?:Prompt|Fragment)[\"']?[ \t\r]*(?:#[^\n]*)?\n"
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_candidate(path: str) -> bool:
    """Say by name alone whether a file may be written in a dialect that needs no configuration."""
    return path.endswith(CANDIDATES)


def is_certain(path: str, *, configured: bool) -> bool:
    """Say by name alone whether a candidate file that cannot be read is one that ought to be."""
    return path.endswith((*_MARKDOWN, *OWNED)) or (path.endswith(_YAML) and (configured or _is_defaults(path)))


def recognise(path: str, data: bytes, *, configured: bool) -> Sequence[str]:
    """Return the dialects that a candidate file may be written in, the native one first; none when it is not ours."""
    if path.endswith(_MARKDOWN):
        return ("native",)
    if path.endswith(_ANY_MARKDOWN):
        return ("native",) if _MARKDOWN_KIND.match(data) else ()
    if _is_defaults(path):
        return ("defaults",)
    is_native = path.endswith(_YAML) and _names_a_kind(data, configured=configured)
    if is_native and b"apiVersion" not in data:
        return ("native",)
    foreign = [dialect.id for dialect in dialects_of(path, data)]
    return ("native", *foreign) if is_native else foreign


def _is_defaults(path: str) -> bool:
    return path.rpartition("/")[2] in ("_defaults.yaml", "_defaults.yml")


def _names_a_kind(data: bytes, *, configured: bool) -> bool:
    if data.startswith(_WIDE_MARKS):
        data = data[2:].replace(b"\0", b"")
    if b"\r" in data:
        data = data.replace(b"\r", b"\n")
    for match in _KIND_LINE.finditer(data):
        kind = match[1].decode()
        if kind in KINDS or (configured and b"apiVersion" not in data and closest(kind, KINDS)):
            return True
    return False


def read_file(file: SourceFile, dialects: Sequence[str], source: Source | None, *, configured: bool) -> Reading:
    """Read a file in the dialect that the configuration named, or in the one recognised that it turns out to be.

    What is ours by its `kind` is native. Of several foreign dialects that fit, none is guessed.
    """
    if source is not None:
        return _read_plain(file, source) if source.dialect in CONFIGURED else _read_named(file, source.dialect)
    native = _read_native(file, dialects[0], configured=configured)
    if native is not NOT_OURS:
        return native
    fitting = [found for id_ in dialects if id_ in _MODULES and (found := _read_foreign(file, id_)) is not NOT_OURS]
    return fitting[0] if len(fitting) == 1 else _undecided(fitting)


_MODULES = {dialect.id: dialect.module for dialect in DIALECTS}
_TITLES = {dialect.id: dialect.title for dialect in DIALECTS}


def _read_native(file: SourceFile, dialect: str, *, configured: bool) -> Reading:
    if dialect not in OWN:
        return NOT_OURS
    from promptops.formats.native import read_defaults, read_documents, read_markdown  # noqa: PLC0415 - as above

    if dialect == "defaults":
        return read_defaults(file.text)
    if file.path.endswith(_ANY_MARKDOWN):
        return read_markdown(file.path, file.text, configured=configured)
    return read_documents(file.text, configured=configured)


def _read_plain(file: SourceFile, source: Source) -> Reading:
    from promptops.formats.plain import read_plain  # noqa: PLC0415 - each reader on first use

    template = source.template or ("jinja" if source.dialect == "jinja" else "none")
    return read_plain(file.path, file.text, dialect=source.dialect, template=template)


def _read_named(file: SourceFile, dialect: str) -> Reading:
    """Read a file in the dialect that the configuration names; one that turns out to be none is told, not left out."""
    reading = _read_foreign(file, dialect)
    if reading is not NOT_OURS:
        return reading
    message = f"the file cannot be read as {_TITLES[dialect]}, as `sources` in `promptops.yaml` says"
    return Reading("", faults=(Fault("unknown-dialect", message, START, "narrow `files` there, or name another"),))


def _read_foreign(file: SourceFile, dialect: str) -> Reading:
    reading: Reading = import_module(f"promptops.formats.{_MODULES[dialect]}").read(file)
    return reading


def _undecided(fitting: Sequence[Reading]) -> Reading:
    if not fitting:
        return NOT_OURS
    titles = " and as ".join(_TITLES[reading.dialect] for reading in fitting)
    advice = "say which under `sources` in `promptops.yaml`, split it, or leave it out with `exclude`"
    return Reading("", faults=(Fault("unknown-dialect", f"the file can be read as {titles}", START, advice),))


def has_body(path: str, dialect: str) -> bool:
    """Say whether the text of a file's resource is what follows its front matter."""
    return dialect in CONFIGURED or (dialect == "native" and path.endswith(_ANY_MARKDOWN))


def body_of(text: str, dialect: str) -> str:
    """Return what follows the front matter of a file that `has_body` accepts."""
    from promptops.formats.plain import read_body  # noqa: PLC0415 - as above
    from promptops.sources.front_matter import body_below  # noqa: PLC0415 - as above

    return body_below(text) if dialect == "native" else read_body(text).body
