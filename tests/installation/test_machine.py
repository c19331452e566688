from __future__ import annotations

from pathlib import Path

import pytest

from promptops.errors import PromptopsError
from promptops.installation import machine
from promptops.installation.facts import State
from promptops.installation.machine import look_at_cache, look_at_git, look_at_shipped_files


@pytest.mark.parametrize(
    ("said", "state", "text"),
    [
        (b"git version 2.39.5\n", State.GOOD, "git 2.39.5"),
        (b"git version 2.30.0\n", State.GOOD, "git 2.30.0"),
        (b"git version 2.39.5 (Apple Git-154)\n", State.GOOD, "git 2.39.5 (Apple Git-154)"),
        (b"git version 2.29.9\n", State.WRONG, "git 2.29.9 is older than 2.30"),
        (b"git version 1.8.3.1\n", State.WRONG, "git 1.8.3.1 is older than 2.30"),
        (None, State.WRONG, "git is not on PATH, or does not run"),
    ],
)
def test_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: bytes | None, state: State, text: str) -> None:
    monkeypatch.setattr(machine, "run_git", lambda *_: said)
    assert look_at_git(tmp_path)[:2] == (state, text)


def test_git_is_really_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert look_at_git(tmp_path).state is State.GOOD
    monkeypatch.setenv("PATH", str(tmp_path))
    assert look_at_git(tmp_path).state is State.WRONG


def test_a_cache_that_can_be_written_is_measured(tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "cache"
    assert look_at_cache(cache)[:2] == (State.GOOD, f"cache of 0.0 MB in `{cache}`")
    (cache / "project").mkdir()
    (cache / "project" / "units").write_bytes(bytes(1_250_000))
    assert look_at_cache(cache).text == f"cache of 1.3 MB in `{cache}`"
    assert [file.name for file in cache.iterdir()] == ["project"]


def test_a_cache_that_cannot_be_written_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    fact = look_at_cache(tmp_path / "file")
    assert fact.state is State.WRONG
    assert fact.text == f"the cache `{tmp_path / 'file'}` cannot be written to: File exists"


def test_no_cache_is_a_note() -> None:
    assert look_at_cache(None).state is State.NOTE


def test_shipped_files_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    packs, schemas = look_at_shipped_files()
    assert packs.state is schemas.state is State.GOOD
    assert packs.text == "2 policy packs"

    def lost() -> Path:
        raise PromptopsError("this installation of promptops lacks its folder `policies`", help="install it again")

    monkeypatch.setattr(machine, "policy_packs", lost)
    monkeypatch.setattr(machine, "published_schemas", lambda: tmp_path)
    assert [fact.text for fact in look_at_shipped_files()] == [
        "this installation of promptops lacks its folder `policies`",
        "there are no schemas",
    ]
    assert {fact.state for fact in look_at_shipped_files()} == {State.WRONG}
