from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.baselines import Baseline, How, find_baseline
from promptops.sources.git import WorkTree

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]
Commit = Callable[[str], str]


def found(root: Path, against: str | None = None, head: str | None = None) -> tuple[str | None, str, str]:
    baseline = find_baseline(root, head, against, fetch=False)
    return baseline.commit, baseline.named, baseline.how


def text(baseline: Baseline) -> bytes:
    data = baseline.tree.read("a.md")
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("changes", [{}, {"a.md": "changed"}])
@pytest.mark.parametrize("against", [None, "main", "refs/heads/main"])
def test_a_branch_is_compared_with_where_it_parted(
    against: str | None, changes: dict[str, str | bytes | None], branched: dict[str, str], root: Path, write: Write
) -> None:
    write(changes)
    baseline = find_baseline(root, None, against, fetch=False)
    assert baseline[:4] == (branched["one"], branched["two"], against or "main", How.MERGE_BASE)
    assert [file.path for file in baseline.tree.files()] == ["a.md", "one.md"]
    assert text(baseline) == b"one"


def test_a_branch_without_commits_is_compared_with_what_is_checked_out(
    branched: dict[str, str], root: Path, git: Git
) -> None:
    git("switch", "-c", "fresh", branched["one"])
    assert found(root) == (branched["one"], "main", How.MERGE_BASE)


CHANGES: dict[str, tuple[dict[str, str | None], tuple[str, ...]]] = {
    "an edit": ({"a.md": "changed"}, ()),
    "a new file": ({"new.md": ""}, ()),
    "a file that is gone": ({"one.md": None}, ()),
    "a staged file": ({"new.md": ""}, ("add", "new.md")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_committed_on_main_is_compared_with_the_last_commit(
    change: str, commit: Commit, root: Path, write: Write, git: Git
) -> None:
    commit("one")
    two = commit("two")
    files, words = CHANGES[change]
    write(dict(files))
    if words:
        git(*words)
    assert found(root) == (two, "HEAD", How.COMMIT)


def test_the_last_commit_on_main_is_compared_with_the_one_before(commit: Commit, root: Path, write: Write) -> None:
    write({".gitignore": "ignored.md\n"})
    one = commit("one")
    commit("two")
    write({"ignored.md": ""})
    assert found(root) == (one, "HEAD~1", How.FIRST_PARENT)


def test_line_ends_that_git_converts_are_no_change(commit: Commit, root: Path, write: Write, git: Git) -> None:
    one = commit("one")
    write({"b.md": "b\n"})
    commit("two")
    git("config", "core.autocrlf", "true")
    (root / "b.md").unlink()
    git("checkout", "b.md")
    assert (root / "b.md").read_bytes() == b"b\r\n"
    assert found(root) == (one, "HEAD~1", How.FIRST_PARENT)


def test_commits_on_main_that_the_remote_has_not_are_compared_with_the_remotes(
    commit: Commit, root: Path, git: Git, tmp_path: Path
) -> None:
    one = commit("one")
    git("clone", "--bare", ".", str(tmp_path / "remote"))
    git("remote", "add", "origin", str(tmp_path / "remote"))
    git("fetch", "origin")
    commit("two")
    commit("three")
    assert found(root) == (one, "origin/main", How.MERGE_BASE)


def test_a_release_that_is_checked_out_is_compared_with_the_commit_before(
    branched: dict[str, str], root: Path, git: Git
) -> None:
    git("checkout", "--detach", "main")
    assert found(root) == (branched["one"], "HEAD~1", How.FIRST_PARENT)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("feature", ("one", "main", How.MERGE_BASE)),
        ("main", ("one", "main~1", How.FIRST_PARENT)),
        ("HEAD", ("one", "main", How.MERGE_BASE)),
    ],
)
def test_the_head_may_be_a_commit(
    head: str, expected: tuple[str, str, How], branched: dict[str, str], root: Path, write: Write
) -> None:
    write({"a.md": "changed"})
    name, *rest = expected
    assert found(root, head=head) == (branched[name], *rest)


@pytest.mark.parametrize("name", ["trunk", "develop"])
def test_the_only_branch_of_a_repository_of_its_own_is_the_default(
    name: str, commit: Commit, root: Path, git: Git
) -> None:
    one = commit("one")
    commit("two")
    git("branch", "-m", name)
    assert found(root) == (one, "HEAD~1", How.FIRST_PARENT)


def test_the_remote_says_which_branch_is_the_default(commit: Commit, root: Path, git: Git, tmp_path: Path) -> None:
    one = commit("one")
    git("switch", "-c", "trunk")
    two = commit("two")
    git("clone", f"file://{root}", str(tmp_path / "clone"))
    git("-C", str(tmp_path / "clone"), "switch", "-c", "feature")
    assert found(tmp_path / "clone") == (two, "origin/trunk", How.MERGE_BASE)
    assert found(tmp_path / "clone", "main") == (one, "main", How.COMMIT)


