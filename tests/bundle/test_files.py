from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from promptops.bundle.files import ForeignFileError, OldFile, OutputFile

TEXT = b"what was written"
DIGEST = hashlib.sha256(TEXT).hexdigest()


def put(folder: Path, name: str = "file") -> list[int]:
    with OutputFile(folder, name) as file:
        file.write(TEXT)
        stamp = file.put_unless_there(folder / name)
    assert stamp is not None
    return [*stamp]


def is_believed(path: Path, stamp: list[int] | None, digest: str = DIGEST) -> bool:
    with OldFile(path, len(TEXT), stamp) as old:
        old.skip(len(TEXT))
        return old.held(digest)


def test_a_file_that_nobody_touched_is_not_hashed(tmp_path: Path) -> None:
    stamp = put(tmp_path)
    assert is_believed(tmp_path / "file", stamp, "some other digest")
    assert not is_believed(tmp_path / "file", None, "some other digest")


def test_a_file_that_somebody_touched_is_believed_by_its_bytes(tmp_path: Path) -> None:
    stamp = put(tmp_path)
    os.utime(tmp_path / "file", ns=(1, 1))
    assert is_believed(tmp_path / "file", stamp)
    assert not is_believed(tmp_path / "file", stamp, "some other digest")


def test_a_file_that_is_touched_while_it_is_read_is_not_believed(tmp_path: Path) -> None:
    stamp = put(tmp_path)
    with OldFile(tmp_path / "file", len(TEXT), stamp) as old:
        os.utime(tmp_path / "file", ns=(1, 1))
        old.skip(len(TEXT))
        assert not old.held(DIGEST)


def test_a_file_with_the_same_bytes_stays_and_keeps_its_stamp(tmp_path: Path) -> None:
    assert put(tmp_path) == put(tmp_path)


def test_a_file_that_somebody_else_has_just_put_there_has_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_and_lose(file: OutputFile, path: Path) -> None:
        file.file.close()
        path.write_bytes(TEXT)

    monkeypatch.setattr(OutputFile, "put", put_and_lose)
    with OutputFile(tmp_path, "file") as file:
        file.write(TEXT)
        assert file.put_unless_there(tmp_path / "file") is None


def test_a_file_of_another_size_is_foreign(tmp_path: Path) -> None:
    stamp = put(tmp_path)
    with pytest.raises(ForeignFileError):
        OldFile(tmp_path / "file", len(TEXT) + 1, stamp)
