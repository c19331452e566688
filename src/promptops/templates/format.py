"""Python's format strings: `{name}`, with `{{` and `}}` for braces.

The grammar is that of `str.format`, which tells neither places nor more than the first error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.templates.model import Template, TemplateError, Variable

_BRACE = re.compile(r"[{}]")
_HEAD_END = re.compile(r"[{}:!\[]")
_SPEC_BRACE = re.compile(r"[{}]")
_NAME = re.compile(r"[^\W\d]\w*")
_MAX_NESTING = 2
"""Python fills fields in the specification of a field, and none in those."""
BRACES = "write `{{` and `}}` for braces that are meant as they stand"


class Field(NamedTuple):
    """What stands between braces: the name with its attributes and indexes, and offsets in code points without braces.

    `spec` are the offsets of the format specification, None where there is none.
    """

    name: str
    start: int
    end: int
    spec: tuple[int, int] | None


class FormatError(Exception):
    """The text is no format string."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.error = TemplateError(message, start, end, BRACES)


def parse(text: str) -> Template:
    """Return the variables of a format string; one that Python would refuse has an `error` and nothing else."""
    try:
        found = [variable for field in fields(text) if (variable := _variable(field)) is not None]
    except FormatError as refused:
        return Template(error=refused.error)
    return Template(tuple(found))


def fields(text: str) -> Iterator[Field]:
    """Yield the fields of a format string in order of their opening braces. Raises `FormatError`."""
    return _fields(text, 0, len(text), 1)


def _variable(field: Field) -> Variable | None:
    """Return the variable that a field begins with; a position, or what is no name, is none."""
    head = _NAME.match(field.name)
    if head is None or field.name[head.end() : head.end() + 1] not in ("", ".", "["):
        return None
    return Variable(head[0], field.start, field.start + head.end())


def _fields(text: str, start: int, end: int, depth: int) -> Iterator[Field]:
    if depth > _MAX_NESTING:
        if _BRACE.search(text, start, end):
            raise FormatError("fields are nested more than twice", start, end)
        return
    while brace := _BRACE.search(text, start, end):
        opened = brace.start()
        if text[opened + 1 : min(opened + 2, end)] == brace[0]:
            start = opened + 2
            continue
        if brace[0] == "}":
            raise FormatError("`}` closes nothing", opened, opened + 1)
        field, start = _field(text, opened, end)
        yield field
        if field.spec is not None:
            yield from _fields(text, *field.spec, depth + 1)


def _field(text: str, opened: int, end: int) -> tuple[Field, int]:
    """Return the field whose brace is at `opened`, and the offset behind it."""
    stop = _end_of_name(text, opened, end)
    name = text[opened + 1 : stop]
    if text[stop] == "}":
        return Field(name, opened + 1, stop, None), stop + 1
    begin = stop + 1
    if text[stop] == "!":
        if begin >= end:
            raise _unclosed(opened)
        if text[begin + 1 : min(begin + 2, end)] == "}":
            return Field(name, opened + 1, stop, None), begin + 2
        if begin + 1 >= end:
            raise _unclosed(opened)
        if text[begin + 1] != ":":
            raise FormatError("`!` is followed by more than one letter", stop, begin + 2)
        begin += 2
    close = _end_of_spec(text, opened, begin, end)
    return Field(name, opened + 1, stop, (begin, close)), close + 1


def _end_of_name(text: str, opened: int, end: int) -> int:
    position = opened + 1
    while sign := _HEAD_END.search(text, position, end):
        if sign[0] == "{":
            raise FormatError("`{` stands inside a field", sign.start(), sign.end())
        if sign[0] != "[":
            return sign.start()
        closed = text.find("]", sign.end(), end)
        if closed < 0:
            break
        position = closed
    raise _unclosed(opened)


def _end_of_spec(text: str, opened: int, begin: int, end: int) -> int:
    depth = 1
    for brace in _SPEC_BRACE.finditer(text, begin, end):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    raise _unclosed(opened)


def _unclosed(opened: int) -> FormatError:
    return FormatError("the `{` opened here is not closed", opened, opened + 1)
