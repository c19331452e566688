"""What a file of broken syntax seems to declare: only names, so that references to them stay quiet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from promptops.formats import Reading
from promptops.formats.native import MARKDOWN_KINDS
from promptops.resources import KINDS, slug_of
from promptops.resources.entries import Entry

_SYNTAX = frozenset({"invalid-yaml", "unquoted-template"})
_DOCUMENT = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
_NAME_LINE = re.compile(r"^[\"']?name[\"']?:[ \t]*[\"']?([^\s\"'#]{1,200})", re.MULTILINE)
_KIND_LINE = re.compile(r"^[\"']?kind[\"']?:[ \t]*[\"']?([A-Za-z]{1,20})", re.MULTILINE)
_JSON_NAME = re.compile(r'"name"[ \t]{0,8}:[ \t]{0,8}"([^"\\\n]{1,200})"')
MAX_NAMES = 1_000


def salvaged(path: str, text: str, reading: Reading, known: Iterable[Entry]) -> Iterator[Entry]:
    """Yield an entry for each name that a file with a syntax error seems to declare, but for those that are known."""
    if any(fault.rule in _SYNTAX for fault in reading.faults):
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
        if name is not None and declared in KINDS:
            yield slug_of(declared), name[1]
