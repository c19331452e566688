from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from promptops.rules import every_rule

Run = Callable[..., Result]


def test_all_rules_are_listed_by_category(run: Run) -> None:
    lines = run("rule").stdout.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [rule.id for rule in every_rule()]
    assert [line for line in lines if line and not line.startswith(" ")] == list(
        dict.fromkeys(rule.category for rule in every_rule())
    )
    assert "unused-input warning A prompt declares an input that nothing in its text uses" in [
        " ".join(line.split()) for line in lines
    ]


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_every_page_is_shown(run: Run, rule: object) -> None:
    identity = getattr(rule, "id", "")
    result = run("rule", identity)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{identity}: ")
    assert "\nWhy is this bad?\n" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("given", "advice"), [("unused-inputs", "did you mean `unused-input`?"), ("zzz", "`promptops rule` lists them")]
)
def test_an_unknown_rule_is_misuse(run: Run, given: str, advice: str) -> None:
    result = run("rule", given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: there is no rule `{given}`\n  = help: {advice}\n"


def test_headings_stand_out_in_colour(run: Run) -> None:
    assert "\x1b[1mWhy is this bad?\x1b[0m" in run("rule", "unused-input", "--color").stdout
