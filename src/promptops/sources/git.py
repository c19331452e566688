"""Trees that git knows: the work tree of a repository, and a commit in it.

Plain git commands, as they are several times faster than any library. A hostile repository must not make git run
anything: hooks and file system monitors are switched off, prompts and lazy fetches too.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from promptops.errors import TreeError
from promptops.sources.trees import MAX_FILE_BYTES, FolderTree, TreeFile, Unreadable, too_large

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
_SUBMODULE = "160000"
_LINK = "120000"
_STATUS_FLAGS = ("--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
_CHECKSUM = 20
_KNOWN_UNCHANGED = "H"
_NOT_CHECKED_OUT = "S"
_CHUNK = 1 << 20
MAX_CHANGED = 2_000
"""With more changed and new files than this, the state of a work tree is not digested."""


def git_environment() -> dict[str, str]:
    """Return the environment for git: no prompt, no network, no locale, no repository but the one named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}


def run_git(root: Path, *arguments: str) -> bytes | None:
    """Return what a git command prints, or None when git is missing or the command fails."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands; no part of them comes from file contents
            ["git", *_SAFE, *arguments],  # noqa: S607 - git is found on PATH, as users expect
            cwd=root,
            env=git_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def repository_top(folder: Path) -> Path | None:
    """Return the nearest folder at or above `folder` that holds `.git`, without starting git."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


class WorkTree(FolderTree):
    """The work tree of a git repository below `root`: tracked files, and new ones that git does not ignore."""

    def __init__(self, root: Path, top: Path, status: bytes) -> None:
        super().__init__(root)
        self._top = top
        self._status = status
        self.is_blind = False
        """Whether git was told to look away from files that it lists; known once they are listed."""

    @classmethod
    def open(cls, root: Path) -> WorkTree | None:
        """Ask git what has changed below `root`; None when there is no repository or no git."""
        top = repository_top(root)
        if top is None:
            return None
        status = run_git(root, "status", *_STATUS_FLAGS, "--", ".")
        return None if status is None else cls(root, top, status)

    def state(self) -> str | None:
        """Return a digest over git's index, and over what differs from it, byte for byte.

        None when that is too much.
        """
        index = _index_checksum(self._top)
        changed = sorted(self._changed())
        if index is None or len(changed) > MAX_CHANGED:
            return None
        seen = hashlib.sha256(index + b"\0" + self._status)
        for path in changed:
            data = self.read(path)
            seen.update(os.fsencode(path) + b"\0" + (data if isinstance(data, bytes) else data.reason.encode()) + b"\0")
        return seen.hexdigest()

    def files(self) -> list[TreeFile]:
        """Return the files; one that git calls unchanged carries the blob id of the index."""
        changed = self._changed()
        blobs: dict[str, str | None] = {path: None for path, gone in changed.items() if not gone}
        listing = run_git(self.root, "ls-files", "-z", "-s", "-v") or b""
        for record in os.fsdecode(listing).split("\0")[:-1]:
            described, _, path = record.partition("\t")
            tag, mode = described[0], described[2:8]
            if path in changed or mode == _SUBMODULE or tag == _NOT_CHECKED_OUT:
                continue
            self.is_blind |= tag.islower()
            vouched = tag == _KNOWN_UNCHANGED and mode != _LINK and described[-1] == "0"
            blobs[path] = described[9:-2] if vouched else None
        return sorted(TreeFile(path, blob) for path, blob in blobs.items())

    def _changed(self) -> dict[str, bool]:
        """Return every path below the root that differs from the index, and whether it is gone."""
        prefix = os.path.join(os.path.relpath(self.root, self._top), "") if self.root != self._top else ""  # noqa: PTH118 - texts
        found = {}
        for record in os.fsdecode(self._status).split("\0")[:-1]:
            path = record[3:].removeprefix(prefix)
            if record[1] != " " and not path.endswith("/"):
                found[path] = record[1] == "D"
        return found


