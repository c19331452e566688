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


A, B, C = (entry(f"{name}.prompty", None, name) for name in "abc")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([A], [B], [("a.prompty", "b.prompty")]),
        ([A, B], [B._replace(digest="new"), A], [("b.prompty", "b.prompty")]),
        ([A], [A, B], [(None, "b.prompty")]),
        ([A, B], [B], [("a.prompty", None)]),
        ([A, B], [B, C], [("a.prompty", None), (None, "c.prompty")]),
    ],
)
def test_of_several_without_a_version_those_of_other_files_are_others(
    before: list[Entry], after: list[Entry], expected: list[tuple[str | None, str | None]]
) -> None:
    nothing_alike = SideReaders(lambda entry: [entry.path], lambda entry: [entry.path], lambda *_: True)
    pairs = pairs_of(before, after, nothing_alike)
    found = [(pair.before and pair.before.path, pair.after and pair.after.path) for pair in pairs]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_what_is_alike_in_another_file_is_the_same_and_is_not_called_renamed() -> None:
    (pair,) = pairs_of([A, B], [B, C], SIDES)
    assert pair == (A, C, False)
