"""The process that reads objects of a repository, and what becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from promptops.sources.git_objects import ObjectReader

SECONDS = 30


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("what it says\n", encoding="utf-8")
    for command in (("init", "-q"), ("add", "a.txt")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_a_fork_that_drops_a_reader_does_not_wait_for_its_owner(repository: Path) -> None:
    readers = [ObjectReader(repository)]
    assert readers[0].read(":a.txt") == b"what it says\n"
    child = os.fork()
    if not child:
        signal.alarm(SECONDS)
        try:
            readers.clear()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert isinstance(readers[0].read(":b.txt"), tuple)


def test_a_reader_takes_its_process_along(repository: Path) -> None:
    readers = [ObjectReader(repository)]
    readers[0].read(":a.txt")
    process = readers[0]._process  # noqa: SLF001 - which nobody else holds
    assert process is not None
    questions = process._questions  # noqa: SLF001 - as above
    del process
    readers.clear()
    assert questions.closed
