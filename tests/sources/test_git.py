from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.errors import TreeError
from promptops.sources.cache import Cache
from promptops.sources.commits import CommitTree
from promptops.sources.git import MAX_CHANGED, WorkTree, open_tree
from promptops.sources.git_command import git_environment, repository_top, run_git
from promptops.sources.git_objects import ObjectReader
from promptops.sources.listing import UNLISTED, Listing
from promptops.sources.trees import FolderTree, TreeFile, Unreadable, blob_id

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]


@pytest.fixture
def repository(root: Path, write: Write, git: Git) -> Path:
    write({"a.md": "a\n", "deep/b.md": "b\n"})
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    return root


def work_tree(root: Path) -> WorkTree:
    tree = WorkTree.open(root)
    assert tree is not None
    return tree


def state(root: Path) -> str | None:
    return work_tree(root).state()


def test_git_vouches_for_what_has_not_changed(repository: Path, write: Write, git: Git) -> None:
    write({"changed.md": "1", "link": "", "new.md": "n"})
    git("add", "changed.md")
    git("commit", "-m", "second")
    write({"changed.md": "2"})
    (repository / "link").unlink()
    (repository / "link").symlink_to("a.md")
    git("add", "link")
    listed = dict(work_tree(repository).files())
    assert listed == {
        "a.md": blob_id(b"a\n"),
        "changed.md": None,
        "deep/b.md": blob_id(b"b\n"),
        "link": None,
        "new.md": None,
    }


