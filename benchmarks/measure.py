"""Runs one command and says what it cost, as the kernel accounts for it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of `ru_maxrss`."""


class Sample(NamedTuple):
    """What one run cost: seconds of CPU (user and system, children included), seconds on the wall, peak bytes."""

    cpu: float
    wall: float
    peak: int


class CommandFailedError(Exception):
    """A measured command ended with a status that says it did not do its work."""


@dataclass(frozen=True)
class Command:
    """A command to measure. `statuses` are the exit statuses with which its work is done."""

    argv: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[int, ...] = (0,)

    def run(self) -> Sample:
        """Run it once, its output thrown away (CommandFailedError with the end of its output otherwise)."""
        with tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.argv,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.statuses:
                raise CommandFailedError(self._failure(process.returncode, _end(output.fileno())))
        return Sample(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _PEAK_UNIT)

    def _failure(self, status: int, output: str) -> str:
        return f"`{' '.join(self.argv[:6])}` ended with status {status}\n{output}"


def _end(descriptor: int, limit: int = 2000) -> str:
    size = os.lseek(descriptor, 0, os.SEEK_END)
    return os.pread(descriptor, limit, max(0, size - limit)).decode(errors="replace")


def best(samples: Sequence[Sample]) -> Sample:
    """Return the least CPU and the least wall time of several runs, and the greatest peak."""
    return Sample(
        min(sample.cpu for sample in samples),
        min(sample.wall for sample in samples),
        max(sample.peak for sample in samples),
    )


def own_peak() -> int:
    """Return the peak bytes of this process.

    A child's peak is counted from the fork on, so no smaller figure can be seen from here.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
