"""The baseline: what a change is compared with."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from promptops.errors import TreeError
from promptops.sources.baseline_errors import (
    BaselineError,
    check_name,
    no_default,
    no_folder,
    no_meeting,
    no_parent,
    no_parent_here,
    no_tree,
    two_names,
    unknown_commit,
)
from promptops.sources.branches import (
    REMOTE,
    branch_of,
    default_branch,
    is_plain,
    is_pull_request,
    refs_named,
    short_name,
)
from promptops.sources.commits import CommitTree
from promptops.sources.fetching import DEEPENINGS, deepen, fetch_commit
from promptops.sources.git import open_tree
from promptops.sources.history import Meeting, has_commit, is_certain, is_dirty, meet, parents_of
from promptops.sources.trees import FolderTree, Tree

_FOLDER_STARTS = ("./", "../", "/")
_MERGED = 2
"""Parents of a merge that a forge makes."""
_REMOTE_HEAD = "HEAD"
"""What a remote calls its own default branch."""


class How(StrEnum):
    """Which commit, or what else, a baseline is."""

    MERGE_BASE = "merge base"
    FIRST_PARENT = "first parent"
    COMMIT = "commit"
    FOLDER = "folder"


class Baseline(NamedTuple):
    """The side that is compared against.

    `named` is what the user would call it: `origin/main`, `v1.2.0`, `HEAD~1`, `the folder ../old`. `commit` is its id
    and `head` that of the commit judged or checked out; None for a folder. Where the two are one, the only changes
    are those of the work tree.
    """

    commit: str | None
    head: str | None
    named: str
    how: How
    tree: Tree


def find_baseline(root: Path, head_ref: str | None, against: str | None, *, fetch: bool) -> Baseline:
    """Find what the project at `root` is compared with. The head is `head_ref`, else what is checked out.

    `against` names a branch, a tag or a commit: the baseline is where the head parted from it, its merge base with
    the head, so that what others did meanwhile is no part of the change. A branch that only the remote has counts
    under its short name. What begins with `./`, `../` or `/`, or is the path of a folder and no commit, is a folder.

    Without `against`, the first of these that holds:

    1. The head is the merge by which a forge tries a pull request, as the ref `pull/…/merge` that CI fetches says: its
       first parent, the branch to merge into.
    2. The head has commits that the default branch has not: their merge base. The default branch is `origin/HEAD`,
       `origin/main`, `origin/master`, `main` or `master`, or the only one. What is not committed counts as changed.
    3. A branch other than the default one has no such commits: the head itself.
    4. Something below the root is not committed: the head itself, so that the work tree is compared with it.
    5. The first parent of the head: what the last commit changed.

    Where 2 cannot be decided, any merge of two parents that no branch names counts as one of 1. Whoever made it chose
    its first parent: name the baseline where a proposed change must not choose it.

    With `fetch`, commits that a clone lacks are fetched from `origin`; else git is asked nothing but what it has.

    Raises:
        BaselineError: there is no baseline, or it cannot be read.
    """
    if head_ref is not None:
        check_name(head_ref)
    search = _Search(root, head_ref, fetch=fetch)
    return search.inferred() if against is None else search.named(against)


class _Search:
    def __init__(self, root: Path, head_ref: str | None, *, fetch: bool) -> None:
        self._root = root
        self._head = head_ref or "HEAD"
        self._is_work_tree = head_ref is None
        self._fetch = fetch

    def named(self, against: str) -> Baseline:
        if against.startswith(_FOLDER_STARTS) or against in {".", ".."}:
            return self._folder(against)
        check_name(against)
        meeting = meet(self._root, self._head, self._full_name(against))
        if meeting is None:
            if _folder_at(against):
                return self._folder(against)
            meeting = self._fetched(against)
        merge_base = self._merge_base(meeting, against)
        how = How.COMMIT if merge_base == meeting.other else How.MERGE_BASE
        return self._baseline(merge_base, meeting.head, against, how)

    def inferred(self) -> Baseline:
        default = default_branch(self._root)
        meeting = meet(self._root, self._head, default)
        if meeting is None:
            raise unknown_commit(self._root, self._head)
        if self._is_tried_merge(meeting):
            return self._before(meeting, "the base of the pull request")
        if default is None:
            meeting = self._fetched(_REMOTE_HEAD)
        named = short_name(default or f"refs/remotes/{REMOTE}/HEAD")
        merge_base = self._merge_base(meeting, named)
        branch = branch_of(meeting.ref)
        is_on_other = default is not None and branch not in {None, branch_of(default)}
        if merge_base != meeting.head or is_on_other:
            return self._baseline(merge_base, meeting.head, named, How.MERGE_BASE)
        if self._is_work_tree and is_dirty(self._root):
            return self._baseline(meeting.head, meeting.head, self._head, How.COMMIT)
        return self._before(meeting, f"{self._head}~1")

    def _is_tried_merge(self, meeting: Meeting) -> bool:
        if branch_of(meeting.ref) is not None:
            return False
        if len(parents_of(self._root, meeting.head)) != _MERGED:
            return False
        is_known = meeting.merge_base is not None and is_certain(self._root, meeting)
        # Its message says so as well, but whoever proposes a change can write that.
        return not is_known or is_pull_request(self._root, meeting.head)

    def _full_name(self, name: str) -> str:
        found = refs_named(self._root, name)
        if len({ref.target for ref in found}) > 1:
            raise two_names(name, found)
        return found[0].name if found else name

    def _fetched(self, name: str) -> Meeting:
        """Fetch a commit that is not here, where that is wanted, and say where the head meets it."""
        alone = meet(self._root, self._head, None)
        if alone is None:
            raise unknown_commit(self._root, self._head)
        if not self._fetch and name == _REMOTE_HEAD:
            raise no_default()
        if not self._fetch or not is_plain(name):
            raise unknown_commit(self._root, name)
        commit = fetch_commit(self._root, name, is_shallow=alone.is_shallow)
        return self._meet(commit)

    def _meet(self, commit: str) -> Meeting:
        meeting = meet(self._root, self._head, commit)
        if meeting is None:
            raise unknown_commit(self._root, commit)
        return meeting

    def _merge_base(self, meeting: Meeting, named: str) -> str:
        steps = iter(DEEPENINGS if self._fetch else ())
        while True:
            if meeting.merge_base is not None and is_certain(self._root, meeting):
                return meeting.merge_base
            if meeting.other in parents_of(self._root, meeting.head):  # as it says itself, wherever the clone ends
                return meeting.other
            commits = next(steps, None)
            if commits is None or not meeting.is_shallow or meeting.other is None:
                raise no_meeting(meeting, named)
            deepen(self._root, commits)
            meeting = self._meet(meeting.other)

    def _before(self, meeting: Meeting, named: str) -> Baseline:
        parent = next(iter(parents_of(self._root, meeting.head)), None)
        if parent is None:
            raise no_parent(meeting.head)
        if meeting.is_shallow and not has_commit(self._root, parent):
            if not self._fetch:
                raise no_parent_here(meeting.head, parent)
            fetch_commit(self._root, parent, is_shallow=True)
        return self._baseline(parent, meeting.head, named, How.FIRST_PARENT)

    def _baseline(self, commit: str, head: str, named: str, how: How) -> Baseline:
        try:
            tree = CommitTree.open(self._root, commit)
        except TreeError as error:
            raise no_tree(commit, named) from error
        return Baseline(commit, head, named, how, tree)

    def _folder(self, name: str) -> Baseline:
        folder = _folder_at(name)
        if folder is None:
            raise no_folder(name)
        if self._is_work_tree and folder == self._root.resolve():
            raise BaselineError(f"`{name}` is the folder that is compiled itself", help="name another, or a commit")
        tree: FolderTree | CommitTree = open_tree(folder, None)
        if not tree.files():
            tree = FolderTree(folder)  # a repository around it may ignore the folder
        if not tree.files():
            raise BaselineError(f"the folder `{name}` holds no files", help="name the folder that was the root")
        return Baseline(None, None, f"the folder {name}", How.FOLDER, tree)


def _folder_at(name: str) -> Path | None:
    try:
        folder = Path(name).resolve()
        return folder if folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # no file can have that name, or links lead in a circle
        return None
