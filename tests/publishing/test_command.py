from __future__ import annotations

import sys
from pathlib import Path

import pytest

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.command import CommandStore, command_of, run
from promptops.publishing.directory import DirectoryStore

_UPLOAD = """
import pathlib, sys
place = pathlib.Path(sys.argv[1], sys.argv[2])
place.parent.mkdir(parents=True, exist_ok=True)
place.write_bytes(sys.stdin.buffer.read())
"""


def test_a_program_gets_the_path_and_the_bytes(tmp_path: Path) -> None:
    script = tmp_path / "upload it.py"
    script.write_text(_UPLOAD)
    command = command_of(f"exec:'{sys.executable}' '{script}' '{tmp_path / 'bucket'}'")
    store = CommandStore(command, DirectoryStore(tmp_path / "bucket"))
    with store.locked("prod"):
        store.write("channels/prod.json", b"\0one")
    assert store.read("channels/prod.json", 9) == b"\0one"
    assert store.names("channels") == ["prod.json"]


def test_a_folder_keeps_what_was_uploaded(tmp_path: Path) -> None:
    folder = DirectoryStore(tmp_path / "store")
    store = CommandStore(["true"], folder, kept=True)
    with store.locked("prod"):
        store.write("channels/prod.json", b"one")
    assert folder.read("channels/prod.json", 3) == b"one"
    with pytest.raises(PromptopsError):
        CommandStore(["false"], folder, kept=True).write("channels/prod.json", b"two")


def test_without_another_store_nothing_can_be_read() -> None:
    store = CommandStore(["true"], None)
    assert (store.read("channels/prod.json", 9), store.names("channels")) == (None, [])


@pytest.mark.parametrize(
    ("command", "seconds", "message"),
    [
        (["false"], 60, "failed with status 1"),
        (["/no/such/program"], 60, "cannot be run"),
        (["sleep", "60"], 0.05, "has not ended"),
    ],
)
def test_a_program_that_fails_is_an_error(
    command: list[str], seconds: float, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptops.publishing.command.TIMEOUT", seconds)
    with pytest.raises(PromptopsError, match=message):
        run(command, b"")


def test_the_words_of_a_command_are_not_shown() -> None:
    assert CommandStore(["upload", "--token", "secret"], None).name == "exec:upload"


@pytest.mark.parametrize("text", ["exec:", "exec:  ", "exec:'unbalanced"])
def test_what_is_no_command_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        command_of(text)


def test_a_password_among_the_words_of_a_command_is_not_shown() -> None:
    with pytest.raises(PromptopsError) as caught:
        run(command_of("exec:false https://ada:s3cret@host/store"), b"")
    assert str(caught.value) == "`false` failed with status 1"
    with pytest.raises(UsageError) as refused:
        command_of("exec:put 'https://ada:s3cret@host/store")
    assert "s3cret" not in str(refused.value)
