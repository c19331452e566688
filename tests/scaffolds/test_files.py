from __future__ import annotations

from pathlib import Path

import pytest

from promptops.errors import PromptopsError, UsageError
from promptops.scaffolds.files import NewFile, folder_below, write_new


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    files = [NewFile("a/b.yaml", "x: é\n"), NewFile("c.yaml", "")]
    assert write_new(tmp_path, files) == (tmp_path / "a/b.yaml", tmp_path / "c.yaml")
    assert (tmp_path / "a/b.yaml").read_bytes() == "x: é\n".encode()


def test_nothing_is_written_when_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old", encoding="utf-8")
    with pytest.raises(UsageError, match="there is a file `b` already"):
        write_new(tmp_path, [NewFile("a", "new"), NewFile("b", "new")])
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("b", "old")]


def test_what_is_there_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old", encoding="utf-8")
    write_new(tmp_path, [NewFile("b", "new")], replace=True)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("b", "new")]


@pytest.mark.parametrize("replace", [False, True])
def test_a_link_never_leads_out(tmp_path: Path, replace: bool) -> None:  # noqa: FBT001 - a case
    root, away = tmp_path / "root", tmp_path / "away"
    root.mkdir()
    away.mkdir()
    (root / "folder").symlink_to(away)
    with pytest.raises(UsageError, match="the folder of `folder/a` lies outside of the project"):
        write_new(root, [NewFile("folder/a", "x")], replace=replace)
    assert not list(away.iterdir())


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_in_the_way_is_told(tmp_path: Path, replace: bool) -> None:  # noqa: FBT001 - a case
    (tmp_path / "a").mkdir()
    with pytest.raises(PromptopsError, match=r"`a` (?:already|cannot be written)"):
        write_new(tmp_path, [NewFile("a", "x")], replace=replace)
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("folder", "expected"), [(".", ""), ("a/b", "a/b"), ("a/../c", "c")])
def test_folders_are_told_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_below(tmp_path, Path(folder)) == expected


@pytest.mark.parametrize("folder", ["..", "../x", "/"])
def test_folders_elsewhere_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="lies outside of the project"):
        folder_below(tmp_path, Path(folder))
