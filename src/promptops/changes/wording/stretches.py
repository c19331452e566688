"""A block taken apart into stretches of one kind: a paragraph, a list item, or a line of anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.wording.blocks import Block
from promptops.changes.wording.lines import Kind, begins_with_key, is_key_and_value, kind_of

_LINE = re.compile(r"[^\r\n]+")
_WRAPPED = {"prose", "bullet"}
FULL_LINE = 60
"""Characters from which a line may have been wrapped; a shorter one ends where its author meant it to."""


class Stretch(NamedTuple):
    """Offsets of a stretch, half-open, from its first character that is not blank to its last; and its kind."""

    start: int
    end: int
    kind: Kind


def stretches(text: str, block: Block) -> Iterator[Stretch]:
    """Yield the stretches of a block in order."""
    whole: Stretch | None = None
    last_start = block.start
    for line in _lines(text, block):
        if whole is None:
            whole = line
        elif line.kind != "prose" or whole.kind not in _WRAPPED:
            yield whole
            whole = line
        elif _goes_on(text[line.start : line.end], text[last_start : whole.end]):
            whole = whole._replace(end=line.end)
        else:
            yield whole
            # Prose behind a list item's line belongs to the item.
            whole = line._replace(kind=whole.kind)
        last_start = line.start
    if whole is not None:
        yield whole


def _goes_on(line: str, ahead: str) -> bool:
    """Say whether a line of prose goes on with a sentence from the line ahead of it."""
    is_wrapped = line[0].islower() or len(ahead) >= FULL_LINE
    return is_wrapped and ahead[-1] != ":" and line[0] != "<" and not begins_with_key(line)


def _lines(text: str, block: Block) -> list[Stretch]:
    lines = [
        Stretch(match.end() - len(match[0].lstrip()), match.start() + len(match[0].rstrip()), "code")
        for match in _LINE.finditer(text, block.start, block.end)
        if not match[0].isspace()
    ]
    if block.is_fenced:
        return lines
    pairs = [is_key_and_value(text[line.start : line.end]) for line in lines]
    return [
        line._replace(kind="code" if _is_data(pairs, index) else kind_of(text[line.start : line.end]))
        for index, line in enumerate(lines)
    ]


def _is_data(pairs: list[bool], index: int) -> bool:
    """Say whether a line reads like YAML and so does a neighbour."""
    return pairs[index] and any(pairs[max(0, index - 1) : index] + pairs[index + 1 : index + 2])
