"""Why there is no baseline, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from promptops.errors import TreeError
from promptops.sources.branches import REMOTE, Ref, is_plain, likely_name
from promptops.sources.git_answers import ask_git
from promptops.sources.git_command import git_is_installed, repository_top, run_git
from promptops.sources.history import Meeting

_FETCH_OPTION = "or pass `--fetch`"
_OTHER_OWNER = "dubious ownership"
_TWO_MEANINGS = "is ambiguous"
_NAME_ANOTHER = "name what to compare with: `--against BRANCH`"


class BaselineError(TreeError):
    """There is nothing to compare with: the baseline is not known, or not here."""


def check_name(name: str) -> None:
    """Refuse what names no commit but means something to git.

    Raises:
        BaselineError: it is empty, an option or a range, or holds what cannot be printed.
    """
    if not name.strip():
        raise BaselineError("the name of what to compare with is empty", help=_NAME_ANOTHER)
    if not name.isprintable():
        message = f"`{_printable(name)}` names no commit: it holds a character that cannot be printed"
        raise BaselineError(message, help=_NAME_ANOTHER)
    if name.startswith("-"):
        raise BaselineError(f"`{name}` names no commit: it begins like an option", help=_NAME_ANOTHER)
    if ".." in name:
        raise BaselineError(f"`{name}` is no single commit", help="name one: the head is what is compiled")


def unreadable_repository(root: Path) -> BaselineError | None:
    """Say why git can tell nothing about a folder; None when it can."""
    if not git_is_installed():
        return BaselineError("git is not installed, or not on PATH", help="install it, or compare with a folder")
    answer = ask_git(root, "rev-parse", "--git-dir")
    if answer.is_good:
        return None
    top = repository_top(root)
    if top is None:
        return BaselineError("there is no git repository here", help="compare with a folder: `--against ./FOLDER`")
    if _OTHER_OWNER in answer.complaint:
        help_ = f"if you trust it, run `git config --global --add safe.directory {top}`"
        return BaselineError("git will not read this repository: it belongs to another user", help=help_)
    return BaselineError("there is no git repository here that git will read", help="`git status` here says why")


def unknown_commit(root: Path, name: str) -> BaselineError:
    """Say why git knows no commit by a name."""
    broken = unreadable_repository(root)
    if broken is not None:
        return broken
    if run_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None and name == "HEAD":
        return BaselineError("there are no commits here yet", help="commit something first, or compare with a folder")
    answer = ask_git(root, "rev-parse", "--verify", f"{name}^{{commit}}")
    if _TWO_MEANINGS in answer.complaint:
        return BaselineError(f"`{name}` could be one of several commits", help="write more of its id")
    return BaselineError(f"git knows no commit `{name}`", help=_advice(root, name))


def _advice(root: Path, name: str) -> str:
    meant = likely_name(root, name)
    if meant is not None:
        return f"did you mean `{meant}`?"
    is_shallow = run_git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    if is_plain(name):
        depth = "--depth=1 " if is_shallow else ""
        wanted = name.removeprefix(f"{REMOTE}/")
        return f"check its spelling; if it is not in this clone, run `git fetch --no-tags {depth}{REMOTE} {wanted}`"
    if is_shallow:
        return f"it may lie beyond the end of this shallow clone: run `git fetch --deepen=100 {REMOTE}`"
    return "check its spelling"


def no_meeting(meeting: Meeting, named: str) -> BaselineError:
    """Say why two commits have no merge base."""
    if meeting.is_shallow:
        help_ = f"run `git fetch --deepen=100 {REMOTE}`, again if that is not enough, {_FETCH_OPTION}"
        return BaselineError(f"this clone is too shallow to know where `{named}` and the head part", help=help_)
    return BaselineError(
        f"`{named}` and the head have no commit in common: one was rewritten, or they are unrelated",
        help=f"check it out beside, `git worktree add ../baseline {meeting.other}`, and use `--against ../baseline`",
    )


def no_parent_here(commit: str, parent: str) -> BaselineError:
    """Say that a shallow clone ends at the commit whose parent is the baseline."""
    return BaselineError(
        f"the parent of `{commit[:12]}` is not in this shallow clone",
        help=f"run `git fetch --no-tags --depth=1 {REMOTE} {parent}`, {_FETCH_OPTION}; in CI, fetch with depth 2",
    )


def no_parent(commit: str) -> BaselineError:
    """Say that nothing stands before a first commit."""
    return BaselineError(f"`{commit[:12]}` is the first commit: nothing stands before it", help=_NAME_ANOTHER)


def no_default() -> BaselineError:
    """Say that no branch is known to be the default."""
    return BaselineError("no default branch is known here", help=f"{_NAME_ANOTHER}, {_FETCH_OPTION}")


def no_tree(commit: str, named: str) -> BaselineError:
    """Say that the files of a commit cannot be listed."""
    return BaselineError(
        f"git could not list the files of `{named}`, commit `{commit[:12]}`",
        help=f"a partial clone may lack them: run `git ls-tree -r {commit}`, with which git fetches them",
    )


def no_folder(name: str) -> BaselineError:
    """Say that there is no folder at a path."""
    return BaselineError(
        f"there is no folder `{_printable(name)}`", help="name a folder, or a branch, a tag or a commit"
    )


def two_names(name: str, refs: list[Ref]) -> BaselineError:
    """Say that a name stands for several commits."""
    kinds, full_names = " and a ".join(ref.kind for ref in refs), " or ".join(f"`{ref.name}`" for ref in refs)
    return BaselineError(f"`{name}` is both a {kinds}", help=f"write {full_names}")


def _printable(name: str) -> str:
    return name if name.isprintable() else name.encode("unicode_escape").decode()
