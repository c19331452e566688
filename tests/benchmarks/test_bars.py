from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("bars")


def sample(bars: Any, cpu: float, megabytes: float = 50) -> Any:
    return bars.Sample(cpu, cpu, int(megabytes * 10**6))


@pytest.mark.parametrize(
    ("cpu", "megabytes", "met"),
    [(1.0, 50, True), (1.25, 100, True), (1.26, 50, False), (1.0, 100.1, False)],
)
def test_a_cold_run_is_held_against_the_loop_and_a_limit_of_memory(
    bars: Any, cpu: float, megabytes: float, *, met: bool
) -> None:
    bar = next(bars.bars(10_000))
    samples = {(10_000, "lint, cold"): sample(bars, cpu, megabytes), (10_000, "CSafeLoader loop"): sample(bars, 1)}
    verdict = bars.judge(bar, samples)
    assert verdict.cpu == cpu
    assert verdict.met is met


def test_a_warm_run_is_held_against_the_sum_of_interpreter_and_git(bars: Any) -> None:
    floors = {"interpreter": 0.01, "git ls-files -s": 0.02, "git status --porcelain": 0.03}
    samples = {(10_000, name): sample(bars, cpu) for name, cpu in floors.items()}
    samples[10_000, "compile, nothing changed"] = sample(bars, 0.06)
    (verdict,) = filter(None, (bars.judge(bar, samples) for bar in bars.bars(10_000)))
    assert verdict.cpu == pytest.approx(1)
    assert verdict.met


def test_only_one_size_is_judged(bars: Any) -> None:
    assert all(bar.judged for bar in bars.bars(10_000))
    assert not any(bar.judged for bar in bars.bars(1_000))
    assert all(bar.megabytes is None for bar in bars.bars(1_000))


def test_growth_compares_two_sizes(bars: Any) -> None:
    samples = {(10_000, "lint, cold"): sample(bars, 1), (50_000, "lint, cold"): sample(bars, 5.6, 249)}
    (verdict,) = filter(None, (bars.judge(bar, samples) for bar in bars.growth()))
    assert verdict.cpu == pytest.approx(5.6)
    assert not verdict.met


@pytest.mark.parametrize(("seconds", "megabytes", "met"), [(0.5, 120, True), (0.51, 60, False), (0.4, 121, False)])
def test_a_comparison_is_held_against_seconds(bars: Any, seconds: float, megabytes: float, *, met: bool) -> None:
    samples = {(2_000, "diff, one prompt changed, cold"): sample(bars, seconds, megabytes)}
    (verdict,) = filter(None, (bars.judge(bar, samples) for bar in bars.comparison_bars(2_000)))
    assert verdict.cpu == seconds
    assert verdict.met is met
    assert not list(bars.comparison_bars(120))


def test_what_was_not_measured_is_not_judged(bars: Any) -> None:
    assert {bars.judge(bar, {(10_000, "lint, cold"): sample(bars, 1)}) for bar in bars.bars(10_000)} == {None}
