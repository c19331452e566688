"""What a file seems to declare that is of broken syntax or has a misspelt kind.

Only names are found, so that references to them stay quiet: one mistake is one finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from promptops.formats import Reading
from promptops.formats.native import MARKDOWN_KINDS
from promptops.regex import regex
from promptops.resources import KINDS, slug_of
from promptops.resources.entries import Entry
from promptops.spelling import closest

_SYNTAX = frozenset({"invalid-yaml", "unquoted-template"})
_KIND = ("kind",)
_DOCUMENT = regex(r"^---(?:[ \t].*)?$", re.MULTILINE)
_NAME_LINE = regex(r"^[\"']?name[\"']?:[ \t]*[\"']?([^\s\"'#]{1,200})", re.MULTILINE)
_KIND_LINE = regex(r"^[\"']?kind[\"']?:[ \t]*[\"']?([A-Za-z]{1,20})", re.MULTILINE)
_JSON_NAME = regex(r'"name"[ \t]{0,8}:[ \t]{0,8}"([^"\\\n]{1,200})"')
MAX_NAMES = 1_000


def salvaged(path: str, text: str, reading: Reading, known: Iterable[Entry]) -> Iterator[Entry]:
    """Yield an entry for each name that a file with such a mistake seems to declare, but for those that are known."""
    if any(fault.rule in _SYNTAX or fault.keys == _KIND for fault in reading.faults):
        found = _tools(text) if reading.dialect == "tools" else _native(path, text)
        names = dict.fromkeys(pair for pair, _ in zip(found, range(MAX_NAMES), strict=False))
        for kind, name in sorted(names.keys() - {(entry.kind, entry.name) for entry in known}):
            yield Entry.refused(path, -1, kind, name, reading.dialect)


def _tools(text: str) -> Iterator[tuple[str, str]]:
    return (("tool", match[1]) for match in _JSON_NAME.finditer(text))


def _native(path: str, text: str) -> Iterator[tuple[str, str]]:
    implied = next((kind for suffix, kind in MARKDOWN_KINDS.items() if path.endswith(suffix)), "")
    for document in _DOCUMENT.split(text):
        name, kind = _NAME_LINE.search(document), _KIND_LINE.search(document)
        declared = kind[1] if kind else implied
        meant = declared if declared in KINDS else closest(declared, KINDS)
        if name is not None and meant is not None:
            yield slug_of(meant), name[1]
