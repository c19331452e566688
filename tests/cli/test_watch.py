from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from promptops.cli.watching import watch

Write = Callable[[Mapping[str, str | bytes]], None]

_WAIT = 30
_BROKEN = '---\nname: a\nowner: support\n---\n{% include "missing" %}\n'
_GOOD = "---\nname: a\nowner: support\n---\nHello.\n"


class Watching:
    """A command that watches, and the lines that it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)

    def wait_for(self, start: str) -> None:
        """Read on until a line begins with `start`."""
        while not self._lines.get(timeout=_WAIT).startswith(start):
            pass

    def prints_more(self, seconds: float) -> bool:
        """Say whether a line comes within some seconds."""
        self._reader.join(timeout=seconds)
        return not self._lines.empty()

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=_WAIT)


@contextmanager
def watching(root: Path, *arguments: str) -> Iterator[Watching]:
    command = [sys.executable, "-u", "-m", "promptops", *arguments, "--watch"]
    with subprocess.Popen(
        command, cwd=root, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        watched = Watching(process)
        try:
            yield watched
        finally:
            process.kill()


def test_each_change_runs_it_again(repository: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    nights = iter([{"a.txt": "1"}, {}, {"a.txt": "22", "b.txt": ""}])

    def sleep(_: float) -> None:
        files = next(nights, None)
        if files is None:
            raise KeyboardInterrupt
        write(files)

    def count() -> int:
        runs.append(len(runs))
        return len(runs)

    monkeypatch.setattr(time, "sleep", sleep)
    assert watch(repository, count) == 3


def test_a_run_that_is_interrupted_is_no_result(repository: Path) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(repository, interrupted)


@pytest.mark.parametrize("command", ["lint", "compile"])
def test_an_edit_is_seen(repository: Path, write: Write, command: str) -> None:
    write({"a.prompt.md": _GOOD})
    with watching(repository, command) as watched:
        watched.wait_for("all good: 1 file")
        write({"a.prompt.md": _BROKEN})
        watched.wait_for("found 1 error")
        write({"b.prompt.md": _GOOD.replace("name: a", "name: b")})
        watched.wait_for("found 1 error in 2 files")
        (repository / "a.prompt.md").unlink()
        watched.wait_for("all good: 1 file")
        assert not watched.prints_more(seconds=1)
        assert watched.interrupt() == 0


def test_the_exit_status_is_that_of_the_last_run(repository: Path, write: Write) -> None:
    write({"a.prompt.md": _BROKEN})
    with watching(repository, "lint") as watched:
        watched.wait_for("found 1 error")
        assert not watched.prints_more(seconds=1)
        assert watched.interrupt() == 1


def test_a_configuration_half_written_does_not_end_it(repository: Path, write: Write) -> None:
    write({"a.prompt.md": _GOOD})
    with watching(repository, "lint") as watched:
        watched.wait_for("all good")
        write({"promptops.yaml": "name: ["})
        watched.wait_for("error: promptops.yaml:1:")
        write({"promptops.yaml": "name: shop\n"})
        watched.wait_for("all good")


def test_what_it_writes_itself_sets_off_no_endless_runs(repository: Path, write: Write) -> None:
    write({"a.prompt.md": _GOOD})
    with watching(repository, "lint", "--format", "text", "--format", "json=report.json") as watched:
        watched.wait_for("all good")
        watched.wait_for("all good")  # the report is a new file below the root
        assert not watched.prints_more(seconds=2)
