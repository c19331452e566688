from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from promptops.atomic import NewFile, replace_file


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


def test_a_link_in_its_place_is_replaced(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "file").symlink_to(theirs)
    replace_file(tmp_path / "file", pieces())
    assert theirs.read_text() == "theirs"
    assert not (tmp_path / "file").is_symlink()


def test_nothing_is_written_through_a_link_in_the_place_of_the_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptops.atomic.half_name", lambda name: f".{name}.half")
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / ".file.half").symlink_to(theirs)
    with pytest.raises(FileExistsError):
        replace_file(tmp_path / "file", pieces())
    assert theirs.read_text() == "theirs"


def test_two_who_write_one_file_at_once_do_not_touch_what_the_other_has_begun(tmp_path: Path) -> None:
    """Two threads of one process; or two containers, where every process has the same number."""
    place = tmp_path / "file"
    with NewFile(tmp_path, "file") as first, NewFile(tmp_path, "file") as second:
        first.file.write(b"first")
        second.file.write(b"second")
        first.put(place)
        assert place.read_bytes() == b"first"
        second.put(place)
    assert place.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [place]


def test_it_may_be_read_by_whoever_may_read_new_files(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", pieces())
    (tmp_path / "other").touch()
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="file"):
        replace_file(tmp_path / "file", pieces())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
