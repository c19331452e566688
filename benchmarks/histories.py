"""Histories to replay: which commits of a repository touch prompts, and what the comparison says of each."""

from __future__ import annotations

import gc
import resource
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Self

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.diagnostics import Diagnostic
from promptops.sources.commits import CommitTree
from promptops.sources.trees import FolderTree

_SHORT = 12
CONFIG = "promptops.yaml"


class Finding(NamedTuple):
    """One finding about a change. Its `key` stays when lines move; `number` counts those of one fingerprint."""

    history: str
    commit: str
    severity: str
    rule: str
    path: str
    line: int
    message: str
    fingerprint: str
    number: int

    @property
    def key(self) -> str:
        """Return what a judgement is kept under."""
        return f"{self.history}@{self.commit}:{self.path}:{self.rule}:{self.fingerprint}:{self.number}"


class Step(NamedTuple):
    """One comparison: how many resources changed, what was said of that, and the seconds of CPU that it took.

    `name` is that of the commit, in a history, or of the pair of folders.
    """

    name: str
    changed: int
    findings: tuple[Finding, ...]
    cpu: float

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """Return the step that was kept as JSON."""
        name, changed, findings, cpu = row
        return cls(name, changed, tuple(Finding(*finding) for finding in findings), cpu)


@dataclass(frozen=True, slots=True)
class History:
    """A repository to walk: the newest `limit` commits up to `head` that touch `paths`, which are pathspecs of git.

    `config` is the text of a configuration for both sides, empty where the files tell by themselves what they are.
    """

    name: str
    head: str
    paths: tuple[str, ...]
    limit: int
    config: str

    @classmethod
    def of(cls, name: str, given: Mapping[str, object]) -> Self:
        """Return the history that a table of the plan describes."""
        paths = given["paths"]
        limit = given["limit"]
        if not isinstance(paths, list) or not isinstance(limit, int):
            raise TypeError(f"`{name}` needs a list of `paths` and a number as its `limit`")
        return cls(name, str(given["head"]), tuple(map(str, paths)), limit, str(given.get("config", "")))

    def commits(self, repository: Path) -> list[str]:
        """Return the commits to look at, the oldest first; merges and the first of all are none of them."""
        found = _git(repository, "log", "--no-merges", "--format=%H %P", self.head, "--", *self.paths)
        pairs = [line.split() for line in found.splitlines()]
        return [pair[0][:_SHORT] for pair in pairs if len(pair) > 1][: self.limit][::-1]

    def replayed(self, repository: Path, commits: Sequence[str], folder: Path, today: date) -> Iterator[Step]:
        """Compare commits with their parents; `folder` is an empty one, for what is kept between them."""
        root, config = folder / "root", folder / CONFIG
        gc.disable()  # as in the command; what a comparison leaves is collected outside of what is measured
        root.mkdir()
        (root / ".git").write_text(f"gitdir: {repository.resolve()}\n", encoding="utf-8")
        config.write_text(self.config, encoding="utf-8")
        for commit in commits:
            request = Request(root, today, commit, config if self.config else None, folder / "cache")
            gc.collect()
            started = _cpu()
            baseline = CommitTree.open(root, f"{commit}^")
            yield _step(self.name, commit, Comparing(Compiler(request), baseline), started)


def read_plan(file: Path) -> list[History]:
    """Return the histories of a plan."""
    return [History.of(name, given) for name, given in tomllib.loads(file.read_text(encoding="utf-8")).items()]


def pairs_below(corpora: Path) -> list[Path]:
    """Return the folders below one that hold the two sides of a change, `base` and `head`."""
    return sorted(found.parent for found in corpora.rglob("base") if (found.parent / "head").is_dir())


def compared(name: str, pair: Path, config: Path | None, today: date) -> Step:
    """Compare two folders."""
    started = _cpu()
    head = Compiler(Request(pair / "head", today, config=config))
    return _step("corpora", name, Comparing(head, FolderTree(pair / "base")), started)


def _step(history: str, name: str, comparing: Comparing, started: float) -> Step:
    said = [found.diagnostic for found in comparing.judged.findings]
    changed = len(comparing.comparison.changes)
    cpu = _cpu() - started
    return Step(name, changed, tuple(_findings(history, name, said)), cpu)


def _findings(history: str, commit: str, said: Sequence[Diagnostic]) -> Iterator[Finding]:
    seen: Counter[tuple[str, str]] = Counter()
    for each in said:
        place = each.primary
        seen[place.path, each.fingerprint] += 1
        number = seen[place.path, each.fingerprint]
        severity = f"{each.severity}"
        yield Finding(
            history, commit, severity, each.rule, place.path, place.line, each.message, each.fingerprint, number
        )


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _cpu() -> float:
    """Return the seconds of CPU that this process and those that it waited for have taken."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
