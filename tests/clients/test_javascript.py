"""The reader in JavaScript passes the published vectors."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.clients.lines import NEEDS_NODE

from promptops.trust import limits

CLIENT = Path(__file__).parents[2] / "clients" / "js"


PRINT_LIMITS = 'import("./src/limits.js").then((limits) => console.log(JSON.stringify(limits)))'


@NEEDS_NODE
def test_its_limits_are_those_of_this_reader() -> None:
    done = subprocess.run(["node", "-e", PRINT_LIMITS], cwd=CLIENT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    milliseconds = {"CLOCK_TOLERANCE": limits.CLOCK_TOLERANCE.total_seconds() * 1000}
    assert found == {name: getattr(limits, name) for name in found} | milliseconds


@NEEDS_NODE
def test_its_own_tests_pass() -> None:
    done = subprocess.run(["node", "--test"], cwd=CLIENT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "# fail 0" in done.stdout
