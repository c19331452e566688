"""Files of one JSON value a line, read strictly: they are written by programs, and merged by people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from promptops.diagnostics import Fault, Range
from promptops.sources.documents import KeyPath
from promptops.sources.json import JsonDocument, read_json


class Row(NamedTuple):
    """One line: its number, and what it holds."""

    number: int
    document: JsonDocument

    @property
    def value(self) -> Any:
        """Return the value that the line holds."""
        return self.document.value

    def place(self, keys: KeyPath = ()) -> Range:
        """Return where the value at a path of keys stands in the file."""
        return _moved(self.document.range_of(keys), self.number)


def read_json_lines(text: str) -> Iterator[Row | Fault]:
    """Yield each line of a text; where one is no JSON, or has a key twice, the fault there, and nothing behind it."""
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        document, faults = read_json(line)
        if document is None or faults:
            fault = faults[0]
            yield fault._replace(place=_moved(fault.place, number), related=())
            return
        yield Row(number, document)


def _moved(place: Range, number: int) -> Range:
    return place._replace(line=number, end_line=number)
