from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.sources.globs import PatternError, any_of, compile_pattern, translate

MATCHES = {
    "*.md": (["a.md", "deep/down/a.md", ".md"], ["a.mdx", "a.md.txt"]),
    "docs": (["docs", "docs/a", "deep/docs/a/b"], ["docs.md", "mydocs/a"]),
    "docs/": (["docs/a", "deep/docs/a/b"], ["docs", "deep/docs"]),
    "/docs": (["docs", "docs/a/b"], ["deep/docs"]),
    "./docs": (["docs/a", "deep/docs"], []),
    "docs/*": (["docs/a", "docs/a/b"], ["docs", "deep/docs/a"]),
    "docs/*.md": (["docs/a.md"], ["docs/deep/a.md", "a.md"]),
    "docs/**": (["docs/a", "docs/a/b"], ["docs", "deep/docs/a"]),
    "docs/**/*.md": (["docs/a.md", "docs/a/b/c.md"], ["docs.md"]),
    "**/docs": (["docs", "docs/a", "a/b/docs"], ["a/mydocs"]),
    "**": (["a", "a/b"], []),
    "a?c": (["abc", "aéc", "x/a.c/d"], ["ac", "a/c"]),
    "a b.md": (["a b.md"], ["ab.md"]),
    "a+(b).md": (["a+(b).md"], ["aab.md"]),
    "[id].md": (["[id].md"], ["i.md"]),
    "日本/*": (["日本/a"], ["日/本/a"]),
}


@pytest.mark.parametrize("pattern", MATCHES)
def test_a_pattern_matches_whole_paths(pattern: str) -> None:
    matches, others = MATCHES[pattern]
    predicate = compile_pattern(pattern)
    assert [path for path in (*matches, *others) if predicate(path)] == matches


@pytest.mark.parametrize("pattern", ["", "/", "./", "//", "..", "../a", "a/../b", "a/.."])
def test_a_pattern_stays_below_the_root(pattern: str) -> None:
    with pytest.raises(PatternError, match="is not a path pattern below the root"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("\ud800", "is no path pattern that can be used"), ("x" * 5_000_000, "has more than 1,000 characters")],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message) as caught:
        compile_pattern(pattern)
    assert len(str(caught.value)) < 200


def test_one_of_several_patterns_is_enough() -> None:
    predicate = any_of(["a/*", "*.md"])
    assert predicate("a/b")
    assert predicate("x.md")
    assert not predicate("b/c")
    assert not any_of([])("a")


def test_a_star_at_the_end_may_stand_for_files_alone() -> None:
    assert translate("docs/*", star_is_shallow=True) != translate("docs/*")
    assert translate("docs/a*", star_is_shallow=True) == translate("docs/a*")


@given(st.text(st.characters(codec="utf-8", exclude_characters="/*?\0"), min_size=1, max_size=20))
def test_a_name_matches_itself(name: str) -> None:
    if name != "..":
        assert compile_pattern(f"/{name}")(name)


def test_hostile_patterns_take_no_time() -> None:
    start = time.perf_counter()
    predicate = compile_pattern("*a" * 200 + "b")
    assert not predicate("a" * 20_000)
    assert time.perf_counter() - start < 2
