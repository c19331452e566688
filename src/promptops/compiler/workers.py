"""Work on every core. A unit depends on its file alone, so it does not matter who compiles it.

Plain forks and pipes: a pool of the standard library's costs 25 ms and 5 MB before the first file. What comes back
through a pipe is pickled by a copy of this very process, and by nobody else.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, NamedTuple

from promptops.compiler.files import FileCompiler
from promptops.compiler.request import Progress
from promptops.compiler.unit import Unit
from promptops.sources.trees import TreeFile

MOST = 8
"""More processes than this wait for the one that links."""
_MOST_SHARES = 256
"""A share's number is one byte."""


def cores() -> int:
    """Return how many processes may run at once here, 1 where processes cannot be forked."""
    if not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def meanwhile(work: Callable[[], bool]) -> Callable[[], bool]:
    """Have something done by a copy of this process, and return what waits for it: it says whether that went well.

    What does not is tried again by the one who waits.
    """
    if cores() == 1:
        return work
    process = os.fork()
    if process:
        return lambda: os.waitpid(process, 0)[1] == 0 or work()
    went_well = False
    try:
        went_well = work()
    finally:
        os._exit(0 if went_well else 1)


class _Worker(NamedTuple):
    process: int
    results: BinaryIO


class Workers:
    """Processes that compile files together with their caller: whoever is free takes the next share.

    A share has every so manieth file, and so a few of every kind. The caller compiles the first one before it forks:
    what is imported and built on the way is not imported and built in every process.
    """

    def __init__(self, compiler: FileCompiler, files: Sequence[TreeFile], processes: int) -> None:
        """Start on some files; `processes` counts the caller."""
        self._compiler = compiler
        self._files = files
        self._shares = min(len(files), _MOST_SHARES)
        self._known = {number: self._share(number) for number in range(min(self._shares, 1))}
        self._queue, filled = os.pipe()
        os.write(filled, bytes(range(1, self._shares)))
        os.close(filled)
        self._workers = [self._start() for _ in range(1, processes)]

    def units(self, progress: Progress) -> Iterator[Unit]:
        """Yield the unit of each file, in no order; shares that a process took along when it died are compiled here."""
        shown, passed = iter(progress(self._files)), 0
        for number in self._taken():
            self._known[number] = self._share(number)
            reached = number * len(self._files) // self._shares
            passed += sum(1 for _ in islice(shown, reached - passed))
        for worker in self._workers:
            self._known.update(_results(worker))
        for number in range(self._shares):
            yield from self._known.pop(number, None) or self._share(number)
        for _ in shown:  # to the end of the bar
            pass
        os.close(self._queue)

    def _taken(self) -> Iterator[int]:
        """Take shares from the queue until there are none."""
        while number := os.read(self._queue, 1):
            yield number[0]

    def _share(self, number: int) -> list[Unit]:
        return [self._compiler.compile(file) for file in self._files[number :: self._shares]]

    def _start(self) -> _Worker:
        results, sent = os.pipe()
        process = os.fork()
        if process:
            os.close(sent)
            return _Worker(process, os.fdopen(results, "rb"))
        os.close(results)  # else writing to a caller that died would wait for this very process to read
        try:
            answers = [pickle.dumps((number, self._share(number)), pickle.HIGHEST_PROTOCOL) for number in self._taken()]
            with os.fdopen(sent, "wb") as pipe:
                pipe.writelines(answers)
        finally:
            os._exit(0)  # the rest of the program is the caller's


def _results(worker: _Worker) -> Iterator[tuple[int, list[Unit]]]:
    """Wait for a process, and yield the shares that it answers for."""
    with worker.results as pipe, suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(pipe)  # noqa: S301 - from a fork of this process
    os.waitpid(worker.process, 0)
