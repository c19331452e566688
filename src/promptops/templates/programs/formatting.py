"""Programs of Python's format strings: they write what `str.format` does, and fail where it does, on values of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from promptops.templates.format import Field, FormatError, fields
from promptops.templates.limits import MAX_TOKENS
from promptops.templates.model import TemplateError
from promptops.templates.programs.model import MAX_DEPTH, Compiled, Given, Json
from promptops.templates.trees.types import Types

_HEAD = re.compile(r"[^\W\d]\w*")
_ITEM = re.compile(r"\[([^\]]+)\]")
_DOUBLED = re.compile(r"\{\{|\}\}")
_MAX_DIGITS = 15


def compile_format(text: str, given: Given) -> Compiled:
    """Return the program of a format string; of a text that is none, neither a program nor refusals."""
    try:
        found = list(islice(_outer(text), MAX_TOKENS))
    except FormatError:
        return Compiled(None)
    if len(found) == MAX_TOKENS:
        at = found[-1][0].start
        return Compiled(None, (TemplateError("the text has too many parts for a program", at, at + 1, "divide it"),))
    types = Types(given.inputs)
    program: list[Json] = []
    refusals: list[TemplateError] = []
    at = 0
    for field, end in found:
        program += _literal(text[at : field.start - 1])
        value = _value(text, field, types)
        if isinstance(value, TemplateError):
            refusals.append(value)
        else:
            program.append(["write", value])
        at = end
    program += _literal(text[at:])
    return Compiled(None, tuple(refusals)) if refusals else Compiled(program)


def _outer(text: str) -> Iterator[tuple[Field, int]]:
    """Yield the fields that are in no other, each with the offset behind it."""
    end = 0
    for field in fields(text):
        if field.start > end:
            end = text.index("}", field.end if field.spec is None else field.spec[1]) + 1
            yield field, end


def _literal(text: str) -> Sequence[Json]:
    return [_DOUBLED.sub(lambda pair: pair[0][0], text)] if text else []


def _value(text: str, field: Field, types: Types) -> Json | TemplateError:
    """Return the expression of a field, or what keeps it from having one."""
    after = text[field.end : field.end + 1]
    if after != "}":
        name = "a conversion" if after == "!" else "a format specification"
        return _refused(f"{name} has no form in a program", field, "pass the value in as it is to be written")
    head = _HEAD.match(field.name)
    if head is None:
        return _refused("a field without a name is filled by its position", field, "give it the name of an input")
    value: Json = ["name", head[0]]
    at = head.end()
    items = 0
    while item := _ITEM.match(field.name, at):
        key = _key(item[1])
        at, items = item.end(), items + 1
        if key is None or items > MAX_DEPTH:
            return _refused("the way to the value is too long", field, "pass the value in as an input")
        value = ["item", value, ["const", key]]
    if at < len(field.name):
        return _refused(
            f"`{field.name[at:]}` asks for what only objects of Python have", field, "write the name of an item in `[]`"
        )
    if at == head.end() and types.has((), (head[0],)):
        return value
    return ["choose", ["test", "undefined", value], ["get", value, ""], value]


def _key(written: str) -> str | int | None:
    """Return what stands between brackets: digits are a number; None for one that nobody knows exactly."""
    if not written.isdecimal():
        return written
    return int(written) if len(written) <= _MAX_DIGITS else None


def _refused(message: str, field: Field, help: str) -> TemplateError:
    return TemplateError(message, field.start, max(field.end, field.start + 1), help)
