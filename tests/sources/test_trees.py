from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.trees import (
    MAX_FILE_BYTES,
    MISSING,
    OUTSIDE,
    UNKNOWN_TARGET,
    FolderTree,
    TreeFile,
    Unreadable,
    blob_id,
    decode_path,
)

Write = Callable[[dict[str, str | bytes | None]], None]


@pytest.fixture
def tree(root: Path) -> FolderTree:
    return FolderTree(root)


def reason(found: bytes | Unreadable) -> str:
    assert isinstance(found, Unreadable)
    assert found.help
    return found.reason


def test_every_file_is_listed_in_order_but_those_of_tools(tree: FolderTree, write: Write) -> None:
    write(dict.fromkeys(("b", "a/c", "a.b", "é/z", "A", ".hidden", ".github/x"), ""))
    write(dict.fromkeys((".git/config", "a/.venv/x", "a/node_modules/x", "__pycache__/x"), ""))
    paths = [".github/x", ".hidden", "A", "a.b", "a/c", "b", "é/z"]
    assert tree.files() == [TreeFile(path, None) for path in paths]


def test_files_are_read_as_they_are(tree: FolderTree, write: Write) -> None:
    write({"a/b": b"\x00\xff\r\n", "empty": ""})
    assert tree.read("a/b") == b"\x00\xff\r\n"
    assert tree.read("empty") == b""
    assert tree.read_from_top("a/b") == b"\x00\xff\r\n"


def test_size_has_a_limit(tree: FolderTree, root: Path, write: Write) -> None:
    write({"bearable": b"x" * MAX_FILE_BYTES})
    with (root / "huge").open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room
    assert tree.read("bearable") == b"x" * MAX_FILE_BYTES
    assert reason(tree.read("huge")) == "it has 1,099,511,627,776 bytes, more than 8 MiB"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nowhere", MISSING.reason),
        ("a/nowhere", MISSING.reason),
        ("../outside", OUTSIDE.reason),
        ("a/../../outside", OUTSIDE.reason),
        ("a", "it is not a regular file"),
        ("", "it is not a regular file"),
        ("a/b/c", "the system says: not a directory"),
        ("x" * 5_000, "the system says: file name too long"),
        ("a\0b", "no file can have that name"),
        ("\ud800", "no file can have that name"),
        ("caf\ufffd", "its name is not UTF-8"),
    ],
)
def test_what_cannot_be_read_has_a_reason(path: str, expected: str, tree: FolderTree, write: Write) -> None:
    write({"a/b": "", "../outside": "secret"})
    assert reason(tree.read(path)) == expected


def test_a_root_may_be_a_link_and_may_lie_in_any_folder(tmp_path: Path, root: Path, write: Write) -> None:
    write({"a": "text"})
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    (root / "inside").symlink_to(root / "a")
    for place in (tmp_path / "link", root):
        assert FolderTree(place).read("a") == b"text"
        assert FolderTree(place).read("inside") == b"text"
    beside = tmp_path / "project-of-others"
    beside.mkdir()
    (beside / "secret").write_text("secret")
    (root / "beside").symlink_to(beside / "secret")
    assert FolderTree(root).read("beside") == OUTSIDE


def test_links_do_not_lead_into_the_folders_of_tools(tree: FolderTree, root: Path, write: Write) -> None:
    write({".git/config": "secret", "node_modules/x": "secret"})
    for name, target in (("a", ".git/config"), ("b", "node_modules/x")):
        (root / name).symlink_to(target)
        assert tree.read(name) == UNKNOWN_TARGET


def test_a_folder_has_no_state_and_vouches_for_nothing(tree: FolderTree) -> None:
    assert tree.state() is None
    assert tree.blob_of("a", b"text") == blob_id(b"text")


@pytest.mark.parametrize(("top", "prefix"), [(".", ""), ("..", "project/"), ("../..", None)])
def test_the_root_may_lie_below_the_top(top: str, prefix: str | None, root: Path) -> None:
    above = (root / top).resolve()
    tree = FolderTree(root, above)
    assert tree.prefix == (prefix if prefix is not None else f"{root.relative_to(above).as_posix()}/")
    (above / "at-the-top").write_text("text")
    assert tree.read_from_top("at-the-top") == b"text"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_blobs_have_the_ids_that_git_gives_them(algorithm: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", f"--object-format={algorithm}", str(tmp_path)], check=True)
    for data in (b"", b"text\n", b"\x00\xff"):
        words = ["git", "hash-object", "--stdin"]
        done = subprocess.run(words, cwd=tmp_path, input=data, capture_output=True, check=True)
        assert blob_id(data, algorithm) == done.stdout.decode().strip()


def test_paths_that_are_no_text_are_shown_as_far_as_they_are() -> None:
    assert decode_path("é/日本".encode()) == "é/日本"
    assert decode_path(b"caf\xe9/x") == "caf\ufffd/x"


def test_what_vanishes_or_shrinks_while_it_is_read_is_no_failure(
    tree: FolderTree, root: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a": "a longer text"})
    real = os.fstat

    def shrinking(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        (root / "a").write_text("short")
        return status

    monkeypatch.setattr(os, "fstat", shrinking)
    assert tree.read("a") == b"short"


def test_a_disk_that_fails_is_a_reason(tree: FolderTree, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a": "text"})

    def failing(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", failing)
    assert reason(tree.read("a")) == "the system says: input/output error"
