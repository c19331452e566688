from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptops.atomic import replace_file


def pieces(*, fail: bool = False) -> Iterator[bytes]:
    yield b"new "
    if fail:
        raise OSError(28, "no space left on device")
    yield b"content"


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    place = tmp_path / "file"
    for _ in range(2):
        replace_file(place, pieces())
        assert place.read_bytes() == b"new content"
    assert list(tmp_path.iterdir()) == [place]


def test_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("old content")
    with pytest.raises(OSError, match="no space left on device"):
        replace_file(place, pieces(fail=True))
    assert place.read_text() == "old content"
    assert list(tmp_path.iterdir()) == [place]


def test_what_somebody_has_put_there_is_not_written_through(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    for name in ("file", f".file.{os.getpid()}"):
        (tmp_path / name).symlink_to(theirs)
    replace_file(tmp_path / "file", pieces())
    assert theirs.read_text() == "theirs"
    assert not (tmp_path / "file").is_symlink()


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="file"):
        replace_file(tmp_path / "file", pieces())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