def _index_checksum(top: Path) -> bytes | None:
    """Return the checksum that ends git's index; its time where git was told to leave the checksum out."""
    folder = top / ".git"
    try:
        if folder.is_file():
            folder = top / folder.read_text().removeprefix("gitdir:").strip()
        with (folder / "index").open("rb") as index:
            index.seek(-_CHECKSUM, os.SEEK_END)
            checksum = index.read()
            return checksum if any(checksum) else f"{os.fstat(index.fileno()).st_mtime_ns}".encode()
    except (OSError, ValueError):
        return None


class CommitTree:
    """The files of one commit below a folder of the repository."""

    def __init__(self, root: Path, commit: str, entries: dict[str, tuple[str, str]]) -> None:
        self.root = root
        self.commit = commit
        self._entries = entries
        self._batch: subprocess.Popen[bytes] | None = None

    @classmethod
    def open(cls, root: Path, ref: str) -> CommitTree:
        """Resolve `ref` and list its files below `root`.

        Raises:
            TreeError: there is no repository here, or no such commit.
        """
        if repository_top(root) is None:
            raise TreeError("there is no git repository here", help="run it inside one, or leave `--at` out")
        resolved = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if resolved is None:
            raise TreeError(f"git knows no commit `{ref}`", help="fetch it, or check its spelling")
        commit = resolved.decode().strip()
        listing = run_git(root, "ls-tree", "-r", "-z", commit)
        if listing is None:
            raise TreeError(f"git could not list commit `{commit}`", help="run `git fsck`; the clone may be partial")
        entries = {}
        for record in os.fsdecode(listing).split("\0"):
            described, _, path = record.partition("\t")
            if path:
                mode, _, blob = described.split(" ")
                entries[path] = (mode, blob)
        return cls(root, commit, entries)

    def state(self) -> str | None:
        """Return what names the commit and the folder in it."""
        return f"{self.commit}:{self.root}"

    def files(self) -> list[TreeFile]:
        """Return the files of the commit, without links and submodules."""
        plain = ((path, blob) for path, (mode, blob) in self._entries.items() if mode not in (_LINK, _SUBMODULE))
        return sorted(TreeFile(path, blob) for path, blob in plain)

    def read(self, path: str) -> bytes | Unreadable:
        """Read a blob through one long-lived `git cat-file --batch`."""
        entry = self._entries.get(path)
        if entry is None:
            return Unreadable("it is not in the commit", "check the path")
        mode, blob = entry
        if mode in (_LINK, _SUBMODULE):
            return Unreadable("it is a link", "replace the link by a copy of the file")
        return self._read_blob(blob)

    def _read_blob(self, blob: str) -> bytes | Unreadable:
        if self._batch is None:
            self._batch = subprocess.Popen(  # noqa: S603 - a fixed command
                ["git", *_SAFE, "cat-file", "--batch"],  # noqa: S607 - git is found on PATH
                cwd=self.root,
                env=git_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        requests, answers = self._batch.stdin, self._batch.stdout
        if requests is None or answers is None:
            return Unreadable("git does not answer", "run `git fsck`")
        requests.write(blob.encode() + b"\n")
        requests.flush()
        header = answers.readline().split()
        if len(header) != 3:  # noqa: PLR2004 - id, type, size; anything else says "missing"
            return Unreadable("its content is missing from the clone", "fetch it: the clone is partial")
        size = int(header[2])
        if size <= MAX_FILE_BYTES:
            return answers.read(size + 1)[:-1]
        for start in range(0, size + 1, _CHUNK):
            answers.read(min(_CHUNK, size + 1 - start))
        return too_large(size)

    def close(self) -> None:
        """End the git process."""
        if self._batch is not None:
            self._batch.communicate()
            self._batch = None


def open_tree(root: Path, ref: str | None) -> FolderTree | CommitTree:
    """Return the tree to compile: a commit when `ref` is given, else the work tree, else the plain folder."""
    if ref is not None:
        return CommitTree.open(root, ref)
    return WorkTree.open(root) or FolderTree(root)
