"""The form in which a catalogue is kept: one JSON object a line, the first says of what age it is and from where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

VERSION = 1
"""The version of the form; a file with another one is not read."""

_BEGINNING = '{"model":"'

Record = Mapping[str, Any]
"""What one source says of one model: `source`, perhaps `as_of` and `url`, and facts."""


class Source(NamedTuple):
    """Where facts come from: a title for people, the day on which it was read, its licence and address."""

    title: str
    as_of: date
    license: str
    url: str


class Table(NamedTuple):
    """A catalogue as it is kept: its age, its sources by id, and the line of each model by its key."""

    as_of: date
    sources: Mapping[str, Source]
    lines: Mapping[str, str]

    def records(self, key: str) -> list[Record]:
        """Return what is said of a model, the last word last; nothing for a model that is not there."""
        text = self.lines.get(key)
        return [] if text is None else list(json.loads(text)["says"])


def table_of(text: str) -> Table:
    """Return the catalogue that a text holds; the text was checked, so that only its first line is read now."""
    first, *rest = text.removesuffix("\n").split("\n")
    head = json.loads(first)
    sources = {name: _source(given) for name, given in head["sources"].items()}
    return Table(date.fromisoformat(head["as_of"]), sources, {_key_of(line): line for line in rest})


def _key_of(line: str) -> str:
    """Return the key of a model from its line: of a canonical line without reading the rest of it."""
    return line[len(_BEGINNING) : line.index('"', len(_BEGINNING))] if line.startswith(_BEGINNING) else _read_key(line)


def _read_key(line: str) -> str:
    key: str = json.loads(line)["model"]
    return key


def _source(given: Record) -> Source:
    return Source(given["title"], date.fromisoformat(given["as_of"]), given["license"], given["url"])
