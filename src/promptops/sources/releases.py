"""The last release before a commit, as tags name it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from promptops.sources.git_command import run_git

_VERSION = re.compile(r"[^0-9]*([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\+[0-9A-Za-z.-]*)?")
_LITERAL = re.compile(r"[^*?\[\\]*")
_FORMAT = "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)"
MAX_OTHERS = 10
"""Tags that the pattern fits and that name no release, before the search ends."""


class Release(NamedTuple):
    """A tag that names a version, the commit it leads to, and the numbers: two or three of them."""

    tag: str
    commit: str
    version: tuple[int, ...]


class UnknownRelease(NamedTuple):
    """Why nobody can say which release was the last one, in words for the reader."""

    reason: str
    help: str


_SHALLOW = UnknownRelease(
    "this clone is too shallow to know the last release",
    "run `git fetch --unshallow --tags`; in CI, fetch with depth 0",
)
_UNCOMMITTED = UnknownRelease("git cannot tell what was released", "`git describe --tags` here says why")
_TOO_MANY = UnknownRelease("too many tags that fit the pattern name no version", "write one that fits releases alone")
_UNNAMEABLE = UnknownRelease("the pattern of release tags can fit no tag", "write one such as `v*` or `support/v*`")


def last_release(root: Path, commit: str, pattern: str = "v*") -> Release | UnknownRelease | None:
    """Return the newest release that a commit contains, itself included: the tag with the fewest commits since.

    `commit` is an id. Tags fit the glob `pattern`, in which a `*` stands for `/` too, and end in two or three numbers.
    Pre-releases (`v2.0.0-rc.1`) are no releases. Of several tags on one commit it is the highest version. None when
    the history has no such tag; a shallow clone that has none cannot know.
    """
    if not pattern.isprintable():
        return _UNNAMEABLE
    others = [f"{pattern}.*-*"]
    while len(others) <= MAX_OTHERS:
        words = [f"--match={pattern}", *(f"--exclude={other}" for other in others)]
        nearest = run_git(root, "describe", "--tags", "--abbrev=0", *words, f"{commit}^{{commit}}")
        if nearest is None:
            return _nothing(root, commit)
        tag = nearest.decode(errors="replace").rstrip("\n")
        releases = _beside(root, tag, pattern)
        if releases:
            return max(releases, key=lambda release: release.version)
        others.append(tag)
    return _TOO_MANY


def _beside(root: Path, tag: str, pattern: str) -> list[Release]:
    """Return the releases among the tags on the commit of one of them."""
    words = ("tag", "--list", "--no-column", f"--points-at={tag}^{{commit}}", _FORMAT, "--", pattern)
    found = []
    for line in (run_git(root, *words) or b"").decode(errors="replace").splitlines():
        name, target, past_tag = line.split("\0")
        version = _version(name, pattern)
        if version is not None:
            found.append(Release(name, past_tag or target, version))
    return found


def _version(tag: str, pattern: str) -> tuple[int, ...] | None:
    """Return the numbers of a release, which follow what the pattern begins with."""
    literal = _LITERAL.match(pattern)
    start = 0 if literal is None else literal.end()
    match = _VERSION.fullmatch(tag, start)
    return None if match is None else tuple(int(number) for number in match.groups() if number is not None)


def _nothing(root: Path, commit: str) -> UnknownRelease | None:
    answer = run_git(root, "rev-parse", "--is-shallow-repository", f"{commit}^{{commit}}")
    if answer is None:
        return _UNCOMMITTED
    return _SHALLOW if answer.startswith(b"true") else None
