"""Processes that compile along with the caller: whatever becomes of one, nothing is lost and nobody waits for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from promptops.compiler.files import FileCompiler
from promptops.compiler.workers import Workers, meanwhile
from promptops.sources.trees import TreeFile

PARENT = os.getpid()
FILES = [TreeFile(f"{number:04}.prompt.md", None) for number in range(700)]
MORE_THAN_A_PIPE_HOLDS = 1_000_000
SECONDS = 30

# Children that outlive their caller hold on to what it prints to: there would be no end of it.
ORPHANS = f"""
import os, signal
from promptops.compiler.workers import Workers

class Verbose:
    def compile(self, file):
        return "x" * {MORE_THAN_A_PIPE_HOLDS}

Workers(Verbose(), range(80), 4)
print("started", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Compiler(NamedTuple):
    """Compiles a file to its path, and in a child does something else."""

    in_child: Callable[[str], Any]

    def compile(self, file: TreeFile) -> object:
        return file.path if os.getpid() == PARENT else self.in_child(file.path)


class KillsItsWriter:
    """Something that cannot be sent: half of what was to be sent is under way by then."""

    def __reduce__(self) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return "never"


def workers(in_child: Callable[[str], Any], files: Sequence[TreeFile] = FILES, processes: int = 3) -> Workers:
    return Workers(cast("FileCompiler", Compiler(in_child)), files, processes)


def fails(path: str) -> None:
    raise RuntimeError(path)


def half(_: str) -> object:
    return "x" * MORE_THAN_A_PIPE_HOLDS, KillsItsWriter()


@pytest.mark.parametrize(
    "in_child",
    [
        pytest.param(str, id="nothing"),
        pytest.param(fails, id="an error"),
        pytest.param(lambda _: os._exit(0), id="an early end"),  # as if all were well
        pytest.param(lambda _: os.kill(os.getpid(), signal.SIGKILL), id="a kill"),
        pytest.param(half, id="a kill in the middle of an answer"),
        pytest.param(lambda _: lambda: None, id="what cannot be sent"),
    ],
)
def test_whatever_happens_to_the_others_each_file_is_compiled_once(in_child: Callable[[str], Any]) -> None:
    shown: list[TreeFile] = []

    def progress(files: Sequence[TreeFile]) -> Iterator[TreeFile]:
        for file in files:
            shown.append(file)
            yield file

    assert sorted(map(str, workers(in_child).units(progress))) == [file.path for file in FILES]
    assert shown == FILES


def test_what_fails_everywhere_fails_in_the_caller() -> None:
    class Broken:
        def compile(self, file: TreeFile) -> object:
            raise ValueError(file.path)

    with pytest.raises(ValueError, match=FILES[0].path):
        list(Workers(cast("FileCompiler", Broken()), FILES, 2).units(iter))


def test_no_process_outlives_a_caller_that_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, start_new_session=True, text=True
    ) as caller:
        try:
            printed, _ = caller.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(caller.pid, signal.SIGKILL)
            raise
    assert printed == "started\n"
    assert caller.returncode == -signal.SIGKILL


@pytest.mark.parametrize("cores", [1, 2])
def test_what_is_done_meanwhile_is_done_when_it_is_waited_for(
    cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptops.compiler.workers.cores", lambda: cores)
    done = tmp_path / "done"

    def work() -> bool:
        done.write_text(f"{os.getpid()}")
        return True

    assert meanwhile(work)()
    assert (int(done.read_text()) == os.getpid()) == (cores == 1)


@pytest.mark.parametrize("fails", [fails, lambda _: False, lambda _: os.kill(os.getpid(), signal.SIGKILL)])
def test_what_goes_wrong_meanwhile_is_done_again(fails: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("promptops.compiler.workers.cores", lambda: 2)
    waiting = meanwhile(lambda: os.getpid() == PARENT or fails("there"))
    assert waiting()