CHANGES: dict[str, tuple[dict[str, str | None], tuple[str, ...]]] = {
    "an edit": ({"a.md": "other\n"}, ()),
    "an edit of the same length": ({"a.md": "x\n"}, ()),
    "another edit": ({"a.md": "another\n"}, ()),
    "a new file": ({"c.md": ""}, ()),
    "a new file in a new folder": ({"new/c.md": ""}, ()),
    "a file that is gone": ({"a.md": None}, ()),
    "a file that is staged": ({"c.md": "c"}, ("add", "c.md")),
    "a file that is no longer tracked": ({}, ("rm", "--cached", "a.md")),
    "what is ignored": ({".gitignore": "deep\n"}, ()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_state_changes_with_what_can_be_read(change: str, repository: Path, write: Write, git: Git) -> None:
    before = state(repository)
    assert before is not None
    assert state(repository) == before
    files, words = CHANGES[change]
    write(dict(files))
    if words:
        git(*words)
    after = state(repository)
    assert after not in (None, before)
    assert state(repository) == after


def test_the_state_shows_the_content_of_files_that_git_does_not_vouch_for(repository: Path, write: Write) -> None:
    states = set()
    for content in ("1", "2", "3"):
        write({"new.md": content})
        states.add(state(repository))
    assert len(states) == 3


def test_the_state_is_that_of_the_folder_alone(repository: Path, write: Write) -> None:
    before = state(repository / "deep")
    write({"new.md": "n", "deep-down/new.md": "n"})
    assert state(repository / "deep") == before
    write({"deep/new.md": "n"})
    assert state(repository / "deep") != before


def test_with_very_many_changes_there_is_no_state(repository: Path, write: Write) -> None:
    write({f"new/{number}.md": "" for number in range(MAX_CHANGED + 1)})
    assert state(repository) is None


def test_a_folder_below_the_top_lists_its_own_files(repository: Path, write: Write) -> None:
    write({"deep/new.md": "n", "deep/b.md": "changed", "deeper/c.md": ""})
    tree = work_tree(repository / "deep")
    assert [file.path for file in tree.files()] == ["b.md", "new.md"]
    assert tree.prefix == "deep/"
    assert tree.read_from_top("a.md") == b"a\n"


def test_a_file_that_changed_since_git_looked_has_another_id(repository: Path, write: Write) -> None:
    tree = work_tree(repository)
    listing = Listing(tree)
    write({"a.md": "changed meanwhile\n"})
    data = listing.read("a.md")
    identity = listing.identity_of("a.md", data)
    assert identity == blob_id(b"changed meanwhile\n")
    assert not listing.agrees("a.md", identity)
    assert listing.agrees("deep/b.md", listing.identity("deep/b.md"))
    assert listing.identity("a.md") == blob_id(b"a\n")


def _listed(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[TreeFile], bool]:
    """Return the files of a work tree that keeps what git lists, and whether git was asked for that."""
    asked = []

    def watched(folder: Path, *arguments: str) -> bytes | None:
        asked.append(arguments[0])
        return run_git(folder, *arguments)

    monkeypatch.setattr("promptops.sources.git.run_git", watched)
    tree = work_tree(root)
    tree.cache = Cache(cache, "key")
    return tree.files(), "ls-files" in asked


def test_git_lists_its_index_once(repository: Path, write: Write, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = repository.parent / "cache"
    (repository / "run.sh").symlink_to("a.md")
    git("add", "run.sh")
    first = _listed(repository, cache, monkeypatch)
    assert first == (work_tree(repository).files(), True)
    assert _listed(repository, cache, monkeypatch) == (first[0], False)

    write({"a.md": "edited\n", "deep/b.md": None, "new.md": "n\n"})
    assert _listed(repository, cache, monkeypatch) == (work_tree(repository).files(), False)

    git("add", "--all")
    assert _listed(repository, cache, monkeypatch) == (work_tree(repository).files(), True)


def test_an_index_without_a_checksum_is_listed_each_time(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = work_tree(repository)
    tree.cache = Cache(repository.parent / "cache", "key")
    with (repository / ".git/index").open("r+b") as index:
        index.seek(-20, os.SEEK_END)
        index.write(bytes(20))
    assert tree.state() is not None
    monkeypatch.setattr("promptops.sources.git.run_git", lambda *_: b"H 100644 " + b"a" * 40 + b" 0\ta.md\0")
    tree.files()
    assert not (repository.parent / "cache").exists()


def test_no_file_is_read_but_those_that_are_listed(repository: Path, write: Write) -> None:
    write({".gitignore": "secret.md\n", "secret.md": "secret"})
    listing = Listing(work_tree(repository))
    for path in ("secret.md", ".git/config", "nowhere.md"):
        assert listing.read(path) == UNLISTED
        assert listing.identity(path) == UNLISTED.reason


def test_a_link_leads_to_listed_files_alone(repository: Path, write: Write) -> None:
    write({".gitignore": "secret.md\n", "secret.md": "secret"})
    for name, target in (("to-secret", "secret.md"), ("to-config", ".git/config"), ("to-a", "a.md")):
        (repository / name).symlink_to(target)
    tree = work_tree(repository)
    tree.files()
    assert tree.read("to-a") == b"a\n"
    for name in ("to-secret", "to-config"):
        found = tree.read(name)
        assert isinstance(found, Unreadable)
        assert found.reason == "it is a link to a file that is no part of the project"


@pytest.mark.parametrize("attributes", ["*.md ident\n", "*.md filter=shout\n", "c.md working-tree-encoding=UTF-16\n"])
def test_files_that_git_rewrites_are_known_by_their_bytes(
    attributes: str, repository: Path, write: Write, git: Git
) -> None:
    git("config", "filter.shout.smudge", "tr a-z A-Z")
    git("config", "filter.shout.clean", "tr A-Z a-z")
    write({".gitattributes": attributes, "c.md": "$Id$ c\n" if "UTF" not in attributes else "c".encode("utf-16")})
    git("add", ".")
    git("commit", "-m", "second")
    (repository / "c.md").unlink()
    git("checkout", "c.md")
    tree = work_tree(repository)
    listing = Listing(tree)
    data = (repository / "c.md").read_bytes()
    assert listing.identity("c.md") == blob_id(data)
    assert listing.read("c.md") == data
    assert tree.is_blind


def test_an_index_that_cannot_be_read_has_no_state(repository: Path) -> None:
    tree = work_tree(repository)
    (repository / ".git/index").unlink()
    assert tree.state() is None


def test_an_index_without_a_checksum_is_known_by_its_time(repository: Path, git: Git) -> None:
    git("config", "index.skipHash", "true")
    with (repository / ".git/index").open("r+b") as index:
        index.seek(-20, os.SEEK_END)
        index.write(b"\0" * 20)
    tree = WorkTree(repository, repository, b"")
    before = tree.state()
    assert before is not None
    os.utime(repository / ".git/index", ns=(1, 1))
    assert tree.state() not in (None, before)


def test_a_tree_is_opened_as_what_it_is(repository: Path, tmp_path: Path) -> None:
    assert isinstance(open_tree(repository, None), WorkTree)
    assert isinstance(open_tree(repository, "HEAD"), CommitTree)
    plain = tmp_path / "plain"
    plain.mkdir()
    assert type(open_tree(plain, None)) is FolderTree


def test_a_commit_is_known_by_its_id(repository: Path, git: Git) -> None:
    tree = CommitTree.open(repository, "HEAD")
    assert tree.commit == git("rev-parse", "HEAD").strip()
    assert tree.commit in str(tree.state())
    git("commit", "--allow-empty", "-m", "second")
    assert CommitTree.open(repository, "HEAD").state() != tree.state()
    assert CommitTree.open(repository, "HEAD~1").state() == tree.state()


def test_a_commit_below_the_top_lists_its_own_files(repository: Path) -> None:
    tree = CommitTree.open(repository / "deep", "HEAD")
    assert [tuple(file) for file in tree.files()] == [("b.md", blob_id(b"b\n"))]
    assert tree.read("b.md") == b"b\n"
    assert isinstance(tree.read("../a.md"), Unreadable)
    assert isinstance(tree.read("a.md"), Unreadable)
    assert tree.read_from_top("a.md") == b"a\n"


def test_a_submodule_of_a_commit_is_no_file(repository: Path, git: Git, tmp_path: Path) -> None:
    git("clone", "-q", ".", str(tmp_path / "other"))
    git("submodule", "add", str(tmp_path / "other"), "module")
    git("commit", "-m", "a module")
    tree = CommitTree.open(repository, "HEAD")
    assert "module" not in dict(tree.files())
    found = tree.read("module")
    assert isinstance(found, Unreadable)
    assert found.reason == "it is a submodule"


def test_a_commit_whose_tree_is_missing_cannot_be_listed(repository: Path, git: Git) -> None:
    tree = git("rev-parse", "HEAD^{tree}").strip()
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(TreeError, match="git could not list commit"):
        CommitTree.open(repository, "HEAD")


def test_an_object_that_is_missing_is_a_reason_and_the_next_one_is_read(repository: Path) -> None:
    reader = ObjectReader(repository)
    for _ in range(2):
        assert isinstance(reader.read("0" * 40), Unreadable)
        assert reader.read("HEAD:a.md") == b"a\n"


def test_the_first_objects_are_kept_as_long_as_there_is_room(
    repository: Path, write: Write, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptops.sources.git_objects.MAX_KEPT", 3)
    reader = ObjectReader(repository)
    names = ["HEAD:a.md", "HEAD:deep/b.md"]
    assert [reader.read(name) for name in names] == [b"a\n", b"b\n"]
    write({"a.md": "other\n", "deep/b.md": "other\n"})
    git("commit", "--all", "-m", "second")
    assert [reader.read(name) for name in names] == [b"a\n", b"other\n"]


def test_a_process_that_ends_is_started_again(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nread name\nif [ "$name" = half ]; then printf "x blob 10\\nhalf"; fi\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    reader = ObjectReader(repository)
    for name in ("half", "nothing", "half"):
        found = reader.read(name)
        assert isinstance(found, Unreadable)
        assert found.reason == "its content is missing from the clone"


def test_objects_cannot_be_read_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(TreeError, match="git cannot be started"):
        ObjectReader(repository).read("HEAD:a.md")
    assert run_git(repository, "status") is None


def test_git_gets_an_environment_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch x")
    monkeypatch.setenv("KEPT", "as it is")
    found = git_environment()
    assert {"GIT_DIR", "GIT_SSH_COMMAND"}.isdisjoint(found)
    assert found["KEPT"] == "as it is"
    assert found["GIT_OPTIONAL_LOCKS"] == "0"


def test_the_top_is_the_nearest_folder_with_a_repository(repository: Path, tmp_path: Path) -> None:
    assert repository_top(repository / "deep") == repository
    assert repository_top(repository) == repository
    assert repository_top(tmp_path) is None


def test_a_commit_is_what_its_id_says_whatever_is_to_replace_it(repository: Path, write: Write, git: Git) -> None:
    write({"a.md": "other\n"})
    git("commit", "-am", "second")
    git("replace", "HEAD~1", "HEAD")
    assert CommitTree.open(repository, "HEAD~1").read("a.md") == b"a\n"
