"""The examples on the pages of the dialects are compiled: their marks say what is found in each line.

The files of a section are one project without any configuration. A line of which something is said ends with a marker,
`# error: [rule-id]` or, in JSON and the like, `// error: [rule-id]`, which is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from promptops.compiler import Compiler, Request
from promptops.rules.pages import Section, parse_page

PAGES = Path(__file__).parents[2] / "docs" / "dialects"
_MARKER = re.compile(
    r"[ \t]*(?:#|//|\{#)[ \t]*(?P<severity>error|warning|info): \[(?P<rule>[a-z-]+)\](?:[ \t]*#\})?$", re.MULTILINE
)
_CHARACTER = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


class Said(NamedTuple):
    """What a line is marked with, and what the compiler says of it."""

    path: str
    line: int
    rule: str
    severity: str


class Example(NamedTuple):
    """A section with files."""

    page: str
    section: Section


def examples() -> list[Example]:
    pages = [(path.name, parse_page(path.read_text("utf-8"))) for path in sorted(PAGES.glob("*.md"))]
    return [Example(name, section) for name, page in pages for section in page.sections if section.files]


def marks(path: str, text: str) -> set[Said]:
    found = ((number, _MARKER.search(line)) for number, line in enumerate(text.split("\n"), start=1))
    return {Said(path, number, mark["rule"], mark["severity"]) for number, mark in found if mark is not None}


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.page}: {example.section.heading}")
def test_an_example_is_flagged_at_its_marks_and_nowhere_else(
    example: Example, root: Path, write: Callable[[dict[str, str]], None]
) -> None:
    said: set[Said] = set()
    for shown in example.section.files:
        said |= marks(shown.path, shown.text)
        plain = _MARKER.sub("", shown.text)
        write({shown.path: _CHARACTER.sub(lambda match: chr(int(match[1], 16)), plain)})
    verdict = Compiler(Request(root, date(2026, 11, 1), cache=None)).verdict
    found = verdict.diagnostics
    assert {Said(each.primary.path, each.primary.line, each.rule, each.severity.value) for each in found} == said
    assert verdict.files_read


def test_there_are_examples() -> None:
    assert examples()
