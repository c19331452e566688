"""Which version of a name is which of the other side."""

from __future__ import annotations

import pytest

from promptops.changes.pairs import SideReaders, pairs_of
from promptops.resources.entries import Entry


def entry(path: str, version: str | None, digest: str) -> Entry:
    return Entry(path, 0, "fragment", "tone", version, "native", {}, None, (), None, (), (), "{}", digest)


def words(entry: Entry) -> list[str]:
    return ["the", "same", "words", "in", entry.kind]


SIDES = SideReaders(words, words, lambda *_: True)

OLD, ONE, TWO = entry("a.md", None, "0"), entry("a.md", "1.0.0", "1"), entry("b.md", "2.0.0", "2")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([OLD], [ONE], [("a.md", "a.md")]),
        ([OLD], [ONE, TWO], [("a.md", "a.md"), (None, "b.md")]),
        ([OLD], [TWO, ONE], [("a.md", "a.md"), (None, "b.md")]),
        ([ONE], [entry("c.md", "1.1.0", "3"), entry("a.md", "2.0.0", "2")], [("a.md", "c.md"), (None, "a.md")]),
        ([ONE, TWO], [TWO], [("a.md", None)]),
        ([ONE, TWO], [entry("b.md", "3.0.0", "3")], [("a.md", None), ("b.md", "b.md")]),
        ([ONE], [entry("c.md", "2.0.0", "3"), entry("d.md", "3.0.0", "4")], [("a.md", "c.md"), (None, "d.md")]),
    ],
)
def test_majors_pair_by_number_then_by_file_and_are_never_renamed(
    before: list[Entry], after: list[Entry], expected: list[tuple[str | None, str | None]]
) -> None:
    pairs = pairs_of(before, after, SIDES)
    found = [(pair.before and pair.before.path, pair.after and pair.after.path) for pair in pairs]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert not any(pair.renamed for pair in pairs)
