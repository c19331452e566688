"""Semantic versions: how far one is from another, and which one comes next."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from promptops.changes.change import BUMPS, Bump


class Version(NamedTuple):
    """A semantic version without its build part; `pre` are the identifiers of a pre-release."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Version:
        """Return the version that a valid text is."""
        numbers, _, pre = text.partition("+")[0].partition("-")
        major, minor, patch = map(int, numbers.split("."))
        return cls(major, minor, patch, tuple(pre.split(".")) if pre else ())

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Return the three numbers."""
        return (self.major, self.minor, self.patch)

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"-{'.'.join(self.pre)}" if self.pre else "")


def is_behind(before: Version, after: Version) -> bool:
    """Say whether the second version comes before the first."""
    if before.numbers != after.numbers:
        return after.numbers < before.numbers
    if not before.pre or not after.pre:
        return bool(after.pre) and not before.pre
    for old, new in zip_longest(before.pre, after.pre):
        if old != new:
            return new is None or (old is not None and _rank(new) < _rank(old))
    return False


def declared_bump(before: Version, after: Version) -> Bump:
    """Return what a later version announces to whoever has the earlier one; `none` where it is not later.

    Below 1.0 the second number plays the part of the first, and the third that of the second. What a pre-release
    announces is what its release does.
    """
    if before == after or is_behind(before, after):
        return "none"
    if before.major != after.major:
        return "major"
    below_one = after.major == 0
    if before.minor != after.minor:
        return "major" if below_one else "minor"
    if before.patch != after.patch:
        return "minor" if below_one else "patch"
    return _of_release(after)


def next_version(before: Version, bump: Bump) -> Version:
    """Return the least version that announces a bump to whoever has the earlier one."""
    if before.pre and BUMPS.index(_of_release(before)) >= BUMPS.index(bump):
        return before._replace(pre=())
    if bump == "major" and before.major:
        return Version(before.major + 1, 0, 0)
    if bump == "major" or (bump == "minor" and before.major):
        return Version(before.major, before.minor + 1, 0)
    return Version(*before.numbers[:2], before.patch + 1)


def _of_release(version: Version) -> Bump:
    """Return what a release with these numbers announced, next to the one before it."""
    below_one = version.major == 0
    if version.patch:
        return "minor" if below_one else "patch"
    return "minor" if version.minor and not below_one else "major"


def _rank(identifier: str) -> tuple[int, int, str]:
    """Return what orders the identifiers of pre-releases: numbers first, and by their value."""
    return (0, int(identifier), "") if identifier.isdecimal() else (1, 0, identifier)
