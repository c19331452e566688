"""How fast is fast enough: ratios of CPU time between cases of one run, and limits of memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import comparisons
import floors
import product
from measure import Sample

JUDGED_SIZE: Final = 10_000
"""The number of files for which the bars are set."""
LARGE_SIZE: Final = 50_000

_SECONDS: Final = {
    2_000: {comparisons.COLD: 0.5, comparisons.WARM: 0.2, comparisons.ALL: 5},
    10_000: {comparisons.COLD: 2, comparisons.WARM: 0.6},
}
"""Seconds of CPU that a comparison may take, by the number of files."""

Key = tuple[int, str]
"""Number of files, and name of the case."""


@dataclass(frozen=True)
class Bar:
    """`subject` may cost `factor` times the sum of `yardstick`, and hold `megabytes` (10^6 bytes) at most.

    Without a yardstick the factor is in seconds.
    """

    subject: Key
    yardstick: tuple[Key, ...]
    factor: float
    megabytes: int | None = None
    judged: bool = True


class Verdict(NamedTuple):
    """A bar with what was measured: ratios of CPU and of wall time, or seconds, and peak bytes."""

    bar: Bar
    cpu: float
    wall: float
    peak: int

    @property
    def met(self) -> bool:
        """Say whether CPU and memory are within the bar; wall time is there to be seen."""
        limit = self.bar.megabytes
        return self.cpu <= self.bar.factor and (limit is None or self.peak <= limit * 10**6)


def bars(size: int) -> Iterator[Bar]:
    """Yield the bars of a repository of `size` files; only those of `JUDGED_SIZE` are judged."""
    judged = size == JUDGED_SIZE
    unchanged = tuple((size, name) for name in (floors.INTERPRETER, floors.LS_FILES, floors.STATUS))
    loading = ((size, floors.LOAD),)
    for command in product.COMMANDS:
        yield Bar((size, product.cold(command)), loading, 1.25, 100 if judged else None, judged)
        yield Bar((size, product.warm(command)), unchanged, 1.5, None, judged)
        yield Bar((size, product.changed(command)), unchanged, 5, None, judged)
    for command in ("", *product.COMMANDS):
        yield Bar((size, product.usage(command)), ((size, floors.CLICK),), 1.2, None, judged)


def comparison_bars(size: int) -> Iterator[Bar]:
    """Yield the bars of a comparison in a repository of `size` files, with half as many source files."""
    for name, seconds in _SECONDS.get(size, {}).items():
        yield Bar((size, name), (), seconds, 120 if name == comparisons.COLD else None)


def growth() -> Iterator[Bar]:
    """Yield the bars on how cost grows with the number of files."""
    for command in product.COMMANDS:
        name = product.cold(command)
        yield Bar((LARGE_SIZE, name), ((JUDGED_SIZE, name),), 5.5, 250)


def judge(bar: Bar, samples: Mapping[Key, Sample]) -> Verdict | None:
    """Hold a bar against what was measured; None where the run did not measure what it needs."""
    subject = samples.get(bar.subject)
    yardstick = [samples[key] for key in bar.yardstick if key in samples]
    if subject is None or len(yardstick) < len(bar.yardstick):
        return None
    cpu = sum(sample.cpu for sample in yardstick) if yardstick else 1
    wall = sum(sample.wall for sample in yardstick) if yardstick else 1
    return Verdict(bar, subject.cpu / cpu, subject.wall / wall, subject.peak)
