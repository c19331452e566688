"""A version counts from what the last release tag has, wherever it stood then."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.changes.content import content_at
from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.compiler.files import FileCompiler
from promptops.sources.commits import CommitTree

Files = Mapping[str, str | None]
Commit = Callable[..., str]

TODAY = date(2026, 11, 1)
RULES = {"unbumped-version", "understated-version", "released-content-changed"}
_IDENTITY = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def prompt(version: str, text: str = "Answer.") -> str:
    return f"---\nname: refund\nversion: {version}\nowner: support\n---\n{text}\n"


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    """Return `commit(files, *tags)`, which writes files, commits all, tags that, and returns the commit's id."""
    run(tmp_path, "init", "--quiet")

    def write_and_commit(files: Files, *tags: str) -> str:
        write(tmp_path, files)
        run(tmp_path, "add", "--all")
        run(tmp_path, "commit", "--quiet", "--allow-empty", "--message=x")
        for tag in tags:
            run(tmp_path, "tag", tag)
        return run(tmp_path, "rev-parse", "HEAD").strip()

    return write_and_commit


def run(root: Path, *words: str) -> str:
    command = ["git", "-c", "commit.gpgsign=false", *words]
    environment = {**os.environ, **_IDENTITY}
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, env=environment).stdout


def write(root: Path, files: Files) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            (root / path).unlink()
        else:
            (root / path).write_text(text)


def comparing(root: Path, baseline: str) -> Comparing:
    return Comparing(Compiler(Request(root, TODAY, cache=None)), CommitTree.open(root, baseline))


def told(root: Path, baseline: str) -> list[tuple[str, str]]:
    found = (each.diagnostic for each in comparing(root, baseline).judged.findings)
    return [(each.rule, each.message) for each in found if each.rule in RULES]


def test_a_version_that_was_raised_since_the_release_need_not_be_raised_again(commit: Commit, tmp_path: Path) -> None:
    commit({"a.prompt.md": prompt("1.0.0")}, "v1.0")
    baseline = commit({"a.prompt.md": prompt("1.1.0", "Answer all.")})
    write(tmp_path, {"a.prompt.md": prompt("1.1.0", "Answer all of them.")})
    assert told(tmp_path, baseline) == []


def test_what_has_not_been_released_is_compared_with_the_baseline(commit: Commit, tmp_path: Path) -> None:
    commit({"b.prompt.md": prompt("1.0.0").replace("refund", "other")}, "v1.0")
    baseline = commit({"a.prompt.md": prompt("1.1.0")})
    write(tmp_path, {"a.prompt.md": prompt("1.1.0", "Answer all.")})
    assert told(tmp_path, baseline) == [
        ("unbumped-version", "`body` of `refund` changed, and its version is still 1.1.0")
    ]


@pytest.mark.parametrize("tags", [("v1.0.0-rc.1",), ("1.0.0",), ("latest",), ()])
def test_other_tags_are_no_releases(tags: tuple[str, ...], commit: Commit, tmp_path: Path) -> None:
    baseline = commit({"a.prompt.md": prompt("1.0.0")}, *tags)
    write(tmp_path, {"a.prompt.md": prompt("1.0.0", "Answer all.")})
    assert [rule for rule, _ in told(tmp_path, baseline)] == ["unbumped-version"]


def test_a_file_that_has_moved_since_is_found_again(commit: Commit, tmp_path: Path) -> None:
    commit({"old/a.prompt.md": prompt("1.0.0")}, "v1.0")
    baseline = commit({"old/a.prompt.md": None, "new/a.prompt.md": prompt("1.0.0")})
    write(tmp_path, {"new/a.prompt.md": prompt("1.0.0", "Answer all.")})
    message = "v1.0 has `refund` 1.0.0 with other content: `body` changed since"
    assert told(tmp_path, baseline) == [("released-content-changed", message)]


def test_the_major_version_that_is_meant_is_compared(commit: Commit, tmp_path: Path) -> None:
    baseline = commit({"1.prompt.md": prompt("1.0.0"), "2.prompt.md": prompt("2.0.0", "Answer all.")}, "v1.0")
    write(tmp_path, {"1.prompt.md": prompt("1.0.1", "Answer."), "2.prompt.md": prompt("2.0.0", "Answer.")})
    assert [rule for rule, _ in told(tmp_path, baseline)] == ["released-content-changed"]


def test_only_what_is_asked_about_is_compiled(commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{name}.prompt.md": prompt("1.0.0").replace("refund", name) for name in "abc"}
    commit(files, "v1.0")
    baseline = commit({"c.prompt.md": prompt("1.0.0", "Later.").replace("refund", "c")})
    write(tmp_path, {"a.prompt.md": prompt("1.0.1", "Other.").replace("refund", "a")})
    compared = comparing(tmp_path, baseline)
    (entry,) = (each for each in compared.before.project.entries if each.name == "a")
    compiled = []
    monkeypatch.setattr(FileCompiler, "compile", lambda _, file: compiled.append(file.path))
    released = compared.release.find(entry)
    assert released is not None
    assert (released.tag, content_at(released.snapshot, ("body",))) == ("v1.0", '["Answer.\\n"]')
    assert compiled == []


def test_a_clone_that_is_too_shallow_says_so(commit: Commit, tmp_path: Path) -> None:
    commit({"a.prompt.md": prompt("1.0.0")}, "v1.0")
    commit({"a.prompt.md": prompt("1.1.0", "Answer all.")})
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "--quiet", "--depth=1", "--no-tags", f"file://{tmp_path}", str(clone))
    write(clone, {"a.prompt.md": prompt("1.1.0", "Answer all of them.")})
    compared = comparing(clone, "HEAD")
    (found,) = (each.diagnostic for each in compared.judged.findings if each.diagnostic.rule == "unbumped-version")
    assert "too shallow" in found.notes[0]
