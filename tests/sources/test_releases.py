from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from promptops.sources.releases import MAX_OTHERS, Release, UnknownRelease, last_release

Git = Callable[..., str]


@pytest.fixture
def commit(root: Path, git: Git) -> Callable[..., str]:
    """Return `commit(*tags)`, which makes a commit with tags on it and returns its id."""
    git("init", str(root))
    messages = count()

    def make(*tags: str) -> str:
        git("commit", "--allow-empty", "-m", f"{next(messages)}")
        for tag in tags:
            git("tag", tag)
        return git("rev-parse", "HEAD").strip()

    return make


def tag_of(found: Release | UnknownRelease | None) -> str | None:
    assert not isinstance(found, UnknownRelease)
    return None if found is None else found.tag


CASES: dict[str, tuple[list[tuple[str, ...]], str, str | None]] = {
    "the nearest tag": ([("v1.0.0",), ("v1.1.0",), ()], "v*", "v1.1.0"),
    "a tag on the commit itself": ([("v1.0.0",), ("v1.1.0",)], "v*", "v1.1.0"),
    "the nearest, not the highest": ([("v2024.12.1",), ("v1.0.0",), ()], "v*", "v1.0.0"),
    "the highest on one commit": ([("v1.9.0", "v1.10.0", "v1.2.0"), ()], "v*", "v1.10.0"),
    "the whole version beside moving tags": ([("v1", "v1.2", "v1.2.3"), ()], "v*", "v1.2.3"),
    "a version of two numbers": ([("v1.2",), ()], "v*", "v1.2"),
    "no pre-release": ([("v1.0.0",), ("v2.0.0-rc.1",), ("v2.0.0-rc.1.2", "v2.0.0-1.2")], "v*", "v1.0.0"),
    "a release beside a pre-release": ([("v2.0.0", "v2.0.0-rc.9.9"), ()], "v*", "v2.0.0"),
    "build metadata": ([("v1.0.0+linux.5",), ()], "v*", "v1.0.0+linux.5"),
    "no moving tag": ([("v1.0.0",), ("v1",), ("vnext",), ()], "v*", "v1.0.0"),
    "no tag of another pattern": ([("v1.0.0",), ("support/v2.0.0",), ()], "v*", "v1.0.0"),
    "a folder of a monorepo": ([("support/v1.2.0",), ("v9.0.0",), ("billing/v3.0.0",)], "support/v*", "support/v1.2.0"),
    "a name of a monorepo": ([("promptops-1.2.0",), ("other-2.0.0",)], "promptops-*", "promptops-1.2.0"),
    "a name with numbers": ([("gpt4-v1.2.0",), ()], "gpt4-v*", "gpt4-v1.2.0"),
    "a pattern with a set": ([("v1.2.0",), ("vendor-1.2",)], "v[0-9]*", "v1.2.0"),
    "any name": ([("support-v1.2.0",), ()], "*", "support-v1.2.0"),
    "no release at all": ([("first",), ()], "v*", None),
    "numbers that are none": ([("v1.99999999999.0",), ()], "v*", None),
    "a pattern like an option": ([("v1.0.0",), ()], "--all", None),
    "an empty pattern": ([("v1.0.0",), ()], "", None),
}


@pytest.mark.parametrize("case", CASES)
def test_the_last_release_is_the_nearest_one(case: str, root: Path, commit: Callable[..., str]) -> None:
    history, pattern, expected = CASES[case]
    ids = [commit(*tags) for tags in history]
    assert tag_of(last_release(root, ids[-1], pattern)) == expected


@pytest.mark.parametrize("words", [("tag",), ("tag", "-a", "-m", "first")])
def test_a_release_has_a_commit_and_numbers(
    words: tuple[str, ...], root: Path, commit: Callable[..., str], git: Git
) -> None:
    first = commit()
    git(*words, "v1.2.3")
    git("config", "column.ui", "always")
    assert last_release(root, commit()) == Release("v1.2.3", first, (1, 2, 3))


def test_a_release_on_another_branch_is_none_of_this_one(root: Path, commit: Callable[..., str], git: Git) -> None:
    first = commit("v1.0.0")
    git("switch", "-c", "other")
    commit("v2.0.0")
    git("switch", "main")
    assert tag_of(last_release(root, commit())) == "v1.0.0"
    assert tag_of(last_release(root, first)) == "v1.0.0"


def test_a_correction_that_was_merged_later_is_not_the_last_release(
    root: Path, commit: Callable[..., str], git: Git
) -> None:
    commit("v1.0.0")
    git("switch", "-c", "correction")
    commit("v1.0.1")
    git("switch", "main")
    commit()
    commit("v2.0.0")
    git("merge", "--no-ff", "-m", "take the correction in", "correction")
    assert tag_of(last_release(root, git("rev-parse", "HEAD").strip())) == "v2.0.0"


def test_a_shallow_clone_cannot_know(root: Path, commit: Callable[..., str], git: Git, tmp_path: Path) -> None:
    commit("v1.0.0")
    last = commit()
    place = tmp_path / "clone"
    git("clone", "--depth=1", f"file://{root}", str(place))
    found = last_release(place, last)
    assert isinstance(found, UnknownRelease)
    assert found.reason == "this clone is too shallow to know the last release"
    git("-C", str(place), *found.help.split("`")[1].split()[1:])
    assert tag_of(last_release(place, last)) == "v1.0.0"


def test_too_many_tags_that_are_no_releases_are_said(root: Path, commit: Callable[..., str]) -> None:
    commit("v1.0.0")
    for number in range(MAX_OTHERS + 1):
        last = commit(f"vendor{number}")
    found = last_release(root, last)
    assert isinstance(found, UnknownRelease)
    assert found.reason == "too many tags that fit the pattern name no version"
    assert tag_of(last_release(root, last, "v[0-9]*")) == "v1.0.0"


@pytest.mark.parametrize(
    ("commit_id", "pattern", "reason"),
    [
        ("1" * 40, "v*", "git cannot tell what was released"),
        (None, "v\0*", "the pattern of release tags can fit no tag"),
    ],
)
def test_what_cannot_be_known_has_a_reason(
    commit_id: str | None, pattern: str, reason: str, root: Path, commit: Callable[..., str]
) -> None:
    found = last_release(root, commit_id or commit("v1.0.0"), pattern)
    assert isinstance(found, UnknownRelease)
    assert found.reason == reason


def test_without_a_repository_nothing_is_known(root: Path) -> None:
    assert isinstance(last_release(root, "HEAD"), UnknownRelease)
