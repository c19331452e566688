"""The policies of what a change is compared with judge the files as they stand, whatever the change makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Lint = Callable[..., list[dict[str, Any]]]

PATH = "policies/tools.yaml"
POLICY = """kind: Policy
name: tools-have-timeouts
match: {kind: Tool}
require: {required: [timeout]}
message: a tool needs a timeout
"""
TOOL = "kind: Tool\nname: pay\nowner: support\ndescription: Pays.\neffects: read\n"
BASE: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    PATH: POLICY,
}
WAIVER = """kind: Waiver
name: pay-is-quick
owner: support
policy: tools-have-timeouts
resource: tool:pay
reason: It is timed by the bank.
expires: 2029-12-31
"""


@pytest.fixture(autouse=True)
def merged(write: Write, git: Git) -> None:
    """Commit the policy to the default branch, and leave the repository on another one."""
    write(BASE)
    git("add", "--all")
    git("commit", "--quiet", "--message", "merged")
    git("switch", "--quiet", "--create", "feature")


@pytest.fixture
def lint(run: Run) -> Lint:
    """Return `lint(*arguments)`: what `broken-policy` finds when the change is linted."""

    def found(*arguments: str) -> list[dict[str, Any]]:
        result = run("lint", "--against", "main", "--as-of", "2026-11-01", "--format", "json", *arguments)
        return [each for each in json.loads(result.stdout)["diagnostics"] if each["rule"] == "broken-policy"]

    return found


def severities(found: list[dict[str, Any]]) -> list[str]:
    return [each["severity"] for each in found]


LOOSENED = {
    "a looser schema": POLICY.replace("[timeout]", "[name]"),
    "a narrower match": POLICY.replace("{kind: Tool}", "{kind: Tool, owner: billing}"),
    "another kind": POLICY.replace("kind: Tool", "kind: Prompt"),
    "a lesser severity": POLICY + "severity: info\n",
    "retired": POLICY + "lifecycle: retired\n",
    "refused": POLICY.replace("message", "mesage"),
    "another policy of the name": POLICY + "version: 2.0.0\nlifecycle: retired\n",
}


@pytest.mark.parametrize("trust", ["head", "baseline"])
@pytest.mark.parametrize("policy", LOOSENED.values(), ids=LOOSENED)
def test_a_change_does_not_loosen_a_policy_that_it_breaks(write: Write, lint: Lint, policy: str, trust: str) -> None:
    write({PATH: policy, "tools/pay.yaml": TOOL})
    (found,) = lint("--trust", trust)
    assert (found["severity"], found["message"]) == ("error", "a tool needs a timeout (`tools-have-timeouts`)")
    assert "what the change is merged into judges it" in found["notes"][0]


def test_a_policy_that_is_gone_judges_the_change_that_removes_it(
    write: Write, lint: Lint, run: Run, repository: Path
) -> None:
    (repository / PATH).unlink()
    write({"tools/pay.yaml": TOOL})
    (found,) = lint()
    assert (found["severity"], found["related"]) == ("error", [])
    assert run("lint").exit_code == 0
    assert "relaxed-policy" in run("lint", "--against", "main").stdout


def test_one_that_its_folder_retires_judges_as_well(write: Write, lint: Lint, run: Run) -> None:
    write({"policies/_defaults.yaml": "lifecycle: retired\n", "tools/pay.yaml": TOOL})
    assert severities(lint()) == ["error"]
    assert "the policy `tools-have-timeouts` is retired, and judges nothing" in run("diff", "--against", "main").stdout


@pytest.mark.parametrize(
    "policy",
    [
        POLICY,
        POLICY.replace("a tool needs a timeout", "how long may it take?"),
        POLICY.replace("[timeout]", "[timeout, retries]"),
        POLICY.replace("{kind: Tool}", "{}"),
        POLICY.replace("a tool needs a timeout", "how long may it take?").replace("[timeout]", "[timeout, retries]"),
        POLICY.replace("a tool needs a timeout", "how long may it take?") + "severity: info\n",
    ],
)
def test_nothing_is_said_twice(write: Write, lint: Lint, policy: str) -> None:
    write({PATH: policy, "tools/pay.yaml": TOOL})
    pay = [each for each in lint() if each["resource"] == "tool:pay"]
    assert severities(pay) == ["error"]


@pytest.mark.parametrize("trust", ["head", "baseline"])
def test_what_a_change_asks_for_besides_holds_at_once(write: Write, lint: Lint, trust: str) -> None:
    write({PATH: POLICY.replace("[timeout]", "[timeout, retries]"), "tools/pay.yaml": TOOL + "timeout: 5s\n"})
    (found,) = lint("--trust", trust)
    assert (found["severity"], found["help"], found["notes"]) == ("error", "the resource lacks `retries`", [])


@pytest.mark.parametrize(("trust", "expected"), [("head", []), ("baseline", ["error"])])
def test_a_waiver_of_the_policy_may_come_with_the_change(
    write: Write, lint: Lint, trust: str, expected: list[str]
) -> None:
    write({PATH: LOOSENED["a lesser severity"], "tools/pay.yaml": TOOL, "waivers/pay.yaml": WAIVER})
    assert severities(lint("--trust", trust)) == expected


def test_a_waiver_is_written_for_the_policy(write: Write, run: Run, lint: Lint, repository: Path) -> None:
    write({"tools/pay.yaml": TOOL})
    (found,) = lint()
    until = ("--until", "2026-12-01", "--as-of", "2026-11-01")
    assert run("waive", found["fingerprint"], "--reason", "It is timed by the bank.", *until).exit_code == 0
    (written,) = (repository / "waivers").iterdir()
    assert "policy: policy:tools-have-timeouts\nresource: tool:pay\n" in written.read_text(encoding="utf-8")
    assert lint() == []


def test_switching_the_rule_off_helps_no_change(write: Write, lint: Lint) -> None:
    write({"promptops.yaml": "rules: {broken-policy: off}\n", "tools/pay.yaml": TOOL})
    assert severities(lint()) == ["error"]
