"""Measure the run time next to feature-flag tools in one run; `--check` exits with 1 where a bar is missed.

    python benchmarks/runtime/compare.py [--check] [--peers PYTHON]

Tools that the interpreter (`--peers`, or this one) does not have are skipped, and said to be.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import workload
from case import CASES

COLUMNS = {
    "import_ms": "import, ms",
    "load_ms": "load, ms",
    "split_us": "split, µs",
    "first_us": "first in a session, µs",
    "remembered_us": "remembered, µs",
}
BARS = {"import_ms": 40.0, "load_ms": 60.0, "first_us": 3.0, "remembered_us": 0.3}
AHEAD_IN = ("import_ms", "load_ms", "split_us")


def main() -> int:
    """Measure every tool in a process of its own, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--peers", default=sys.executable)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = workload.write_store(folder)
        (folder / "flagd.json").write_text(workload.flagd_flags())
        (folder / "growthbook.json").write_text(json.dumps(workload.growthbook_features()))
        (folder / "unleash.json").write_text(workload.unleash_toggles())
        (folder / "launchdarkly.json").write_text(workload.launchdarkly_flags())
        print(f"{workload.PROMPTS:,} prompts with four variants each; the bundle has {size:,} bytes\n")
        found = {
            tool: figures
            for tool in CASES
            if (figures := measured(sys.executable if tool == "promptops" else given.peers, tool, folder)) is not None
        }
    print(f"| {'tool':24} | " + " | ".join(f"{title:>22}" for title in COLUMNS.values()) + " |")
    for tool, figures in found.items():
        cells = (f"{figures[key]:22.2f}" if key in figures else " " * 22 for key in COLUMNS)
        print(f"| {tool:24} | " + " | ".join(cells) + " |")
    missed = list(misses(found))
    for miss in missed:
        print(miss)
    return 1 if given.check and missed else 0


def measured(python: str, tool: str, folder: Path) -> dict[str, float] | None:
    """Return the best figures of three processes, None where the tool cannot be run.

    The first of them writes the bytecode of all that it imports, so that no best is that of a compilation.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    runs = []
    for _ in range(3):
        command = [python, str(Path(__file__).with_name("case.py")), tool, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
        if done.returncode:
            print(f"{tool}: skipped, {(done.stderr.strip() or 'it failed').splitlines()[-1]}")
            return None
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {key: min(run[key] for run in runs) for key in runs[0]}


def misses(found: dict[str, dict[str, float]]) -> list[str]:
    """Return the bars that were missed, and the peers that are ahead, in words."""
    own = found["promptops"]
    told = [f"missed: {COLUMNS[key]} {own[key]:.2f} > {bar}" for key, bar in BARS.items() if own[key] > bar]
    for tool, figures in found.items():
        told += [
            f"behind {tool}: {COLUMNS[key]} {own[key]:.2f} > {figures[key]:.2f}"
            for key in AHEAD_IN
            if tool != "promptops" and own[key] > figures[key]
        ]
    return told


if __name__ == "__main__":
    sys.exit(main())
