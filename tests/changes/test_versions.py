from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.change import BUMPS, Bump
from promptops.changes.versions import Version, declared_bump, is_behind, next_version

IN_ORDER = (
    "0.1.0-alpha",
    "0.1.0",
    "0.1.1",
    "0.2.0",
    "1.0.0-1",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.1.0",
    "2.0.0",
)

PARTS = st.integers(0, 3)
PRE = st.lists(st.sampled_from(["0", "1", "10", "a", "rc", "x-y"]), max_size=3).map(tuple)
VERSIONS = st.builds(Version, PARTS, PARTS, PARTS, PRE)


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(IN_ORDER)))
def test_versions_come_in_the_order_of_semantic_versions(lower: str, higher: str) -> None:
    assert not is_behind(Version.of(lower), Version.of(higher))
    assert is_behind(Version.of(higher), Version.of(lower))


@given(VERSIONS, VERSIONS)
def test_of_two_versions_one_is_behind_or_they_are_the_same(left: Version, right: Version) -> None:
    assert is_behind(left, right) + is_behind(right, left) == (left != right)


@given(VERSIONS)
def test_a_version_reads_back_as_it_is_written(version: Version) -> None:
    assert Version.of(str(version)) == Version.of(f"{version}+build.5") == version


@pytest.mark.parametrize(
    ("before", "after", "bump"),
    [
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.2.3", "none"),
        ("1.2.3", "1.2.3+build", "none"),
        ("1.2.3", "1.2.2", "none"),
        ("2.0.0", "1.9.0", "none"),
        ("0.2.3", "0.2.4", "minor"),
        ("0.2.3", "0.3.0", "major"),
        ("0.2.3", "1.0.0", "major"),
        ("1.2.3", "2.0.0-rc.1", "major"),
        ("2.0.0-rc.1", "2.0.0", "major"),
        ("2.0.0-rc.1", "2.0.0-rc.2", "major"),
        ("1.3.0-rc.1", "1.3.0", "minor"),
        ("1.2.4-rc.1", "1.2.4", "patch"),
        ("1.2.4", "1.2.4-rc.1", "none"),
    ],
)
def test_a_version_announces_a_bump(before: str, after: str, bump: Bump) -> None:
    assert declared_bump(Version.of(before), Version.of(after)) == bump


@pytest.mark.parametrize(
    ("before", "bump", "after"),
    [
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
        ("1.3.0-rc.1", "major", "2.0.0"),
    ],
)
def test_the_next_version_is_the_least_that_announces_the_bump(before: str, bump: Bump, after: str) -> None:
    assert str(next_version(Version.of(before), bump)) == after


@given(VERSIONS, st.sampled_from(BUMPS[1:]))
def test_the_next_version_is_ahead_and_announces_enough(before: Version, bump: Bump) -> None:
    after = next_version(before, bump)
    assert is_behind(after, before)
    assert BUMPS.index(declared_bump(before, after)) >= BUMPS.index(bump)
