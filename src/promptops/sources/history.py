"""What git knows about commits: where two histories meet, and what stands before a commit."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from promptops.sources.git_command import run_git

_PARENT = "parent "
_BASE = "^"
_OTHER = 3
"""Which line names the other commit: after the depth, the head, and the head again."""


class Meeting(NamedTuple):
    """A head, another commit, and the commit at which their histories part.

    `ref` is the full name of the head's ref: `HEAD` when no branch is checked out, empty for an id. `other` and
    `merge_base` are None where no other was asked about; the latter too where the histories known here do not meet.
    """

    head: str
    ref: str
    is_shallow: bool
    other: str | None
    merge_base: str | None


def meet(root: Path, head: str, other: str | None) -> Meeting | None:
    """Say where the histories of two commits meet; None when git knows one of them not.

    Of several merge bases it is the one that `git merge-base` prefers. Neither name may hold `..` or begin with `-`.
    """
    asked = [] if other is None else [f"{other}^{{commit}}...{head}^{{commit}}"]
    words = ("--is-shallow-repository", f"{head}^{{commit}}", *asked, "--symbolic-full-name", head)
    answer = run_git(root, "rev-parse", *words)
    if answer is None:
        return None
    lines = answer.decode(errors="replace").splitlines()
    ref = lines[-1] if lines[-1] == "HEAD" or lines[-1].startswith("refs/") else ""
    bases = [line.removeprefix(_BASE) for line in lines if line.startswith(_BASE)]
    return Meeting(
        head=lines[1],
        ref=ref,
        is_shallow=lines[0] == "true",
        other=lines[_OTHER] if asked else None,
        merge_base=bases[0] if bases else None,
    )


def refs_state(root: Path) -> str | None:
    """Return a digest over which commit is checked out, by which name, and over every ref; None where git says none.

    With `history_files`, that is all that decides which commits there are and where they part.
    """
    head = run_git(root, "rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
    refs = run_git(root, "for-each-ref", "--format=%(refname) %(objectname) %(symref)")
    return None if head is None or refs is None else hashlib.sha256(head + b"\0" + refs).hexdigest()


def history_files(root: Path) -> list[Path]:
    """Return the files, there or not, with remotes, and with commits that git takes for ones without parents."""
    names = ("config", "config.worktree", "shallow", "info/grafts")
    found = run_git(root, "rev-parse", *(word for name in names for word in ("--git-path", name))) or b""
    return [root / os.fsdecode(line) for line in found.splitlines()]


def is_certain(root: Path, meeting: Meeting) -> bool:
    """Say whether no nearer merge base can hide in what a shallow clone lacks.

    It cannot where one commit contains the other, or every commit on both ways to the merge base has its parents here.
    """
    if not meeting.is_shallow or meeting.merge_base in {meeting.head, meeting.other}:
        return True
    cut_off = run_git(root, "rev-list", "--max-parents=0", "--max-count=1", f"{meeting.other}...{meeting.head}")
    return cut_off == b""


def parents_of(root: Path, commit: str) -> tuple[str, ...]:
    """Return the parents that a commit names, also where a shallow clone lacks them."""
    header, _, _ = (run_git(root, "cat-file", "commit", commit) or b"").partition(b"\n\n")
    lines = header.decode(errors="replace").split("\n")
    return tuple(line.removeprefix(_PARENT) for line in lines if line.startswith(_PARENT))


def has_commit(root: Path, commit: str) -> bool:
    """Say whether the object of a commit is here, its parents or not."""
    return run_git(root, "cat-file", "-e", f"{commit}^{{commit}}") is not None


def is_dirty(root: Path) -> bool:
    """Say whether anything below the root of a work tree differs from the commit that is checked out."""
    kinds = ("--porcelain", "--untracked-files=normal", "--no-renames", "--ignore-submodules=all")
    return bool(run_git(root, "status", *kinds, "--", "."))
