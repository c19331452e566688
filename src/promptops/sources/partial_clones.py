"""Contents that a partial clone left on the server."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.commits import CommitTree
from promptops.sources.fetching import fetch_objects
from promptops.sources.git_answers import ask_git
from promptops.sources.git_command import run_git
from promptops.sources.trees import Tree

_MISSING = b" missing\n"
_PARTIAL = r"^(remote\..*\.promisor|extensions\.partialclone)$"
"""The settings of a clone that left contents on the server."""


def require_contents(baseline: Tree, head: Tree, *, fetch: bool) -> None:
    """See to it that those files of a baseline can be read that a head does not have as they are; `fetch` as below.

    Only a partial clone lacks any.

    Raises:
        BaselineError: some are missing.
    """
    if isinstance(baseline, CommitTree) and run_git(baseline.root, "config", "--get-regexp", _PARTIAL):
        known = {file.blob for file in head.files()}
        blobs = {file.blob for file in baseline.files() if file.blob is not None}
        require_blobs(baseline.root, blobs - known, fetch=fetch)


def require_blobs(root: Path, blobs: Collection[str], *, fetch: bool) -> None:
    """See to it that the blobs with these ids can be read; with `fetch`, those that are missing are fetched.

    Raises:
        BaselineError: some are missing.
    """
    if not blobs or _are_here(root, blobs):
        return
    if fetch:
        fetch_objects(root, blobs)
        if _are_here(root, blobs):
            return
    raise BaselineError(
        "the contents of files at the baseline are missing from this clone",
        help="it is partial: run `git fetch --refetch --no-filter`, or pass `--fetch`",
    )


def _are_here(root: Path, blobs: Collection[str]) -> bool:
    answer = ask_git(root, "cat-file", "--batch-check", lines="".join(f"{blob}\n" for blob in blobs).encode())
    return answer.is_good and _MISSING not in answer.output
