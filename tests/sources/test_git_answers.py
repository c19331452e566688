from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.git_answers import Answer, ask_git


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return `fake(script)`, which puts a shell script in the place of git."""
    place = tmp_path / "bin" / "git"
    place.parent.mkdir()
    monkeypatch.setenv("PATH", f"{place.parent}:{os.environ['PATH']}")

    def write(script: str) -> None:
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(place.stat().st_mode | stat.S_IXUSR)

    return write


def test_an_answer_is_what_git_prints(root: Path) -> None:
    assert ask_git(root, "hash-object", "--stdin", lines=b"text\n") == Answer(
        is_good=True, output=b"8e27be7d6154a1f68ea9160ef0e18691d20560dc\n", complaint=""
    )


@pytest.mark.parametrize(
    ("printed", "complaint"),
    [
        ("fatal: it is so", "it is so"),
        ("remote: fatal: not mine\nwarning: careful\nerror: mine: yes\nfatal: later", "mine: yes"),
        ("fatal: no access to 'https://me:secret@example.com/x/'", "no access to 'https://example.com/x/'"),
        ("fatal: a \033[2J b", "a ?[2J b"),
        ("fatal: " + "x" * 900, "x" * 200),
        ("what", ""),
        ("", ""),
    ],
)
def test_a_complaint_is_gits_own_and_can_be_printed(
    printed: str, complaint: str, root: Path, fake: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "said").write_text(printed)
    fake(f"cat {tmp_path / 'said'} >&2; exit 1")
    assert ask_git(root, "fetch") == Answer(is_good=False, output=b"", complaint=complaint)


def test_git_and_what_it_has_started_end_when_their_time_is_over(root: Path, fake: Callable[[str], None]) -> None:
    fake("sleep 60 & sleep 60")
    started = time.monotonic()
    answer = ask_git(root, "fetch", seconds=0.2)
    assert time.monotonic() - started < 30
    assert answer == Answer(is_good=False, output=b"", complaint="no answer in 0 seconds")


def test_git_that_does_not_read_is_no_failure(root: Path, fake: Callable[[str], None]) -> None:
    fake("exit 0")
    assert ask_git(root, "cat-file", lines=b"x\n" * 1_000_000).is_good


def test_without_git_the_system_complains(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert ask_git(root, "fetch").complaint == "no such file or directory"
