"""Repositories in states that nobody wants: what can be read is compiled, what cannot is a finding or stops the run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Diagnostic
from promptops.errors import TreeError
from promptops.sources.commits import MAX_LINKS
from promptops.sources.git import WorkTree
from promptops.sources.trees import FolderTree, Unreadable

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]
Lint = Callable[..., tuple[Diagnostic, ...]]
Git = Callable[..., str]

TODAY = date(2026, 11, 1)
SETTINGS = "name: example\nrules: {missing-owner: off}\n"
PROMPT = "---\nname: {}\n---\nAnswer {}.\n"
TOUCH = "#!/bin/sh\ntouch {}\n"


@pytest.fixture
def project(write: Write) -> None:
    write({"promptops.yaml": SETTINGS, "good.prompt.md": PROMPT.format("good", "well")})


@pytest.fixture
def repository(project: None, git: Git) -> None:
    del project
    git("init")
    git("add", ".")
    git("commit", "-m", "first")


def references(compiler: Compiler) -> set[str]:
    return {entry.reference for entry in compiler.compiled.project.entries}


def told(compiler: Compiler) -> list[tuple[str, str, str]]:
    assert "prompt:good" in references(compiler)
    return [(each.rule, each.primary.path, each.message) for each in compiler.verdict.diagnostics]


@pytest.mark.usefixtures("repository")
def test_a_work_tree_is_read_with_its_new_files_and_without_the_ignored_and_the_removed(
    root: Path, write: Write, compiler: Make, git: Git
) -> None:
    write({".gitignore": "ignored.*\n", "ignored.prompt.md": PROMPT.format("ignored", "")})
    write({"new.prompt.md": PROMPT.format("new", ""), "meant.prompt.md": PROMPT.format("meant", "")})
    write({"removed.prompt.md": PROMPT.format("removed", ""), "staged.prompt.md": PROMPT.format("staged", "")})
    git("add", "removed.prompt.md", "staged.prompt.md")
    git("add", "--intent-to-add", "meant.prompt.md")
    (root / "removed.prompt.md").unlink()
    assert references(compiler()) == {"prompt:good", "prompt:meant", "prompt:new", "prompt:staged"}
    assert references(compiler(ref="HEAD")) == {"prompt:good"}


@pytest.mark.usefixtures("repository")
def test_nothing_is_written_into_the_repository(root: Path, compiler: Make) -> None:
    os.utime(root / "good.prompt.md", (1, 1))  # which git would note down
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    assert told(compiler()) == []
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before


REFS = [
    "nowhere",
    "--upload-pack=touch x",
    "--output=x",
    "-x",
    "",
    "HEAD:good.prompt.md",
    "HEAD^{tree}",
    "a\nb",
    "..",
    "*",
]


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.usefixtures("repository")
def test_a_bad_ref_stops_the_run(ref: str, root: Path, compiler: Make) -> None:
    files = set(root.iterdir())
    with pytest.raises(TreeError, match="git knows no commit"):
        compiler(ref=ref)
    assert set(root.iterdir()) == files


@pytest.mark.usefixtures("project")
def test_without_a_repository_the_folder_is_read_and_no_commit(compiler: Make) -> None:
    assert isinstance(compiler().tree, FolderTree)
    assert told(compiler()) == []
    with pytest.raises(TreeError, match="there is no git repository here"):
        compiler(ref="HEAD")


@pytest.mark.usefixtures("project")
def test_before_the_first_commit_the_files_are_read(compiler: Make, git: Git) -> None:
    git("init")
    assert told(compiler()) == []
    git("add", ".")
    assert told(compiler()) == []
    with pytest.raises(TreeError, match="git knows no commit `HEAD`"):
        compiler(ref="HEAD")


@pytest.mark.usefixtures("repository")
def test_on_an_unborn_branch_the_files_are_read(compiler: Make, git: Git) -> None:
    git("checkout", "--orphan", "other")
    assert told(compiler()) == []
    assert told(compiler(ref="main")) == []


@pytest.mark.usefixtures("repository")
def test_without_git_the_folder_is_read_and_no_commit(
    compiler: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert not isinstance(compiler().tree, WorkTree)
    assert told(compiler()) == []
    with pytest.raises(TreeError, match="git is not installed"):
        compiler(ref="HEAD")


@pytest.mark.usefixtures("repository")
def test_a_damaged_repository_is_read_as_a_folder(root: Path, compiler: Make) -> None:
    (root / ".git/HEAD").write_text("nothing that git knows\n")
    assert told(compiler()) == []
    with pytest.raises(TreeError, match="there is no git repository here that git will read"):
        compiler(ref="HEAD")


@pytest.mark.usefixtures("repository")
def test_a_bare_repository_is_refused(tmp_path: Path, root: Path, git: Git) -> None:
    git("clone", "--bare", ".", str(tmp_path / "bare"))
    (tmp_path / "bare/hooks/post-index-change").write_text(TOUCH.format(tmp_path / "ran"))
    (tmp_path / "bare/hooks/post-index-change").chmod(0o755)
    shutil.rmtree(root)
    (tmp_path / "bare").rename(root)
    with pytest.raises(TreeError, match="there is no git repository here that git will read"):
        Compiler(Request(root, TODAY, "HEAD"))
    assert Compiler(Request(root, TODAY)).verdict.resources == 0
    assert not (tmp_path / "ran").exists()


HOSTILE = ("core.fsmonitor", "core.hooksPath", "core.sshCommand", "core.pager", "diff.external", "core.editor")


@pytest.mark.usefixtures("repository")
def test_a_hostile_configuration_runs_nothing(
    root: Path, write: Write, compiler: Make, git: Git, tmp_path: Path
) -> None:
    hook = root / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    for name in ("post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"):
        (root / ".git/hooks" / name).write_text(TOUCH.format(tmp_path / name))
        (root / ".git/hooks" / name).chmod(0o755)
    for setting in HOSTILE:
        git("config", setting, str(hook.parent if setting == "core.hooksPath" else hook))
    git("config", "alias.status", f"!touch {tmp_path / 'alias'}")
    git("config", "alias.ls-files", f"!touch {tmp_path / 'alias'}")
    (tmp_path / "post-index-change").unlink(missing_ok=True)
    os.utime(root / "good.prompt.md", (1, 1))
    write({"new.prompt.md": PROMPT.format("new", "")})
    assert told(compiler()) == []
    assert told(compiler(ref="HEAD")) == []
    assert {path.name for path in tmp_path.iterdir()} == {"project", "home"}


@pytest.mark.usefixtures("repository")
def test_both_sides_of_a_conflict_are_shown_as_they_stand(write: Write, compiler: Make, git: Git) -> None:
    write({"kept.prompt.md": PROMPT.format("kept", "once")})
    git("add", ".")
    git("commit", "-m", "second")
    git("checkout", "-b", "other")
    write({"good.prompt.md": PROMPT.format("good", "there"), "kept.prompt.md": None})
    git("commit", "-a", "-m", "theirs")
    git("checkout", "main")
    write({"good.prompt.md": PROMPT.format("good", "here"), "kept.prompt.md": PROMPT.format("kept", "twice")})
    git("commit", "-a", "-m", "ours")
    with pytest.raises(Exception, match="merge"):
        git("merge", "other")
    made = compiler()
    assert references(made) == {"prompt:good", "prompt:kept"}
    text = {entry.reference: made.compiled.text_of(entry) for entry in made.compiled.project.entries}
    assert "<<<<<<<" in str(text["prompt:good"])


@pytest.mark.usefixtures("repository")
def test_submodules_and_nested_repositories_are_left_alone(
    root: Path, compiler: Make, git: Git, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(root, other)
    git("submodule", "add", str(other), "module")
    git("commit", "-m", "a module")
    shutil.copytree(other, root / "nested")
    assert references(compiler()) == {"prompt:good"}
    assert references(compiler(ref="HEAD")) == {"prompt:good"}
    assert told(compiler()) == []


@pytest.mark.usefixtures("repository")
def test_a_submodule_is_a_project_of_its_own(root: Path, git: Git, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(root, other)
    git("submodule", "add", str(other), "module")
    assert isinstance(WorkTree.open(root / "module"), WorkTree)
    tree = WorkTree.open(root / "module")
    assert tree is not None
    assert [file.path for file in tree.files()] == ["good.prompt.md", "promptops.yaml"]
    assert tree.state() is not None


@pytest.mark.usefixtures("repository")
def test_a_linked_work_tree_is_read(git: Git, tmp_path: Path) -> None:
    git("worktree", "add", str(tmp_path / "second"))
    tree = WorkTree.open(tmp_path / "second")
    assert tree is not None
    assert [file.path for file in tree.files()] == ["good.prompt.md", "promptops.yaml"]
    assert tree.state() is not None


@pytest.mark.usefixtures("repository")
def test_what_a_sparse_checkout_leaves_out_is_left_out(write: Write, compiler: Make, git: Git) -> None:
    write({"a/a.prompt.md": PROMPT.format("a", ""), "b/b.prompt.md": PROMPT.format("b", "")})
    git("add", ".")
    git("commit", "-m", "second")
    git("sparse-checkout", "set", "a")
    assert references(compiler()) == {"prompt:good", "prompt:a"}
    assert told(compiler()) == []
    assert references(compiler(ref="HEAD")) == {"prompt:good", "prompt:a", "prompt:b"}


@pytest.mark.usefixtures("repository")
def test_a_shallow_clone_is_read_and_what_it_lacks_is_said(root: Path, write: Write, git: Git, tmp_path: Path) -> None:
    write({"a.prompt.md": PROMPT.format("a", "")})
    git("add", ".")
    git("commit", "-m", "second")
    git("clone", "--depth", "1", f"file://{root}", str(tmp_path / "shallow"))
    for ref in (None, "HEAD"):
        made = Compiler(Request(tmp_path / "shallow", TODAY, ref))
        assert references(made) == {"prompt:good", "prompt:a"}
    with pytest.raises(TreeError, match="HEAD~1"):
        Compiler(Request(tmp_path / "shallow", TODAY, "HEAD~1"))


@pytest.mark.usefixtures("repository")
def test_files_that_git_is_told_to_take_as_unchanged_are_read_all_the_same(
    write: Write, compiler: Make, git: Git, tmp_path: Path
) -> None:
    git("update-index", "--assume-unchanged", "good.prompt.md")
    for name in ("good", "better"):
        write({"good.prompt.md": PROMPT.format("good", name), "x.prompt.md": PROMPT.format(name, "")})
        made = compiler(cache=tmp_path / "cache")
        entries = [entry for entry in made.compiled.project.entries if entry.path == "good.prompt.md"]
        assert made.compiled.text_of(entries[0]) == f"Answer {name}."


@pytest.mark.usefixtures("repository")
def test_objects_that_a_partial_clone_lacks_are_reported_and_not_fetched(
    root: Path, write: Write, git: Git, tmp_path: Path
) -> None:
    write({"new.prompt.md": PROMPT.format("new", ""), "promptops.yaml": None})
    git("add", ".")
    git("commit", "-m", "second")
    git("config", "uploadpack.allowFilter", "true")
    git("clone", "--no-checkout", "--filter=blob:none", root.as_uri(), str(tmp_path / "clone"))
    shutil.move(root, tmp_path / "moved")
    made = Compiler(Request(tmp_path / "clone", TODAY, "HEAD"))
    messages = [(each.rule, each.message) for each in made.verdict.diagnostics]
    reason = "its content is missing from the clone"
    assert messages == [("unreadable-file", f"the file cannot be read: {reason}")] * 2


@pytest.mark.usefixtures("project")
def test_links_in_a_commit_are_followed_as_in_a_work_tree(root: Path, write: Write, compiler: Make, git: Git) -> None:
    write({"texts/a.md": PROMPT.format("a", ""), "deep/b.md": PROMPT.format("b", "")})
    links = {
        "a.prompt.md": "texts/a.md",
        "deep/b.prompt.md": "../deep/../deep/b.md",
        "c.prompt.md": "a.prompt.md",
        "outside.prompt.md": "../x.prompt.md",
        "absolute.prompt.md": "/etc/passwd",
        "nothing.prompt.md": "nowhere",
        "loop.prompt.md": "pool.prompt.md",
        "pool.prompt.md": "loop.prompt.md",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    loops = {"its links lead in a circle", "the system says: too many levels of symbolic links"}
    for made in (compiler(), compiler(ref="HEAD")):
        assert {"prompt:a", "prompt:b"} <= references(made)
        reasons = {path: message.partition(": ")[2] for rule, path, message in told(made) if rule == "unreadable-file"}
        assert reasons.pop("loop.prompt.md") in loops
        assert reasons.pop("pool.prompt.md") in loops
        assert reasons == {
            "outside.prompt.md": "it lies outside of the project",
            "absolute.prompt.md": "it lies outside of the project",
            "nothing.prompt.md": "it is not there",
        }
        duplicates = {path for rule, path, _ in told(made) if rule == "duplicate-name"}
        assert duplicates == {"c.prompt.md"}
    assert MAX_LINKS == 8


@pytest.mark.usefixtures("repository")
def test_a_large_file_of_a_commit_is_reported_and_the_next_is_read(write: Write, compiler: Make, git: Git) -> None:
    write({"a.prompt.md": b"x" * (8 * 1024 * 1024 + 1), "b.prompt.md": PROMPT.format("b", "")})
    git("add", ".")
    git("commit", "-m", "second")
    made = compiler(ref="HEAD")
    assert references(made) == {"prompt:good", "prompt:b"}
    assert [message for _, _, message in told(made)] == [
        "the file cannot be read: it has 8,388,609 bytes, more than 8 MiB"
    ]


@pytest.mark.parametrize("ref", [None, "HEAD"])
def test_a_repository_of_another_hash_is_read(
    ref: str | None, write: Write, compiler: Make, git: Git, tmp_path: Path
) -> None:
    git("init", "--object-format=sha256")
    write({"promptops.yaml": SETTINGS, "good.prompt.md": PROMPT.format("good", "well")})
    git("add", ".")
    git("commit", "-m", "first")
    made = compiler(ref=ref, cache=tmp_path / "cache")
    assert told(made) == []
    assert made.compiled.is_steady
    again = compiler(ref=ref, cache=tmp_path / "cache")
    assert again.verdict == made.verdict


@pytest.mark.usefixtures("repository")
def test_line_breaks_that_git_writes_differently_change_nothing(
    root: Path, write: Write, compiler: Make, git: Git, tmp_path: Path
) -> None:
    write({"tool.yaml": "kind: Tool\nname: pay\ndescription: |\n  several\n  lines\n"})
    git("add", ".")
    git("commit", "-m", "second")
    before = compiler().compiled
    texts = [before.text_of(entry) for entry in before.project.entries]
    git("config", "core.autocrlf", "true")
    for path in root.iterdir():
        if path.is_file():
            path.unlink()
    git("reset", "--hard")
    assert b"\r\n" in (root / "tool.yaml").read_bytes()
    for _ in range(2):
        after = compiler(cache=tmp_path / "cache").compiled
        assert after.is_steady
        assert [entry.digest for entry in after.project.entries] == [entry.digest for entry in before.project.entries]
        assert [after.text_of(entry) for entry in after.project.entries] == texts


def test_a_file_that_changes_while_it_is_compiled_poisons_no_cache(
    write: Write, compiler: Make, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, meanwhile = "---\nname: a\n---\nAnswer.\n", "---\nname: a\ntools: [nothing]\n---\nAnswer.\n"
    write({"promptops.yaml": SETTINGS, "good.prompt.md": PROMPT.format("good", "well"), "a.prompt.md": before})
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    made = compiler(cache=tmp_path / "cache")
    read = FolderTree.read

    def racing(tree: FolderTree, path: str) -> bytes | Unreadable:
        if path == "a.prompt.md":
            write({path: meanwhile})
        return read(tree, path)

    with monkeypatch.context() as patch:
        patch.setattr(FolderTree, "read", racing)
        assert [rule for rule, _, _ in told(made)] == ["unknown-tool"]
        assert not made.compiled.is_steady
    for content in (before, meanwhile, before):
        write({"a.prompt.md": content})
        assert compiler(cache=tmp_path / "cache").verdict == compiler().verdict
        assert compiler(cache=tmp_path / "cache").compiled.is_steady
