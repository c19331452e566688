from __future__ import annotations

import pytest

from promptops.installation.facts import Fact, good, note, wrong
from promptops.installation.text import fact_lines


@pytest.mark.parametrize(
    ("fact", "lines"),
    [
        (good("git 2.39.5"), ["✓ git 2.39.5"]),
        (wrong("no git", "install it"), ["✗ no git", "  = help: install it"]),
        (note("no cache"), ["· no cache"]),
        (note("no cache", "set it"), ["· no cache", "  = help: set it"]),
        (good("in `a\x1b[2J`"), ["✓ in `a\\u{1b}[2J`"]),
    ],
)
def test_lines(fact: Fact, lines: list[str]) -> None:
    assert list(fact_lines(fact)) == lines


def test_marks_are_coloured() -> None:
    assert list(fact_lines(wrong("no git", "install it"), colour=True)) == [
        "\x1b[1;31m✗\x1b[0m no git",
        "  \x1b[2m=\x1b[0m help: install it",
    ]
