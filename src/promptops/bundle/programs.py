"""The texts of a resource as they ship: compiled, in the place of their source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from promptops.bundle.resolved import pointer
from promptops.canonical import canonical_bytes
from promptops.resources.entries import Entry
from promptops.resources.given import given_of
from promptops.templates.programs import Given, Json, compile_text

_WITH_TEXTS = frozenset({"prompt", "fragment"})
_BODY = ("body",)
_LISTS = (("messages", "content"), ("variants", "body"))
_MARKS = ('"messages":', '"variants":', '"body":')

_Keys = tuple[str | int, ...]


class Texts(NamedTuple):
    """A resource's attributes without the texts that were compiled, the programs of these, and the text that was not.

    `attributes` and `programs` are canonical JSON; `programs` is empty where there are none.
    """

    attributes: bytes
    programs: bytes
    text: str | None


def compiled_texts(entry: Entry, references: Sequence[str | None], attributes: bytes, text: str | None) -> Texts:
    """Return the texts of a resource; `references` say what its links lead to, `text` what it has outside its keys."""
    if entry.kind not in _WITH_TEXTS:
        return Texts(attributes, b"", text)
    given = given_of(entry)
    programs: dict[str, Sequence[Json]] = {}
    if text is not None and (program := _program(entry, references, given, _BODY, text)) is not None:
        programs[pointer(_BODY)] = program
        text = None
    if any(mark in entry.data for mark in _MARKS):
        value = json.loads(attributes)
        for keys, holder, key in list(_texts(value)):
            program = _program(entry, references, given, keys, holder[key])
            if program is not None:
                programs[pointer(keys)] = program
                del holder[key]
        attributes = canonical_bytes(value)
    return Texts(attributes, canonical_bytes(programs) if programs else b"", text)


def _texts(attributes: dict[str, Any]) -> Iterator[tuple[_Keys, dict[str, Any], str]]:
    """Yield the keys of each text among the attributes, the mapping that holds it, and its key there."""
    if isinstance(attributes.get("body"), str):
        yield _BODY, attributes, "body"
    for field, key in _LISTS:
        for index, item in enumerate(attributes.get(field, ())):
            if isinstance(item.get(key), str):
                yield (field, index, key), item, key


def _program(
    entry: Entry, references: Sequence[str | None], given: Given | None, keys: _Keys, text: str
) -> Sequence[Json] | None:
    """Return the program of a text, None for one that has none or that only another program knows."""
    if entry.is_computed(*keys) or not text.strip():
        return None
    included = [
        target
        for link, target in zip(entry.links, references, strict=True)
        if link.field == "include" and _keys(link.keys) == keys
    ]
    return compile_text(text, entry.template, included, given).program


def _keys(keys: Sequence[str | int]) -> _Keys:
    """Return the keys of a text; that of a file stands in the place of its name."""
    return (*keys[:-1], "body") if keys[-1] == "file" else tuple(keys)
