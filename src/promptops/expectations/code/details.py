"""What is asked only of source files that use a changed prompt: the calls that fill it in, and the keys of mappings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from promptops.expectations.code.calls import calls_in
from promptops.expectations.code.facts import Call, Name
from promptops.expectations.code.trees import tree_of
from promptops.sources.text import LineIndex

MAX_KEYS: Final = 1_000
"""Keys of one file that are kept, the first ones."""
_KEYED = frozenset({"javascript", "tsx", "typescript"})
"""The languages in which keys stand without quotation marks."""
_KEY = re.compile(r"[{,]\s{0,200}(?P<key>[A-Za-z_]\w{0,39})\s{0,8}:(?![:=])")


class SourceDetails(NamedTuple):
    """The calls that may fill in a text, in order, and the keys of mappings that stand without quotation marks."""

    calls: tuple[Call, ...] = ()
    keys: tuple[Name, ...] = ()


def read_details(path: str, data: bytes) -> SourceDetails:
    """Return the calls and keys of a source file, none of one that has no tree."""
    parsed = tree_of(path, data)
    if parsed is None:
        return SourceDetails()
    keys = _keys(parsed.source) if parsed.language in _KEYED else ()
    return SourceDetails(tuple(calls_in(parsed)), tuple(keys))


def _keys(source: str) -> Iterator[Name]:
    lines = LineIndex(source)
    for match in islice(_KEY.finditer(source), MAX_KEYS):
        yield Name(match["key"], *lines.range(*match.span("key")))
