"""What is measured in one repository, and in which order, so that noise on the machine hits all of it alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from measure import Command, CommandFailedError, Sample, best


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Case:
    """One row of the table. `prepare` sets the scene before every run and is not measured."""

    name: str
    files: int
    command: Command
    prepare: Callable[[], None] = _nothing


class Result(NamedTuple):
    """What a case cost at its best, for `files` files."""

    name: str
    files: int
    sample: Sample


def measure_all(cases: Sequence[Case], rounds: int) -> list[Result]:
    """Run every case once a round, in order, and keep the best of each."""
    samples: dict[str, list[Sample]] = {case.name: [] for case in cases}
    for _ in range(rounds):
        for case in cases:
            case.prepare()
            samples[case.name].append(case.command.run())
    return [Result(case.name, case.files, best(samples[case.name])) for case in cases]


def measure_each(cases: Iterable[Case], rounds: int) -> tuple[list[Result], list[str]]:
    """Run the rounds of one case after another; return what could be measured, and what failed and why."""
    results = []
    failures = []
    for case in cases:
        try:
            results += measure_all([case], rounds)
        except CommandFailedError as error:
            failures.append(f"{case.name}: {error}")
    return results, failures
