"""Many files on every core. A unit depends on its file alone, so it does not matter who compiles it.

Plain forks and pipes: a pool of the standard library's costs 25 ms and 5 MB before the first file. What comes back
through a pipe is pickled by a copy of this very process, and by nobody else.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from promptops.compiler.files import FileCompiler
from promptops.compiler.unit import Unit
from promptops.sources.trees import TreeFile

MOST = 8
"""More processes than this wait for the one that links."""


def cores() -> int:
    """Return how many processes may run at once here, 1 where processes cannot be forked."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


class _Worker(NamedTuple):
    process: int
    results: BinaryIO
    files: Sequence[TreeFile]


class Workers:
    """Processes that compile a share of some files each, while the caller compiles its own."""

    def __init__(self, compiler: FileCompiler, files: Sequence[TreeFile], processes: int) -> None:
        """Start on all files but the caller's, `own`. `processes` counts the caller."""
        self.own = files[::processes]
        self._compiler = compiler
        self._workers = [self._start(files[number::processes]) for number in range(1, processes)]

    def units(self) -> list[Unit]:
        """Wait for the units of all files but the caller's; the share of a process that died is compiled here."""
        return [unit for worker in self._workers for unit in self._finish(worker)]

    def _start(self, files: Sequence[TreeFile]) -> _Worker:
        results, sent = os.pipe()
        process = os.fork()
        if process:
            os.close(sent)
            return _Worker(process, os.fdopen(results, "rb"), files)
        os.close(results)  # else writing to a caller that died would wait for this very process to read
        try:
            with os.fdopen(sent, "wb") as pipe:
                pickle.dump([self._compiler.compile(file) for file in files], pipe, pickle.HIGHEST_PROTOCOL)
        finally:
            os._exit(0)  # the rest of the program is the caller's

    def _finish(self, worker: _Worker) -> list[Unit]:
        try:
            with worker.results as pipe:
                units: list[Unit] = pickle.load(pipe)  # noqa: S301 - from a fork of this process
        except (EOFError, pickle.UnpicklingError):
            units = [self._compiler.compile(file) for file in worker.files]
        os.waitpid(worker.process, 0)
        return units
