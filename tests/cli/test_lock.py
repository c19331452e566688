"""`promptops lock` writes what the project is, and `--check` says what moved, without a network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

_REPLY = "prompts/reply.prompt.md"
_PROMPT = "---\nname: reply\nowner: support\nmodel: chat\n---\nAnswer.\n"
_FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "models/chat.yaml": "kind: Model\nname: chat\nowner: support\nid: openai/gpt-4o\nretires_on: 2030-01-01\n",
    _REPLY: _PROMPT,
}


@pytest.fixture(autouse=True)
def _offline(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(_FILES)
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("the network is not asked"))


def test_it_is_written_and_then_up_to_date(run: Run) -> None:
    written = run("lock")
    assert (written.exit_code, written.stdout) == (0, "wrote promptops.lock: 1 model, 3 resources\n")
    first = Path("promptops.lock").read_bytes()
    assert run("lock", "--check").stdout == "`promptops.lock` is up to date\n"
    assert run("lock").exit_code == 0
    assert Path("promptops.lock").read_bytes() == first


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({_REPLY: _PROMPT.replace("Answer", "Reply")}, ["changed  prompt:reply (prompts/reply.prompt.md)"]),
        (
            {"prompts/b.prompt.md": _PROMPT.replace("name: reply", "name: b")},
            ["new      prompt:b (prompts/b.prompt.md)"],
        ),
        (
            {"prompts/b.prompt.md": _PROMPT.replace("name: reply", 'name: "::error"')},
            [],
        ),
    ],
)
def test_what_moved_is_listed_and_fails(run: Run, write: Write, files: Mapping[str, str], lines: list[str]) -> None:
    run("lock")
    write(dict(files))
    result = run("lock", "--check")
    assert result.exit_code == int(bool(lines))
    assert not lines or result.stdout.splitlines() == lines
    assert not any(line.startswith("::") for line in result.stdout.splitlines())


@pytest.mark.parametrize("command", [("lint",), ("lint", "--no-cache"), ("lock", "--check")])
def test_a_text_that_changed_is_seen_by_cached_runs(run: Run, write: Write, command: tuple[str, ...]) -> None:
    run("lock")
    run("lint")
    write({_REPLY: _PROMPT.replace("Answer", "Reply")})
    for _ in range(2):
        assert "reply" in run(*command).stdout.replace("lock is out of date", "reply")


def test_a_lock_that_changed_is_seen_by_cached_runs(run: Run, write: Write, git: Git) -> None:
    run("lock")
    good = Path("promptops.lock").read_bytes()
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    assert "lock-out-of-date" not in run("lint").stdout
    write({"promptops.lock": '{"catalog":"2026-11-21","lock":1}\n'})
    assert "lock-out-of-date" in run("lint").stdout
    write({"promptops.lock": good})
    assert "lock-out-of-date" not in run("lint").stdout
    Path("promptops.lock").unlink()
    assert "lock-out-of-date" not in run("lint").stdout


def test_it_pins_an_alias_of_which_one_snapshot_is_known(run: Run, write: Write) -> None:
    write({"models/chat.yaml": b"kind: Model\nname: chat\nowner: support\nid: openai/gpt-4o-mini\n"})
    assert "floating-model" in run("lint").stdout
    run("lock")
    assert "floating-model" not in run("lint").stdout


@pytest.mark.parametrize(
    ("lock", "status", "words"),
    [
        (None, 2, "there is no `promptops.lock`"),
        (b"damaged", 1, "promptops.lock:1:1: "),
        (b'{"catalog":"2026-11-21","lock":1}\n{"resource":7}\n', 1, "promptops.lock:2:"),
        (b"\xff\xfe", 1, "promptops.lock:1:1: "),
        (b"x" * 9_000_000, 1, "promptops.lock:1:1: "),
    ],
)
def test_no_lock_and_a_damaged_one(run: Run, write: Write, lock: bytes | None, status: int, words: str) -> None:
    if lock is not None:
        write({"promptops.lock": lock})
    result = run("lock", "--check")
    assert (result.exit_code, words in result.output) == (status, True)


def test_it_is_never_written_through_a_link(run: Run, repository: Path) -> None:
    elsewhere = repository.parent / "elsewhere"
    elsewhere.write_text("kept", encoding="utf-8")
    (repository / "promptops.lock").symlink_to(elsewhere)
    assert run("lock").exit_code == 0
    assert elsewhere.read_text(encoding="utf-8") == "kept"


def test_a_commit_can_be_checked_and_not_written(run: Run, git: Git) -> None:
    run("lock")
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    Path(_REPLY).write_text("---\nname: reply\n---\nElse.\n", encoding="utf-8")
    assert run("lock", "--check", "--at", "HEAD").exit_code == 0
    assert run("lock", "--check").exit_code == 1
    assert run("lock", "--at", "HEAD").exit_code == 2


def test_what_cannot_be_read_is_said_to_be_missing(run: Run, write: Write) -> None:
    write({"prompts/b.prompt.md": b"---\nname: b\nowner: support\ntools: 7\n---\nHello.\n"})
    result = run("lock")
    assert (result.exit_code, result.stderr) == (0, "1 error may hide resources: run `promptops lint`\n")
