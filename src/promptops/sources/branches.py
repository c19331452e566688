"""The names of commits: branches, tags, and which branch is the default."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from promptops.sources.git_command import run_git
from promptops.spelling import closest

REMOTE = "origin"
"""The remote that changes are proposed to."""

_HEADS = "refs/heads/"
_TRACKED = f"refs/remotes/{REMOTE}/"
_KINDS = {"refs/tags/": "tag", _HEADS: "branch", "refs/remotes/": "remote branch"}
_DEFAULTS = (f"{_TRACKED}HEAD", f"{_TRACKED}main", f"{_TRACKED}master", f"{_HEADS}main", f"{_HEADS}master")
_FORMAT = "--format=%(refname)%00%(objectname)%00%(*objectname)%00%(symref)"
_NOT_IN_NAMES = frozenset(" ~^:?*[\\")
MAX_COMPARED = 5_000
"""Branches and tags among which a misspelt one is sought."""


class Ref(NamedTuple):
    """A branch or tag: its full name, the object it leads to (past an annotated tag), and the ref it stands for."""

    name: str
    target: str
    stands_for: str

    @property
    def kind(self) -> str:
        """Return what to call it."""
        return next(kind for start, kind in _KINDS.items() if self.name.startswith(start))


def refs_named(root: Path, name: str) -> list[Ref]:
    """Return what git has under a short name; the remote's branch counts only where nothing else is called so."""
    if not is_plain(name) or name == "HEAD":
        return []
    found = _listed(root, *(f"{start}{name}" for start in (*_KINDS, _TRACKED)))
    own = [found[f"{start}{name}"] for start in _KINDS if f"{start}{name}" in found]
    return own or [ref for ref in found.values() if ref.name == f"{_TRACKED}{name}"]


def default_branch(root: Path) -> str | None:
    """Return the full name of the branch that changes are proposed to.

    It is what the remote calls so, else a `main` or `master`, else the only branch of a repository without remotes.
    """
    found = _listed(root, *_DEFAULTS)
    for name in _DEFAULTS:
        if name in found:
            return found[name].stands_for or name
    heads = [*_listed(root, "--count=2", _HEADS)]
    return heads[0] if len(heads) == 1 and run_git(root, "remote") == b"" else None


def branch_of(ref: str) -> str | None:
    """Return the short name of a branch, here or on the remote; None for a ref that is none."""
    for start in (_HEADS, _TRACKED):
        if ref.startswith(start):
            return ref.removeprefix(start)
    return None


def is_pull_request(root: Path, commit: str) -> bool:
    """Say whether a commit was fetched as what a pull request gives once it is merged."""
    names = _listed(root, f"--points-at={commit}", "refs/pull/", "refs/remotes/pull/")
    return any(name.endswith("/merge") for name in names)


def short_name(ref: str) -> str:
    """Return a full name as people write it."""
    for start in _KINDS:
        if ref.startswith(start):
            return ref.removeprefix(start)
    return ref


def is_plain(name: str) -> bool:
    """Say whether a name can be that of a ref or the id of a commit, not a path from one to another."""
    return bool(name) and name.isprintable() and "@{" not in name and _NOT_IN_NAMES.isdisjoint(name)


def likely_name(root: Path, name: str) -> str | None:
    """Return the branch or tag that was probably meant."""
    return closest(name, (short_name(ref) for ref in _listed(root, f"--count={MAX_COMPARED}", *_KINDS)))


def _listed(root: Path, *patterns: str) -> dict[str, Ref]:
    listing = run_git(root, "for-each-ref", _FORMAT, *patterns) or b""
    found = {}
    for line in listing.decode(errors="replace").splitlines():
        name, target, past_tag, stands_for = line.split("\0")
        found[name] = Ref(name, past_tag or target, stands_for)
    return found
