"""Fetching commits that a clone lacks: nothing but them, and only when a user asked for it.

No ref is written, no tag fetched, nothing tidied up. The connection is one of git's own kinds, with the credentials
that the user's configuration names; a remote that names a program of its own is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.branches import REMOTE, branch_of
from promptops.sources.git_answers import Answer, ask_git
from promptops.sources.git_command import run_git

_CONNECTIONS = ("https", "ssh", "http", "git", "file")
_ALLOWED = tuple(word for kind in _CONNECTIONS for word in ("-c", f"protocol.{kind}.allow=always"))
_FETCH = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-prune",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
    "--refmap=",
    "--upload-pack=git-upload-pack",
)
MAX_SECONDS = 300
"""How long one fetch may take."""
DEEPENINGS = (50, 200, 1_000, 5_000)
"""By how many commits a shallow clone is deepened, one after the other, until a merge base is found."""
_MAX_ENDS = 1_000


def fetch_commit(root: Path, name: str, *, is_shallow: bool) -> str:
    """Fetch a commit by its id, or by what the remote calls it, and return its id; of a shallow clone, it alone.

    Raises:
        BaselineError: the remote has no such commit, or cannot be asked.
    """
    wanted = branch_of(name) or name.removeprefix(f"{REMOTE}/")
    # A depth would make a whole clone shallow.
    depth = ["--depth=1"] if is_shallow else []
    _demand(_fetch(root, [wanted], *depth), f"`{wanted}`")
    fetched = run_git(root, "rev-parse", "--verify", "--quiet", "FETCH_HEAD^{commit}")
    if fetched is None:
        raise BaselineError(f"`{wanted}` is no commit on `{REMOTE}`", help="name a branch, a tag or a commit")
    return fetched.decode().strip()


def deepen(root: Path, commits: int) -> None:
    """Fetch so many commits more of every history that ends in this shallow clone.

    Raises:
        BaselineError: the remote cannot be asked.
    """
    place = run_git(root, "rev-parse", "--git-path", "shallow")
    try:
        ends = (root / (place or b"").decode().rstrip("\n")).read_text().split()
    except OSError:  # whole by now
        return
    _demand(_fetch(root, ends[:_MAX_ENDS], f"--deepen={commits}"), "what this shallow clone lacks")


def fetch_objects(root: Path, objects: Iterable[str]) -> None:
    """Fetch objects of a partial clone by their ids.

    Raises:
        BaselineError: the remote cannot be asked.
    """
    _demand(_fetch(root, objects, "--no-write-fetch-head"), "what this partial clone lacks")


def _fetch(root: Path, wanted: Iterable[str], *how: str) -> Answer:
    lines = "".join(f"{name}\n" for name in wanted).encode()
    return ask_git(root, *_ALLOWED, *_FETCH, *how, "--stdin", REMOTE, lines=lines, seconds=MAX_SECONDS)


def _demand(answer: Answer, what: str) -> None:
    if not answer.is_good:
        said = answer.complaint or "it failed"
        raise BaselineError(
            f"git could not fetch {what} from `{REMOTE}`: {said}",
            help="fetch it with git itself, and run this again without `--fetch`",
        )
