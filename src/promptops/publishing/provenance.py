"""Which commit is released, as git knows it: nothing here depends on the machine or the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from promptops.errors import PromptopsError, TreeError
from promptops.sources.git_command import run_git
from promptops.sources.history import has_commit, is_dirty, parents_of

_FIELDS: Final = 4
"""Parts of what is asked of each commit: author, committer, further authors, reviewers."""


class Provenance(NamedTuple):
    """Where a project comes from.

    `revision` is the commit, None outside of a repository; `is_clean` says that the files are those of the commit, and
    `day` is the one on which that was made, in UTC.
    """

    revision: str | None
    is_clean: bool
    day: date | None


class Commit(NamedTuple):
    """A commit with those who wrote or made it, and those who are said to have reviewed it."""

    authors: tuple[str, ...]
    reviewers: tuple[str, ...]


def provenance(root: Path, ref: str | None) -> Provenance:
    """Return where the files below a root come from, or those of a commit.

    Raises:
        TreeError: git knows no such commit.
        PromptopsError: the commit's time is none.
    """
    shown = run_git(root, "show", "--no-patch", "--format=%H %ct", "--end-of-options", f"{ref or 'HEAD'}^{{commit}}")
    if shown is None:
        if ref is not None:
            raise TreeError(f"git knows no commit `{ref}`", help="fetch it, or check its spelling")
        return Provenance(None, is_clean=False, day=None)
    revision, _, seconds = shown.decode().strip().partition(" ")
    try:
        day = datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise PromptopsError(f"commit `{revision[:12]}` has a time that is none", help="commit again") from error
    return Provenance(revision, ref is not None or not is_dirty(root), day)


def commits_of(root: Path, revision: str) -> tuple[Commit, ...] | None:
    """Return a commit and, if it is a merge, those that it brought; None where a shallow clone lacks them."""
    parents = parents_of(root, revision)
    if not all(has_commit(root, parent) for parent in parents):
        return None
    others = [f"^{parents[0]}"] if parents else []
    trailers = (
        "%(trailers:key=" + key + ",valueonly,unfold,separator=%x1f)" for key in ("Co-authored-by", "Reviewed-by")
    )
    layout = "%x00".join(("--format=%an <%ae>", "%cn <%ce>", *trailers, ""))
    listed = run_git(root, "log", layout, revision, *others) or b""
    # No name of git's holds a zero byte, whatever else may be in it.
    fields = listed.decode(errors="replace").split("\0")[:-1]
    return tuple(_commit(*fields[start : start + _FIELDS]) for start in range(0, len(fields), _FIELDS))


def released_commits(root: Path, revision: str) -> frozenset[str]:
    """Return the commits that somebody has looked at who has looked at a release: itself, and what it merges."""
    return frozenset((revision, *parents_of(root, revision)[1:]))


def _commit(author: str, committer: str, others: str, reviewers: str) -> Commit:
    return Commit((author.lstrip("\n"), committer, *_people(others)), _people(reviewers))


def _people(listed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in listed.split("\x1f") if part.strip())
