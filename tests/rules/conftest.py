from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.change_findings import ChangeFinding
from promptops.compiler.comparing import Comparing
from promptops.diagnostics import Diagnostic
from promptops.sources.commits import CommitTree
from promptops.sources.trees import FolderTree

Files = Mapping[str, str | bytes | None]
Lint = Callable[..., tuple[Diagnostic, ...]]
Diff = Callable[..., tuple[ChangeFinding, ...]]

TODAY = date(2026, 11, 1)
SURROUNDINGS: Files = {
    "promptops.yaml": "name: example\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\ndescription: Answers customers.\noncall: support@example.com\n",
}


def write_project(root: Path, files: Files) -> None:
    """Write a project with its surroundings; None in the place of a text leaves a file out."""
    for path, content in {**SURROUNDINGS, **files}.items():
        if content is not None:
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)


def tagged(root: Path, tag: str) -> CommitTree:
    """Return the commit of all files of a folder, under a tag."""
    identity = ("-c", "user.name=test", "-c", "user.email=test", "-c", "commit.gpgsign=false")
    steps = (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message=release"), ("tag", tag))
    for step in steps:
        subprocess.run(["git", *identity, *step], cwd=root, check=True)
    return CommitTree.open(root, "HEAD")


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Return `lint(files, rule=None)`, which compiles a project as of 2026-11-01 and returns its findings, sorted.

    `files` maps paths to texts or bytes. A `promptops.yaml`, a `_defaults.yaml` that names the owner `support`, and
    that team stand beside them unless `files` has others of the same path; None in the place of a text leaves one out.
    With `rule`, only the findings of that rule are returned. Each call compiles a project of its own.

    A test module that takes the fixture writes `Lint = Callable[..., tuple[Diagnostic, ...]]` for its type.
    """
    calls = iter(range(1_000))

    def compile_files(files: Files, rule: str | None = None) -> tuple[Diagnostic, ...]:
        root = tmp_path / f"project-{next(calls)}"
        write_project(root, files)
        found = Compiler(Request(root, TODAY, cache=None)).verdict.diagnostics
        return tuple(each for each in found if rule is None or each.rule == rule)

    return compile_files


@pytest.fixture
def diff(tmp_path: Path) -> Diff:
    """Return `diff(before, changed, rule=None, tag=None)`, which compares two projects as of 2026-11-01.

    `before` maps paths to texts, with the same surroundings as those of `lint`; `changed` are the files that differ at
    the head, None for one that is gone there. With `rule`, only the findings of that rule are returned; with `tag`, the
    baseline is a commit that has this tag.

    A test module that takes the fixture writes `Diff = Callable[..., tuple[ChangeFinding, ...]]` for its type.
    """
    calls = iter(range(1_000))

    def compare_files(
        before: Files, changed: Files, rule: str | None = None, tag: str | None = None
    ) -> tuple[ChangeFinding, ...]:
        folder = tmp_path / f"change-{next(calls)}"
        write_project(folder / "before", before)
        write_project(folder / "after", {**before, **changed})
        head = Compiler(Request(folder / "after", TODAY, cache=None))
        baseline = FolderTree(folder / "before") if tag is None else tagged(folder / "before", tag)
        found = Comparing(head, baseline).judged.findings
        return tuple(each for each in found if rule is None or each.diagnostic.rule == rule)

    return compare_files
