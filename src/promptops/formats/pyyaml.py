"""Where PyYAML reads a file otherwise than YAML 1.2 has it, for the dialects whose programs use it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import getitem

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.sources.documents import KeyPath, Part
from promptops.sources.text import LineIndex

_SWITCH = re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF")
_ON = frozenset({"yes", "on"})
_LAST_COUNTS = "remove one of the two; only the last is read"


def duplicates_told(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults of a file, with the truth about which of two equal keys counts."""
    return tuple([_told(fault) if fault.rule == "duplicate-key" else fault for fault in faults])


def _told(fault: Fault) -> Fault:
    return fault._replace(help=_LAST_COUNTS)


class Switches:
    """The words of a document that YAML 1.2 reads as strings and PyYAML as booleans."""

    def __init__(self, document: Positioned, text: str) -> None:
        self._document = document
        self._lines = LineIndex(text)

    def value(self, keys: KeyPath, part: Part = "value") -> bool | None:
        """Return the boolean that PyYAML reads at the value of a path of keys, or at its last key.

        None where it reads what YAML 1.2 does: another word, or one in quotes.
        """
        word = keys[-1] if part == "key" else reduce(getitem, keys, self._document.value)
        if not isinstance(word, str) or _SWITCH.fullmatch(word) is None:
            return None
        line, column, end_line, end_column = self._document.range_of(keys, part)
        written = self._lines.text[self._lines.offset(line, column) : self._lines.offset(end_line, end_column)]
        return word.lower() in _ON if written == word else None
