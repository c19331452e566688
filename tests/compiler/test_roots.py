from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.compiler.roots import Place, find_place, governing_files
from promptops.errors import UsageError

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]


@pytest.mark.parametrize(
    ("named", "found", "scope"),
    [
        (".", ".", ""),
        ("prompts", ".", "prompts"),
        ("prompts/a.prompt.md", ".", "prompts/a.prompt.md"),
        ("promptops.yaml", ".", "promptops.yaml"),
        ("service", "service", ""),
        ("service/deep", "service", "deep"),
    ],
)
def test_the_nearest_configuration_marks_the_root(
    named: str, found: str, scope: str, root: Path, write: Write, git: Git
) -> None:
    git("init")
    write({"promptops.yaml": "", "prompts/a.prompt.md": "", "service/promptops.yaml": "", "service/deep/x": ""})
    assert find_place(root / named) == Place((root / found).resolve(), scope)


@pytest.mark.parametrize(("named", "found", "scope"), [("deep", "deep", ""), ("deep/a.md", "deep", "a.md")])
def test_without_a_configuration_it_is_the_folder_itself(
    named: str, found: str, scope: str, root: Path, write: Write
) -> None:
    write({"deep/a.md": ""})
    assert find_place(root / named) == Place(root / found, scope)


def test_a_configuration_above_the_repository_is_none_of_ours(root: Path, write: Write, git: Git) -> None:
    git("init")
    write({"../promptops.yaml": "", "deep/a.md": ""})
    assert find_place(root / "deep") == Place(root / "deep")


def test_without_a_repository_no_folder_above_is_looked_at(root: Path, write: Write) -> None:
    write({"promptops.yaml": "", "deep/a.md": ""})
    assert find_place(root / "deep") == Place(root / "deep")
    assert find_place(root) == Place(root)


@pytest.mark.parametrize(
    ("named", "found", "scope"),
    [
        (".", ".", ""),
        ("service", ".", "service"),
        ("service/deep", ".", "service/deep"),
        ("service/deep/a.md", ".", "service/deep/a.md"),
        ("moved", "moved", ""),
        ("moved/deep", "moved", "deep"),
        ("tools", ".", "tools"),
        ("new", ".", "new"),
    ],
)
def test_the_root_in_a_commit_is_marked_by_the_configuration_that_it_holds(
    named: str, found: str, scope: str, root: Path, write: Write, git: Git
) -> None:
    git("init")
    write({"promptops.yaml": "", "service/deep/a.md": "", "moved/promptops.yaml": "", "moved/deep/a.md": ""})
    write({"tools/promptops.yaml/a.md": ""})
    git("add", ".")
    git("commit", "-m", "one")
    write(
        {"promptops.yaml": None, "moved/promptops.yaml": None, "service/promptops.yaml": "", "new/promptops.yaml": ""}
    )
    assert find_place(root / named, "HEAD") == Place((root / found).resolve(), scope)


@pytest.mark.parametrize("ref", ["HEAD", "v9", "--output=x", "", "HEAD:deep", "a\nb"])
def test_a_commit_without_a_configuration_has_the_folder_for_root(ref: str, root: Path, write: Write, git: Git) -> None:
    git("init")
    write({"deep/a.md": ""})
    git("add", ".")
    git("commit", "-m", "one")
    write({"promptops.yaml": ""})
    assert find_place(root / "deep", ref) == Place(root / "deep")
    assert sorted(path.name for path in root.iterdir()) == [".git", "deep", "promptops.yaml"]


def test_what_is_no_repository_has_no_commit_to_look_in(root: Path, write: Write) -> None:
    write({"promptops.yaml": "", "deep/a.md": ""})
    assert find_place(root / "deep", "HEAD") == Place(root / "deep")


def test_a_link_is_taken_for_what_it_leads_to(root: Path, write: Write, tmp_path: Path) -> None:
    write({"promptops.yaml": ""})
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    assert find_place(tmp_path / "link") == Place(root)


def test_a_folder_named_like_the_configuration_is_none(root: Path, git: Git) -> None:
    git("init")
    (root / "deep/promptops.yaml").mkdir(parents=True)
    assert find_place(root / "deep") == Place(root / "deep")


@pytest.mark.parametrize("named", ["nowhere", "a.md/b", "x" * 5_000, "a\0b", "loop"])
def test_nothing_has_no_root(named: str, root: Path, write: Write) -> None:
    write({"a.md": ""})
    (root / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="there is nothing at "):
        find_place(root / named)


def test_a_working_folder_that_is_gone_has_no_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = root / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="there is nothing at "):
        find_place(Path())


def test_what_governs_a_path_stands_at_it_and_above_it_in_the_repository(root: Path, git: Git) -> None:
    git("init")
    files = governing_files(root / "a/b")
    for folder in (root, root / "a", root / "a/b"):
        assert {folder / "promptops.yaml", folder / "CODEOWNERS", folder / ".github/CODEOWNERS"} <= set(files)
    assert not any(file.is_relative_to(root.parent) and not file.is_relative_to(root) for file in files)