@pytest.mark.parametrize("words", [("tag", "v1"), ("tag", "-a", "-m", "first", "v1")])
def test_a_tag_that_the_head_contains_is_itself_the_baseline(
    words: tuple[str, ...], branched: dict[str, str], root: Path, git: Git
) -> None:
    git(*words, branched["one"])
    assert found(root, "v1") == (branched["one"], "v1", How.COMMIT)
    git(*words[:-1], "v2", branched["three"])
    assert found(root, "v2") == (branched["one"], "v2", How.MERGE_BASE)


@pytest.mark.parametrize("name", ["HEAD~1", "HEAD^", "@~1", "{one}", "{short}", "HEAD^{{/one}}"])
def test_a_commit_can_be_named_in_gits_ways(name: str, branched: dict[str, str], root: Path) -> None:
    name = name.format(one=branched["one"], short=branched["one"][:8])
    assert found(root, name) == (branched["one"], name, How.COMMIT)


def test_a_baseline_that_is_the_head_shows_as_such(branched: dict[str, str], root: Path) -> None:
    baseline = find_baseline(root, None, "HEAD", fetch=False)
    assert baseline.commit == baseline.head == branched["two"]


def test_a_root_below_the_top_has_its_own_files(branched: dict[str, str], root: Path, write: Write, git: Git) -> None:
    write({"deep/b.md": "b"})
    git("add", ".")
    git("commit", "-m", "deep")
    assert find_baseline(root / "deep", None, None, fetch=False).tree.files() == []
    assert found(root / "deep", "HEAD")[1:] == ("HEAD", How.COMMIT)
    write({"a.md": "changed, but not below"})
    git("branch", "-f", "main")
    git("switch", "main")
    baseline = find_baseline(root / "deep", None, None, fetch=False)
    assert baseline.how is How.FIRST_PARENT
    assert baseline.tree.read_from_top("a.md") == b"two"
    assert branched["two"] == baseline.commit


def test_a_linked_work_tree_has_a_head_of_its_own(branched: dict[str, str], git: Git, tmp_path: Path) -> None:
    git("worktree", "add", "--detach", str(tmp_path / "linked"), branched["three"])
    assert found(tmp_path / "linked", "feature") == (branched["one"], "feature", How.MERGE_BASE)
    assert found(tmp_path / "linked") == (branched["one"], "HEAD~1", How.FIRST_PARENT)


def test_a_submodule_is_a_repository_of_its_own(commit: Commit, root: Path, git: Git, tmp_path: Path) -> None:
    one = commit("one")
    commit("two")
    outer = tmp_path / "outer"
    git("init", str(outer))
    git("-C", str(outer), "submodule", "add", f"file://{root}", "module")
    assert found(outer / "module") == (one, "HEAD~1", How.FIRST_PARENT)


def test_of_several_merge_bases_it_is_the_one_that_git_takes(branched: dict[str, str], root: Path, git: Git) -> None:
    git("merge", "-s", "ours", "-m", "crossed", "main")
    git("switch", "main")
    git("merge", "-s", "ours", "-m", "crossing", branched["two"])
    git("switch", "feature")
    bases = git("merge-base", "--all", "main", "HEAD").split()
    assert len(bases) == 2
    assert found(root)[0] == bases[0]


@pytest.mark.parametrize("name", ["../old", "old", "{parent}/old"])
def test_a_folder_is_compared_as_it_is(
    name: str, branched: dict[str, str], root: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert branched
    write({"../old/a.md": "old", "old/a.md": "old"})
    monkeypatch.chdir(root)
    name = name.format(parent=root.parent)
    baseline = find_baseline(root, None, name, fetch=False)
    assert baseline[:4] == (None, None, f"the folder {name}", How.FOLDER)
    assert text(baseline) == b"old"


def test_a_branch_comes_before_a_folder_of_its_name(
    branched: dict[str, str], root: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"main/a.md": "old"})
    monkeypatch.chdir(root)
    assert found(root, "main") == (branched["one"], "main", How.MERGE_BASE)
    assert found(root, "./main") == (None, "the folder ./main", How.FOLDER)


def test_a_folder_in_a_repository_has_the_files_that_git_does_not_ignore(
    branched: dict[str, str], root: Path, write: Write, git: Git, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    git("worktree", "add", str(old), branched["three"])
    write({".gitignore": "out\n", "out/a.md": "ignored"})
    (old / ".gitignore").write_text("ignored.md\n")
    (old / "ignored.md").write_text("")
    baseline = find_baseline(root, None, str(old), fetch=False)
    assert isinstance(baseline.tree, WorkTree)
    assert [file.path for file in baseline.tree.files()] == [".gitignore", "a.md", "one.md", "three.md"]
    ignored = find_baseline(root, None, str(root / "out"), fetch=False)
    assert text(ignored) == b"ignored"


def test_a_folder_needs_no_repository(root: Path, write: Write) -> None:
    write({"a.md": "new", "../old/a.md": "old"})
    assert text(find_baseline(root, None, str(root / "../old"), fetch=False)) == b"old"


def test_few_processes_are_started(
    branched: dict[str, str], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("git")
    log = tmp_path / "log"
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho >> {log}\nexec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    assert found(root)[0] == branched["one"]
    assert len(log.read_text().splitlines()) == 4
