"""JSON lines: a file with one JSON value on each line, also where its name says plain JSON."""

from __future__ import annotations

from itertools import islice

from promptops.diagnostics import START, Fault, Range
from promptops.resources.rejections import wrong_type
from promptops.sources.documents import MAX_FAULTS, KeyPath, Part
from promptops.sources.json import JsonDocument, read_json


class JsonLines:
    """The values of a file with one on each line: the first key of a path is the number of the value, from 0 up."""

    def __init__(self, lines: list[tuple[int, JsonDocument]]) -> None:
        self.value = [document.value for _, document in lines]
        self._lines = lines

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value (or the last key) at a path of keys stands."""
        if not keys:
            return START
        above, document = self._lines[int(keys[0])]
        return _lowered(document.range_of(keys[1:], part), above)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of the string at a path of keys stands."""
        above, document = self._lines[int(keys[0])]
        return _lowered(document.range_in(keys[1:], start, end), above)


def first_line(text: str) -> str | None:
    """Return the first line of a text that may be JSON lines: an object on one line, and more below; else None."""
    line, _, rest = text.partition("\n")
    line = line.strip()
    return line if line[:1] == "{" and line[-1:] == "}" and not rest.isspace() and rest else None


def read_json_lines(text: str) -> tuple[JsonLines, tuple[Fault, ...]]:
    """Return the values of a text, and a fault for each line, blank ones apart, that can hold no tool."""
    read: list[tuple[int, JsonDocument]] = []
    faults: list[Fault] = []
    for above, line in enumerate(text.split("\n")):
        if not line or line.isspace():
            continue
        document, found = read_json(line.removesuffix("\r"))
        faults.extend(fault._replace(place=_lowered(fault.place, above)) for fault in found)
        if document is not None:
            read.append((above, document))
            if not document.value or not isinstance(document.value, dict | list):
                faults.append(_empty(above, document))
        if len(faults) >= MAX_FAULTS:
            break
    return JsonLines(read), tuple(islice(faults, MAX_FAULTS))


def _empty(above: int, document: JsonDocument) -> Fault:
    value, place = document.value, _lowered(document.range_of(()), above)
    said = "holds nothing" if isinstance(value, dict | list) else wrong_type("an object", value).text
    return Fault("invalid-value", f"the line {said}", place, "remove the line")


def _lowered(place: Range, lines: int) -> Range:
    return Range(place.line + lines, place.column, place.end_line + lines, place.end_column)
