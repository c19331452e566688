"""What judges a pull request is read from what it is merged into, above all where a stranger proposes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from composite import Result
from forge import Forge

Act = Callable[..., Result]
Propose = Callable[..., Result]

RULE = "unknown-reference"
DAY = {"as_of": "2026-11-01"}
BASE = {
    "promptops.yaml": "name: shop\n",
    "teams.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "environments/prod.yaml": "kind: Environment\nname: prod\nowner: support\n",
    "old.yaml": "kind: Agent\nname: old\nowner: support\nprompt: support/gone\n",
}
BAD = "kind: Agent\nname: desk\nowner: support\nprompt: support/nowhere\n"
IGNORED = BAD.replace("prompt:", "# promptops: ignore[unknown-reference] it comes next\nprompt:")
WAIVER = (
    "kind: Waiver\nname: excuse\nrule: unknown-reference\nresource: agent:desk\nowner: support\n"
    "reason: The prompt comes next week.\nexpires: 2026-12-01\n"
)


def accepted(folder: Path, files: Mapping[str, str]) -> str:
    """Return the baseline file that accepts all that there is to find in some files."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "promptops", "lint", os.fspath(folder), "--write-baseline", "--no-cache"]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "promptops-baseline.json").read_text(encoding="utf-8")


@pytest.fixture
def propose(forge: Forge, act: Act, tmp_path: Path) -> Propose:
    """Return `propose(change, **inputs)`: a pull request to a repository that has accepted its old finding."""
    baseline = accepted(tmp_path / "accepting", BASE)

    def proposed(change: Mapping[str, str], *, is_from_fork: bool, **inputs: str) -> Result:
        forge.commit({**BASE, "promptops-baseline.json": baseline, "ci/strict.yaml": "name: shop\n"}, branch="main")
        forge.commit(change, branch="feature")
        merge = forge.try_merge("feature")
        workspace = forge.check_out(merge, "refs/pull/1/merge", depth=2)
        base = {"ref": "main", "repo": {"full_name": "acme/shop"}}
        head = {"repo": {"full_name": "stranger/shop" if is_from_fork else "acme/shop"}}
        event = {"pull_request": {"number": 1, "head": head, "base": base}}
        environment = {"GITHUB_SHA": merge, "GITHUB_REF": "refs/pull/1/merge"}
        return act(workspace, "pull_request", event, environment=environment, **DAY, **inputs)

    return proposed


def report(result: Result) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(result.outputs["report"]).read_text(encoding="utf-8"))
    return loaded


TRIED: Mapping[str, Mapping[str, str]] = {
    "nothing": {},
    "the rule off": {"promptops.yaml": f"rules: {{{RULE}: off}}\n"},
    "the rule off for its owner": {"promptops.yaml": f"overrides: [{{owners: [support], rules: {{{RULE}: off}}}}]\n"},
    "no failing": {"promptops.yaml": "fail_on: never\n"},
    "another baseline": {"promptops.yaml": "baseline: own.json\n"},
}


@pytest.mark.parametrize("is_from_fork", [False, True])
@pytest.mark.parametrize("tried", TRIED.values(), ids=TRIED)
def test_no_setting_of_a_pull_request_lets_its_files_pass(
    propose: Propose, tmp_path: Path, tried: Mapping[str, str], *, is_from_fork: bool
) -> None:
    change = {"agent.yaml": BAD, **tried}
    if "own.json" in str(tried):
        change["own.json"] = accepted(tmp_path / "own", {**BASE, "agent.yaml": BAD})
    result = propose(change, is_from_fork=is_from_fork)
    assert (result.status, result.outputs["verdict"], result.outputs["bundle"]) == (1, "failed", ""), result.log
    assert ("error", "agent.yaml") in [(each.level, each.properties.get("file")) for each in result.annotations]
    assert "there is no prompt" in result.summary
    told = {each["rule"]: each["severity"] for each in report(result)["diagnostics"]}
    assert told.get("relaxed-policy") == ("warning" if tried else None)


def test_a_named_configuration_is_the_bases(propose: Propose) -> None:
    change = {"agent.yaml": BAD, "ci/strict.yaml": f"rules: {{{RULE}: off}}\n"}
    result = propose(change, is_from_fork=True, config="ci/strict.yaml")
    assert (result.status, result.outputs["errors"]) == (1, "1"), result.log


def test_what_was_accepted_before_is_accepted_still(propose: Propose) -> None:
    result = propose({"README.md": "Ours.\n"}, is_from_fork=True)
    assert (result.status, report(result)["summary"]["baselined"]) == (0, 1), result.log


@pytest.mark.parametrize("is_from_fork", [False, True])
def test_waivers_count_where_the_head_is_trusted(propose: Propose, *, is_from_fork: bool) -> None:
    result = propose({"agent.yaml": BAD, "waiver.yaml": WAIVER}, is_from_fork=is_from_fork)
    assert (result.status, result.outputs["waived"]) == ((1, "0") if is_from_fork else (0, "1")), result.log


@pytest.mark.parametrize("is_from_fork", [False, True])
def test_comments_count_and_are_counted(propose: Propose, *, is_from_fork: bool) -> None:
    result = propose({"agent.yaml": IGNORED}, is_from_fork=is_from_fork)
    assert (result.status, report(result)["new_comments"]) == (0, 1), result.log
    assert "1 comment that silences findings is new" in result.summary
    assert Path(result.outputs["bundle"]).name == "build"


def test_whoever_tightens_is_held_to_that(propose: Propose) -> None:
    change = {"promptops.yaml": "rules: {overdue-review: error}\n", "agent.yaml": f"{BAD}review_by: 2020-01-01\n"}
    told = report(propose(change, is_from_fork=True))["diagnostics"]
    assert {each["rule"]: each["severity"] for each in told}["overdue-review"] == "error"
