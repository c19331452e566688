"""What the compiler uses of the machine: git, the cache, and the files that it was shipped with."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from promptops.errors import PromptopsError
from promptops.installation.facts import Fact, good, note, wrong
from promptops.installation.versions import release
from promptops.packaged import policy_packs, published_schemas
from promptops.sources.git_command import run_git

_GIT = "2.30"
_MEGABYTE = 10**6


def look_at_git(folder: Path) -> Fact:
    """Return whether git is there, and new enough; `folder` is any that exists."""
    said = run_git(folder, "version")
    if said is None:
        advice = "install git: without it `--at` fails, ignored files are read, and nothing is known to be unchanged"
        return wrong("git is not on PATH, or does not run", advice)
    version = said.decode(errors="replace").strip().removeprefix("git version ")
    if release(version) < release(_GIT):
        return wrong(f"git {version} is older than {_GIT}", "install a newer git")
    return good(f"git {version}")


def look_at_cache(folder: Path | None) -> Fact:
    """Return whether the folder of all caches can be written to, and how much it holds."""
    if folder is None:
        return note("nothing is cached, as `PROMPTOPS_CACHE_DIR` is empty or there is no home folder")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return good(f"cache of {_size(folder) / _MEGABYTE:,.1f} MB in `{folder}`")
    except OSError as error:
        advice = "set `PROMPTOPS_CACHE_DIR` to a folder that can be written to, or to nothing"
        return wrong(f"the cache `{folder}` cannot be written to: {error.strerror}", advice)


def _size(folder: Path) -> int:
    """Return the bytes in all files below a folder, without those that vanish meanwhile."""
    total = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += file.lstat().st_size
    return total


def look_at_shipped_files() -> Iterator[Fact]:
    """Yield whether the policy packs and the schemas are where they belong."""
    yield _shipped(policy_packs, "policy packs", ".yaml")
    yield _shipped(published_schemas, "schemas", ".schema.json")


def _shipped(find: Callable[[], Traversable], what: str, suffix: str) -> Fact:
    try:
        number = sum(file.name.endswith(suffix) for file in find().iterdir())
    except PromptopsError as error:
        return wrong(str(error), error.help or "")
    return good(f"{number} {what}") if number else wrong(f"there are no {what}", "install promptops-compiler again")
