"""A forge on this machine: a repository that pull requests are made in, and the clones that its runners make."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_IDENTITY: Final = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
_ENVIRONMENT: Final = {**os.environ, **_IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class Forge:
    """A repository with a branch `main`, and a work tree to commit from."""

    def __init__(self, folder: Path) -> None:
        self.origin = folder / "origin.git"
        self.work = folder / "work"
        self._folder = folder
        _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", os.fspath(self.origin))
        _git(self.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
        _git(folder, "init", "--quiet", "--initial-branch=main", os.fspath(self.work))
        self.git("remote", "add", "origin", self.url)

    @property
    def url(self) -> str:
        """Return the address that runners clone from."""
        return self.origin.as_uri()

    def git(self, *arguments: str) -> str:
        """Run git in the work tree, and return what it prints."""
        return _git(self.work, *arguments)

    def commit(self, files: Mapping[str, str | None], *, branch: str) -> str:
        """Write files, or remove those that are None, commit them to a branch, push it, and return the commit."""
        if self.git("branch", "--show-current").strip() != branch:
            known = self.git("branch", "--list", branch)
            self.git("switch", "--quiet", *([] if known else ["--create"]), branch)
        for path, text in files.items():
            place = self.work / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change", "--allow-empty")
        self.git("push", "--quiet", "origin", branch)
        return self.git("rev-parse", "HEAD").strip()

    def try_merge(self, branch: str, ref: str = "refs/pull/1/merge") -> str:
        """Merge a branch into main as the forge does to try it, under a ref of the forge's own."""
        self.git("switch", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--message", f"Merge {branch} into main", branch)
        self.git("push", "--quiet", "--force", "origin", f"HEAD:{ref}")
        return self.git("rev-parse", "HEAD").strip()

    def check_out(self, commit: str, ref: str, *, depth: int | None) -> Path:
        """Clone one commit as `actions/checkout` does, and return the work tree."""
        clone = self._folder / "workspace"
        _git(self._folder, "init", "--quiet", os.fspath(clone))
        _git(clone, "remote", "add", "origin", self.url)
        local = ref.replace("refs/pull/", "refs/remotes/pull/").replace("refs/heads/", "refs/remotes/origin/")
        deep = [] if depth is None else [f"--depth={depth}"]
        _git(clone, "fetch", "--quiet", "--no-tags", *deep, "origin", f"+{commit}:{local}")
        if ref.startswith("refs/heads/"):
            _git(clone, "checkout", "--quiet", "-B", ref.removeprefix("refs/heads/"), local)
        else:
            _git(clone, "checkout", "--quiet", "--force", local)
        return clone


def head_of(clone: Path) -> str:
    """Return the commit that is checked out."""
    return _git(clone, "rev-parse", "HEAD").strip()


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=_ENVIRONMENT)
    return done.stdout
