"""Writes what was measured as Markdown tables."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bars import JUDGED_SIZE, Key, Verdict
from cases import Result
from measure import own_peak


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table whose first column is text and whose others are figures."""
    lines: list[Iterable[str]] = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine() -> str:
    """Return one line on what the figures were taken with."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {cores} cores, {platform.system()}, {python}, git {git}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def measurements(results: Iterable[Result]) -> str:
    """Return the table of what each case cost at its best."""
    return table(
        ["case", "files", "CPU, ms", "wall, ms", "CPU, µs a file", "peak, MB"],
        (_measurement(result) for result in results),
    )


def _measurement(result: Result) -> Iterator[str]:
    cpu, wall, peak = result.sample
    yield result.name
    yield f"{result.files:,}"
    yield f"{cpu * 1e3:,.0f}"
    yield f"{wall * 1e3:,.0f}"
    yield f"{cpu * 1e6 / result.files:,.1f}"
    yield f"{peak / 1e6:,.0f}" if peak > own_peak() else f"≤ {peak / 1e6:,.0f}"


def verdicts(found: Iterable[Verdict]) -> str:
    """Return the table of the bars, met or missed."""
    return table(
        ["bar", "CPU ratio", "at most", "wall ratio", "peak, MB", "at most", "verdict"],
        (_verdict(verdict) for verdict in found),
    )


def _verdict(verdict: Verdict) -> Iterator[str]:
    bar = verdict.bar
    yield f"{_keys((bar.subject,))} / {_keys(bar.yardstick) if bar.yardstick else 'second'}"
    yield f"{verdict.cpu:.2f}"
    yield f"{bar.factor:g}"
    yield f"{verdict.wall:.2f}"
    yield f"{verdict.peak / 1e6:,.0f}"
    yield "" if bar.megabytes is None else f"{bar.megabytes}"
    yield _word(verdict)


def _word(verdict: Verdict) -> str:
    if not verdict.bar.judged:
        return f"judged at {JUDGED_SIZE:,}"
    return "met" if verdict.met else "**missed**"


def _keys(keys: tuple[Key, ...]) -> str:
    names = " + ".join(name for _, name in keys)
    joined = f"({names})" if len(keys) > 1 else names
    return f"{joined} at {keys[0][0]:,}"
