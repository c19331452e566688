from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from promptops.conversion.files import unchanged
from promptops.conversion.files import write as write_files
from promptops.errors import PromptopsError, UsageError
from promptops.scaffolds.files import NewFile

Write = Callable[[Mapping[str, str]], None]


def test_what_is_there_as_it_is_to_be_is_left_alone(root: Path, write: Write) -> None:
    write({"a.yaml": "a: 1\n"})
    files = [NewFile("a.yaml", "a: 1\n"), NewFile("b/c.yaml", "c: 1\n")]
    assert unchanged(root, files) == {"a.yaml"}
    write_files(root, files, replace=False)
    assert (root / "b/c.yaml").read_text() == "c: 1\n"


def test_a_file_with_something_else_stays_unless_it_is_to_be_replaced(root: Path, write: Write) -> None:
    write({"a.yaml": "mine\n"})
    files = [NewFile("a.yaml", "theirs\n"), NewFile("b.yaml", "b\n")]
    with pytest.raises(UsageError, match=r"there is a file `a\.yaml` already"):
        write_files(root, files, replace=False)
    assert not (root / "b.yaml").exists()
    write_files(root, files, replace=True)
    assert (root / "a.yaml").read_text() == "theirs\n"


def test_what_is_read_is_never_replaced(root: Path, write: Write) -> None:
    write({"a.yaml": "mine\n"})
    with pytest.raises(UsageError, match="one of the files that are read"):
        write_files(root, [NewFile("a.yaml", "theirs\n")], replace=True, sources=["a.yaml"])


@pytest.mark.parametrize("replace", [False, True])
def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path, replace: bool) -> None:  # noqa: FBT001 - pytest passes names
    (root / "inside").mkdir()
    (root / "folder").symlink_to("inside")
    (tmp_path / "outside").mkdir()
    (root / "away").symlink_to(tmp_path / "outside")
    for path in ("folder/a.yaml", "away/a.yaml"):
        with pytest.raises(UsageError, match="through a link"):
            write_files(root, [NewFile(path, "a\n")], replace=replace)
    assert not list((root / "inside").iterdir())
    assert not list((tmp_path / "outside").iterdir())


def test_a_link_in_the_place_of_a_file_is_no_such_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("a\n")
    (root / "a.yaml").symlink_to(tmp_path / "target")
    files = [NewFile("a.yaml", "a\n")]
    assert unchanged(root, files) == frozenset()
    with pytest.raises(UsageError, match="already"):
        write_files(root, files, replace=False)
    write_files(root, files, replace=True)
    assert not (root / "a.yaml").is_symlink()
    assert (tmp_path / "target").read_text() == "a\n"


def test_a_file_that_cannot_be_read_is_told(root: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write({"a.yaml": "a\n"})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(PromptopsError, match=r"`a\.yaml` cannot be read: Permission denied"):
        unchanged(root, [NewFile("a.yaml", "a\n")])
