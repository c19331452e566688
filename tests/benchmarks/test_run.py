from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[2] / "benchmarks" / "run.py"
DOES_NOTHING = f"{sys.executable} -c pass"
FAILS = f"{sys.executable} -c 1/0"


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), "--sizes", "120", "--comparisons", "120", "--rounds", "1", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_case_and_every_bar_has_a_row(tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    done = run("--product", DOES_NOTHING, "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_text(encoding="utf-8") == done.stdout.removesuffix("\n")
    rows = [line.split(" | ")[0].removeprefix("| ") for line in done.stdout.splitlines() if line.startswith("| ")]
    assert [row for row in rows if row.startswith(("lint", "compile"))][:4] == [
        "lint, cold",
        "lint, nothing changed",
        "lint, one file changed",
        "compile, cold",
    ]
    assert "lint, cold at 120 / CSafeLoader loop at 120" in rows
    assert [row for row in rows if row.startswith(("diff", "git diff"))] == [
        "git diff --raw, one-prompt",
        "git diff --raw, many-prompts",
        "diff, one prompt changed, cold",
        "diff, nothing changed since",
        "diff, another prompt changed since",
        "diff, many prompts changed, cold",
    ]
    assert "judged at 10,000" in done.stdout


@pytest.mark.parametrize("product", [DOES_NOTHING, FAILS])
def test_a_check_fails_where_nothing_was_judged(product: str) -> None:
    assert run("--product", product, "--check").returncode == 1


def test_a_product_that_fails_is_said_to_fail() -> None:
    done = run("--product", FAILS)
    assert done.returncode == 0
    assert "the compiler was not measured" in done.stdout
    assert "ZeroDivisionError" in done.stdout
    assert "CSafeLoader loop" in done.stdout
