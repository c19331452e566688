"""The dialects: which file is written in which, and who reads it.

A file's dialect follows from the configuration, else from its name and then its content, never from a guess: a file
that nothing recognises is not ours, and nothing is said about it.
"""

from __future__ import annotations

import re

from promptops.config.model import Source
from promptops.formats.drafts import NOT_OURS, Draft, Reading
from promptops.resources import KINDS
from promptops.spelling import closest

__all__ = ["CONFIGURED", "NOT_OURS", "Draft", "Reading", "is_candidate", "read_file", "recognise"]

CONFIGURED = ("markdown", "jinja", "text")
"""The dialects that only the configuration can name."""

_MARKDOWN = (".prompt.md", ".fragment.md")
_YAML = (".yaml", ".yml")
_JSON = (".json", ".snap")
_CANDIDATES = (*_MARKDOWN, *_YAML, *_JSON)
_KIND_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z]+)", re.MULTILINE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_candidate(path: str) -> bool:
    """Say by name alone whether a file may be written in a dialect that needs no configuration."""
    return path.endswith(_CANDIDATES)


def is_certain(path: str, *, configured: bool) -> bool:
    """Say by name alone whether a candidate file that cannot be read is one that ought to be."""
    return path.endswith(_MARKDOWN) or (path.endswith(_YAML) and (configured or _is_defaults(path)))


def recognise(path: str, data: bytes, *, configured: bool) -> str | None:
    """Return the dialect of a candidate file, None when it is not ours."""
    if path.endswith(_MARKDOWN):
        return "native"
    if _is_defaults(path):
        return "defaults"
    if path.endswith(_YAML):
        return "native" if _names_a_kind(data, configured=configured) else None
    from promptops.formats.tools import may_hold_tools  # noqa: PLC0415 - most repositories have no such file

    return "tools" if may_hold_tools(data) else None


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


def read_file(path: str, text: str, dialect: str, source: Source | None, *, configured: bool) -> Reading:
    """Read a file in a dialect that `recognise` or the configuration named."""
    if dialect == "defaults":
        from promptops.formats.native import read_defaults  # noqa: PLC0415 - as below

        return read_defaults(text)
    if dialect == "native":
        from promptops.formats.native import read_documents, read_markdown  # noqa: PLC0415 - each reader on first use

        if path.endswith(_MARKDOWN):
            return read_markdown(path, text, configured=configured)
        return read_documents(text, configured=configured)
    if dialect == "tools":
        from promptops.formats.tools import read_tools  # noqa: PLC0415 - as above

        return read_tools(text)
    from promptops.formats.plain import read_plain  # noqa: PLC0415 - as above

    template = source.template if source is not None and source.template else None
    return read_plain(path, text, dialect=dialect, template=template or ("jinja" if dialect == "jinja" else "none"))


def has_body(path: str, dialect: str) -> bool:
    """Say whether the text of a file's resource is what follows its front matter."""
    return dialect in CONFIGURED or (dialect == "native" and path.endswith(_MARKDOWN))


def body_of(text: str, dialect: str) -> str:
    """Return what follows the front matter of a file that `has_body` accepts."""
    from promptops.formats.plain import read_body  # noqa: PLC0415 - as above
    from promptops.sources.front_matter import body_below  # noqa: PLC0415 - as above

    return body_below(text) if dialect == "native" else read_body(text).body
