from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
BUSY = "import time; end = time.process_time() + 0.1\nwhile time.process_time() < end: pass"
IN_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}], check=True)"
HOLD_60_MB = "held = bytearray(60 * 10**6)"
MEASURE_60_MB = f"print(Command([sys.executable, '-c', {HOLD_60_MB!r}], Path.cwd()).run().peak)"


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("measure")


@pytest.mark.parametrize("code", [BUSY, IN_A_CHILD])
def test_cpu_counts_the_command_and_its_children(measure: Any, tmp_path: Path, code: str) -> None:
    sample = measure.Command([sys.executable, "-c", code], tmp_path).run()
    assert sample.cpu >= 0.1
    assert sample.wall >= 0.1


def test_waiting_costs_wall_time_alone(measure: Any, tmp_path: Path) -> None:
    sample = measure.Command([sys.executable, "-S", "-c", "import time; time.sleep(0.5)"], tmp_path).run()
    assert sample.wall >= 0.5
    assert sample.cpu < sample.wall


def test_the_peak_is_in_bytes(tmp_path: Path) -> None:
    """A peak is counted from the fork on, so it is measured as benchmarks do: by a process that holds nothing else."""
    code = f"import sys; from pathlib import Path; from measure import Command\n{MEASURE_60_MB}"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": os.fspath(BENCHMARKS)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    assert 60 * 10**6 <= int(done.stdout) < 10**9


def test_a_command_that_fails_is_not_a_measurement(measure: Any, tmp_path: Path) -> None:
    command = measure.Command([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)
    with pytest.raises(measure.CommandFailedError, match=r"ended with status 1\nno such thing"):
        command.run()


def test_the_best_of_several_runs_has_the_worst_peak(measure: Any) -> None:
    samples = [measure.Sample(1.0, 4.0, 10), measure.Sample(2.0, 3.0, 20)]
    assert measure.best(samples) == measure.Sample(1.0, 3.0, 20)
