from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from promptops.bundle.writing import Written
from promptops.errors import PromptopsError

Build = Callable[..., Written]
FILES: Mapping[str, str | None] = {
    "a.prompt.md": "---\nname: a\n---\nAnswer.\n",
    "environments.yaml": "kind: Environment\nname: prod\n---\nkind: Environment\nname: dev\n",
}
CHANGED = {"a.prompt.md": "---\nname: a\n---\nAnswer well.\n"}


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_bundles_are_named_by_their_content(build: Build, root: Path) -> None:
    written = build(FILES)
    assert set(written.bundles) == {"prod", "dev"}
    for path in written.bundles.values():
        assert path.name == f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json"
    names = {path.relative_to(root / "build").as_posix() for path in written.paths()}
    assert files_below(root / "build") == {*names, ".gitignore"}


def test_bundles_of_earlier_runs_are_removed(build: Build, root: Path) -> None:
    before = set(build(FILES).bundles.values())
    after = set(build(CHANGED).bundles.values())
    assert before.isdisjoint(after)
    assert set((root / "build/bundles").iterdir()) == after


def test_without_bundles_the_old_ones_are_gone(build: Build, root: Path) -> None:
    build(FILES)
    written = build(CHANGED, with_bundles=False)
    assert written.bundles == {}
    assert list((root / "build/bundles").iterdir()) == []
    assert written.paths() == (root / "build/manifest.json",)


def test_files_of_others_are_left_alone(build: Build, root: Path, write: Callable[..., None]) -> None:
    others = {"build/notes.txt": "mine", "build/bundles/readme.json": "{}", "build/.gitignore": "nothing\n"}
    write(others)
    build(FILES)
    assert {path: (root / path).read_text() for path in others} == others


def test_what_has_not_changed_is_not_written_again(build: Build) -> None:
    before = {path: path.stat() for path in build(FILES).paths()}
    after = {path: path.stat() for path in build(FILES).paths()}
    assert {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in before.items()} == {
        path: (stat.st_mtime_ns, stat.st_ino) for path, stat in after.items()
    }


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_files_have_the_mode_that_their_owner_asks_for(umask: int, build: Build) -> None:
    before = os.umask(umask)
    try:
        written = build(FILES)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in written.paths()} == {0o666 & ~umask}


def test_nothing_is_written_through_a_link(build: Build, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    old = outside / f"{'0' * 64}.json"
    old.write_text("theirs")
    (root / "build").mkdir()
    (root / "build/bundles").symlink_to(outside, target_is_directory=True)
    with pytest.raises(PromptopsError, match="`build/bundles` is a link"):
        build(FILES)
    assert old.read_text() == "theirs"
    assert list(outside.iterdir()) == [old]


def test_a_link_in_the_place_of_a_file_is_replaced(build: Build, root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (root / "build").mkdir()
    (root / "build/manifest.json").symlink_to(theirs)
    build(FILES)
    assert theirs.read_text() == "theirs"
    assert not (root / "build/manifest.json").is_symlink()
    assert files_below(root / "build") >= {"manifest.json"}


@pytest.mark.parametrize("in_the_way", ["build", "build/bundles"])
def test_a_folder_that_cannot_be_written_stops_the_run(in_the_way: str, build: Build, root: Path) -> None:
    (root / in_the_way).parent.mkdir(exist_ok=True)
    (root / in_the_way).write_text("a file")
    with pytest.raises(PromptopsError, match="the output folder `build` cannot be written: "):
        build(FILES)


def test_a_file_that_cannot_be_replaced_leaves_the_old_bundles(build: Build, root: Path) -> None:
    before = set(build(FILES).bundles.values())
    (root / "build/manifest.json").unlink()
    (root / "build/manifest.json").mkdir()
    with pytest.raises(PromptopsError):
        build(CHANGED)
    assert before <= set((root / "build/bundles").iterdir())
    assert [name for name in files_below(root / "build") if Path(name).name.startswith(".")] == [".gitignore"]
