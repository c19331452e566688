from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.bundle import bundles, files
from promptops.compiler import Compiler, Request
from promptops.errors import TreeError

Write = Callable[[Mapping[str, str | bytes | None]], None]
Output = dict[str, bytes]
Compile = Callable[..., Output]

TODAY, TOMORROW = date(2026, 11, 1), date(2026, 11, 2)
PROMPT = "---\nname: a\nversion: 1.0.0\n---\n"
FILES = {
    "_defaults.yaml": "owner: support\n",
    "team.yaml": "kind: Team\nname: support\n",
    "a.prompt.md": f"{PROMPT}Answer.\n",
    "b.prompt.md": "---\nname: b\nlifecycle: retired\ndeprecation: {reason: old}\n---\nAnswer no more.\n",
    "environments.yaml": "kind: Environment\nname: prod\n---\nkind: Environment\nname: dev\n",
}
CHANGED = {"a.prompt.md": f"{PROMPT}Answer well.\n"}


@pytest.fixture
def compiled(root: Path, tmp_path: Path) -> Compile:
    """Return `compiled(output)`, which writes output with a cache, and returns it."""

    def compile_project(
        folder: str = "output", *, today: date = TODAY, cached: bool = True, with_bundles: bool = True
    ) -> Output:
        compiler = Compiler(Request(root, today, cache=tmp_path / "cache" if cached else None))
        assert compiler.verdict.resources
        compiler.write(tmp_path / folder, "1.2.3", with_bundles=with_bundles)
        return contents(tmp_path / folder)

    return compile_project


@pytest.fixture
def fresh(compiled: Compile) -> Callable[..., Output]:
    """Return `fresh()`, which returns output that owes nothing to earlier runs."""
    return lambda **options: compiled("fresh", cached=False, **options)


def contents(folder: Path) -> Output:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", ["a.prompt.md", "b.prompt.md"])
@pytest.mark.parametrize("block", [1, 7, 4096])
def test_a_text_that_changed_is_written_into_the_old_output(
    path: str, block: int, write: Write, compiled: Compile, fresh: Compile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK", block)
    write(FILES)
    before = compiled()
    write({path: FILES[path] + "And be brief: “✓”.\n"})
    expected = fresh()
    monkeypatch.delattr("promptops.compiler.output.write_output")
    after = compiled()
    assert after == expected
    assert after["manifest.json"] != before["manifest.json"]
    retired = path == "b.prompt.md"
    assert (after.keys() == before.keys()) is retired


def test_what_has_not_changed_is_left_alone(write: Write, compiled: Compile, tmp_path: Path) -> None:
    write(FILES)
    before = compiled()
    places = [tmp_path / "output" / path for path in before]
    stats = [path.stat() for path in places]
    write({"environments.yaml": FILES["environments.yaml"] + "# a comment\n"})
    assert compiled() == before
    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in places] == [
        (stat.st_ino, stat.st_mtime_ns) for stat in stats
    ]


def test_findings_without_output_in_between_do_no_harm(
    root: Path, tmp_path: Path, write: Write, compiled: Compile, fresh: Compile
) -> None:
    write(FILES)
    compiled()
    for number in range(3):
        write({"a.prompt.md": f"{PROMPT}Answer {number} times.\n"})
        assert Compiler(Request(root, TODAY, cache=tmp_path / "cache")).verdict.resources
    assert compiled() == fresh()


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_what_changed_and_changed_back_is_written_back(
    day: date, write: Write, compiled: Compile, fresh: Compile
) -> None:
    write(FILES)
    first = compiled()
    write(CHANGED)
    assert compiled() != first
    write(FILES)
    assert compiled(today=day) == first == fresh()


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _tamper(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"prod", b"prob").replace(b"dev", b"def"))


def _tamper_quietly(path: Path) -> None:
    before = path.stat()
    time.sleep(0.05)  # the system's clock for files may tick a hundred times a second
    _tamper(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _touch(path: Path) -> None:
    os.utime(path)


def _link(path: Path) -> None:
    path.rename(path.with_name("theirs"))
    path.symlink_to("theirs")


@pytest.mark.parametrize("harm", [_append, _tamper, _tamper_quietly, _touch, _link, Path.unlink])
@pytest.mark.parametrize("which", ["manifest.json", "bundles/*.json"])
def test_only_what_was_written_is_copied(
    which: str, harm: Callable[[Path], None], write: Write, compiled: Compile, fresh: Compile, tmp_path: Path
) -> None:
    write(FILES)
    compiled()
    for path in (tmp_path / "output").glob(which):
        harm(path)
    write(CHANGED)
    after = compiled()
    assert {path: data for path, data in after.items() if "theirs" not in path} == fresh()


def test_an_output_without_bundles_is_no_base_for_one_with_them(
    write: Write, compiled: Compile, fresh: Compile
) -> None:
    write(FILES)
    for with_bundles in (False, True, False, False):
        write({"a.prompt.md": f"{PROMPT}Answer {with_bundles}.\n"})
        assert compiled(with_bundles=with_bundles) == fresh(with_bundles=with_bundles)


def test_a_change_that_others_can_see_is_linked(write: Write, compiled: Compile, fresh: Compile) -> None:
    write(FILES)
    compiled()
    for change in ("name: c\nversion: 1.0.0", "name: a\nversion: 2.0.0", "name: a\nversion: 2.0.0\nowner: nobody"):
        write({"a.prompt.md": f"---\n{change}\n---\nAnswer.\n"})
        assert compiled() == fresh()


def test_many_environments_are_written_in_turns(write: Write, compiled: Compile, fresh: Compile) -> None:
    count = 2 * bundles.AT_ONCE + 1
    write({**FILES, "environments.yaml": "---\n".join(f"kind: Environment\nname: e{n}\n" for n in range(count))})
    assert len([path for path in compiled() if path.startswith("bundles/")]) == count
    write(CHANGED)
    assert compiled() == fresh()


@pytest.mark.parametrize("cache", ["cache", "another"])
def test_a_file_that_changes_meanwhile_leaves_the_old_output(
    cache: str, root: Path, tmp_path: Path, write: Write, compiled: Compile
) -> None:
    write(FILES)
    before = compiled()
    write(CHANGED)
    compiler = Compiler(Request(root, TODAY, cache=tmp_path / cache))
    assert compiler.verdict.resources
    write({"a.prompt.md": f"{PROMPT}Answer better.\n"})
    with pytest.raises(TreeError, match=r"`a\.prompt\.md` changed while it was compiled"):
        compiler.write(tmp_path / "output", "1.2.3", with_bundles=True)
    assert contents(tmp_path / "output") == before


def test_damage_to_what_was_kept_reads_as_absence(
    write: Write, compiled: Compile, fresh: Compile, tmp_path: Path
) -> None:
    write(FILES)
    compiled()
    for name in ("output.json", "resolutions.json"):
        kept = tmp_path / "cache" / name
        kept.write_bytes(kept.read_bytes().replace(b"prompt:a@1", b"prompt:x@1") + b" ")
        write({"a.prompt.md": f"{PROMPT}Answer {name}.\n"})
        assert compiled() == fresh()
