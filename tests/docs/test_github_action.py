"""The page about pull requests shows workflows that can be used, and names what the action has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from promptops.rules.pages import ExampleFile, parse_page

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "github-action.md").read_text(encoding="utf-8")
ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS: Final = [
    block
    for section in parse_page(PAGE).sections
    for block in section.blocks
    if isinstance(block, ExampleFile) and block.path.startswith(".github/")
]
WITH_STEPS: Final = [each for each in WORKFLOWS if "steps:" in each.text]
PRE_COMMIT: Final = re.search(r"```yaml \.pre-commit-config\.yaml\n(.*?)```", PAGE, re.DOTALL)


def check(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(os.fspath, files)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def rows(heading: str) -> Iterator[list[str]]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def steps(workflow: str) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(workflow)["jobs"].values():
        yield from job.get("steps", ())


def test_the_inputs_are_those_of_the_action() -> None:
    shown = {name.strip("`"): (default.strip("`"), text) for name, default, text in rows("Inputs")}
    assert shown == {name: (each["default"], each["description"]) for name, each in ACTION["inputs"].items()}


def test_the_outputs_are_those_of_the_action() -> None:
    shown = {name.strip("`"): text for name, text in rows("Outputs")}
    assert shown == {name: each["description"] for name, each in ACTION["outputs"].items()}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.path)
def test_a_workflow_is_one(workflow: ExampleFile, tmp_path: Path) -> None:
    file = tmp_path / "workflow.yml"
    file.write_text(workflow.text, encoding="utf-8")
    done = check("vendor.github-workflows", file)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("workflow", WITH_STEPS, ids=lambda workflow: workflow.path)
def test_a_workflow_gives_the_action_what_it_knows(workflow: ExampleFile) -> None:
    ours = [step for step in steps(workflow.text) if step["uses"].startswith("promptops/")]
    assert len(ours) == 1
    assert ours[0].get("with", {}).keys() <= ACTION["inputs"].keys()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.path)
def test_a_workflow_is_safe(workflow: ExampleFile, tmp_path: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "workflow.yml"
    file.parent.mkdir(parents=True)
    file.write_text(workflow.text, encoding="utf-8")
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run([zizmor, "--offline", "--no-progress", file], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_release_workflow_is_given_what_it_asks_for() -> None:
    (called,) = (
        job for workflow in WORKFLOWS for job in yaml.safe_load(workflow.text)["jobs"].values() if "uses" in job
    )
    assert called["with"]["identity"] == f"https://github.com/{called['uses']}"
    # YAML 1.1 takes `on` for a truth value
    declared = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))[True]
    for kind, given in (("inputs", called["with"]), ("secrets", called["secrets"])):
        known = declared["workflow_call"][kind]
        assert {name for name, each in known.items() if each.get("required")} <= given.keys() <= known.keys()


def test_every_action_is_pinned() -> None:
    used = [step["uses"] for workflow in WORKFLOWS for step in steps(workflow.text)]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used)


def test_the_action_is_one() -> None:
    assert check("vendor.github-actions", ROOT / "action.yml").returncode == 0


def test_the_template_for_gitlab_is_one() -> None:
    assert check("vendor.gitlab-ci", ROOT / "integrations" / "gitlab.yml").returncode == 0


def test_the_hooks_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert PRE_COMMIT is not None
    (repository,) = yaml.safe_load(PRE_COMMIT[1])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in hooks}
