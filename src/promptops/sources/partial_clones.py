"""Contents that a partial clone left on the server."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.fetching import fetch_objects
from promptops.sources.git_answers import ask_git

_MISSING = b" missing\n"


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
