from __future__ import annotations

import pytest

from promptops.sources.search import MAX_CANDIDATES, search
from promptops.sources.trees import TreeFile

PATHS = ["a.jsonl", "data-old/a.jsonl", "data.txt", "data/a.jsonl", "data/b.json", "data/deep/c.jsonl", "data0"]
FILES = [TreeFile(path, None) for path in PATHS]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("data/a.jsonl", ["data/a.jsonl"]),
        ("data.txt", ["data.txt"]),
        ("data", ["data/a.jsonl", "data/b.json", "data/deep/c.jsonl"]),
        ("*.jsonl", ["a.jsonl"]),
        ("data/*.jsonl", ["data/a.jsonl"]),
        ("data/?.json*", ["data/a.jsonl", "data/b.json"]),
        ("data/**", ["data/a.jsonl", "data/b.json", "data/deep/c.jsonl"]),
        ("data/**/*.jsonl", ["data/a.jsonl", "data/deep/c.jsonl"]),
        ("data*/a.jsonl", ["data-old/a.jsonl", "data/a.jsonl"]),
        ("**/c.jsonl", ["data/deep/c.jsonl"]),
        ("data/[ab].jsonl", []),
        ("data/", []),
        ("nowhere", []),
        ("nowhere/*", []),
        ("*" * 2_000, []),
    ],
)
def test_a_path_or_pattern_stands_for_files(pattern: str, found: list[str]) -> None:
    assert search(FILES, pattern) == tuple(found)


@pytest.mark.parametrize("pattern", ["many/*", "many", "**/x"])
def test_so_many_files_are_looked_through(pattern: str) -> None:
    files = [TreeFile(f"many/{number:06}", None) for number in range(MAX_CANDIDATES)]
    assert search(files, pattern) is not None
    assert search([*files, TreeFile("many/x", None)], pattern) is None
    assert search([*files, TreeFile("many/x", None)], "many/x") == ("many/x",)
