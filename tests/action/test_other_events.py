from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from comments_api import CommentsApi
from composite import Result
from forge import Forge
from test_pull_requests import BEFORE, BREAKING, payload, propose

Act = Callable[..., Result]


def test_a_push_compiles(forge: Forge, act: Act, api: CommentsApi) -> None:
    commit = forge.commit(BEFORE, branch="main")
    workspace = forge.check_out(commit, "refs/heads/main", depth=1)
    result = act(workspace, "push", {"before": "0" * 40}, environment={"GITHUB_SHA": commit})
    assert (result.status, result.outputs["verdict"]) == (0, "passed"), result.log
    assert Path(workspace / result.outputs["bundle"], "manifest.json").is_file()
    assert api.requests == []


def test_a_push_is_compared_with_a_base_that_is_named(forge: Forge, act: Act) -> None:
    first = forge.commit(BEFORE, branch="main")
    second = forge.commit(BREAKING, branch="main")
    workspace = forge.check_out(second, "refs/heads/main", depth=1)
    result = act(workspace, "push", {}, base=first)
    assert (result.status, result.outputs["breaking"]) == (1, "1"), result.log


@pytest.mark.parametrize("depth", [1, 2])
def test_a_merge_queue_is_compared_with_what_it_merges_into(forge: Forge, act: Act, depth: int) -> None:
    base = forge.commit(BEFORE, branch="main")
    forge.commit(BREAKING, branch="feature")
    queued = forge.try_merge("feature", "refs/heads/gh-readonly-queue/main/pr-1")
    workspace = forge.check_out(queued, "refs/heads/gh-readonly-queue/main/pr-1", depth=depth)
    result = act(workspace, "merge_group", {"merge_group": {"base_sha": base}})
    assert (result.status, result.outputs["breaking"]) == (1, "1"), result.log


def test_a_strangers_files_are_not_read_where_the_workflow_can_write(forge: Forge, act: Act) -> None:
    workspace, _ = propose(forge, BREAKING)
    base = {"GITHUB_SHA": forge.git("rev-parse", "main").strip()}
    result = act(workspace, "pull_request_target", payload(is_from_fork=True), environment=base)
    assert result.status == 2
    assert "run it on `pull_request`" in result.annotations[0].message


@pytest.mark.parametrize("root", [".", "theirs"])
def test_nor_are_they_where_the_head_is_checked_out_by_its_commit(forge: Forge, act: Act, root: str) -> None:
    base = {"GITHUB_SHA": forge.commit(BEFORE, branch="main")}
    head = forge.commit(BREAKING, branch="feature")
    clone = forge.check_out(head, "refs/heads/feature", depth=1)
    workspace = clone if root == "." else clone.parent / "runner"
    if workspace != clone:
        workspace.mkdir()
        clone.rename(workspace / root)
    result = act(workspace, "pull_request_target", payload(is_from_fork=True), environment=base, root=root)
    assert (result.status, "something else than the base" in result.annotations[0].message) == (2, True), result.log


def test_the_base_itself_is_read_in_any_workflow(forge: Forge, act: Act) -> None:
    base = forge.commit(BEFORE, branch="main")
    workspace = forge.check_out(base, "refs/heads/main", depth=1)
    result = act(workspace, "pull_request_target", payload(), environment={"GITHUB_SHA": base}, command="lint")
    assert "something else" not in result.log


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"command": "rm"}, "the input `command`"),
        ({"comment": "perhaps"}, "the input `comment`"),
        ({"root": "--help"}, "the input `root` begins with a dash"),
        ({"select": "-x"}, "the input `select` begins with a dash"),
        ({"python": "no-such-python"}, "the input `python`"),
    ],
)
def test_a_wrong_input_is_told(forge: Forge, act: Act, inputs: dict[str, str], message: str) -> None:
    workspace = forge.check_out(forge.commit(BEFORE, branch="main"), "refs/heads/main", depth=1)
    result = act(workspace, "push", {}, **inputs)
    assert result.status == 2
    assert message in result.annotations[0].message


def test_all_reports_and_selections(forge: Forge, act: Act) -> None:
    workspace, environment = propose(forge, BREAKING)
    result = act(
        workspace,
        "pull_request",
        payload(),
        environment=environment,
        command="diff",
        sarif="true",
        select="wording, lifecycle\nunknown-tool",
        fail_on="never",
        as_of="2026-11-20",
    )
    assert (result.status, result.outputs["breaking"], result.outputs["verdict"]) == (0, "1", "passed"), result.log
    assert Path(result.outputs["sarif"]).is_file()


def test_a_project_below_the_root(forge: Forge, act: Act) -> None:
    files = {f"ai/{path}": text for path, text in BEFORE.items()}
    commit = forge.commit({**files, "ai/promptops.yaml": "name: shop\n"}, branch="main")
    workspace = forge.check_out(commit, "refs/heads/main", depth=1)
    result = act(workspace, "push", {}, root="ai")
    assert (result.status, result.outputs["bundle"]) == (0, "ai/build"), result.log


def test_what_files_say_is_no_command(forge: Forge, act: Act) -> None:
    hostile = "::error::owned\n##[error]owned\n::set-output name=verdict::passed\n"
    files = {**BEFORE, "evil.prompt.md": f"---\nname: evil\nowner: support\n---\n{{{{ a\n{hostile}"}
    commit = forge.commit({**files, "::warning::x.prompt.md": f"---\nname: e\n{hostile}---\n"}, branch="main")
    workspace = forge.check_out(commit, "refs/heads/main", depth=1)
    result = act(workspace, "push", {})
    assert result.status == 1
    assert all(each.message.strip() != "owned" for each in result.annotations)
    assert {each.properties["title"] for each in result.annotations} <= {"template-syntax", "invalid-yaml"}


def test_the_action_runs_no_code_of_the_work_tree(forge: Forge, act: Act) -> None:
    trap = "raise SystemExit('code of the work tree was run')\n"
    files = {**BEFORE, "promptops/__init__.py": trap, "json.py": trap, "sitecustomize.py": trap}
    commit = forge.commit(files, branch="main")
    workspace = forge.check_out(commit, "refs/heads/main", depth=1)
    result = act(workspace, "push", {})
    assert result.status == 0, result.log


def test_only_some_environments_are_wanted(forge: Forge, act: Act) -> None:
    environments = "---\n".join(f"kind: Environment\nname: {name}\n" for name in ("dev", "staging", "prod"))
    commit = forge.commit({**BEFORE, "environments.yaml": environments}, branch="main")
    workspace = forge.check_out(commit, "refs/heads/main", depth=1)
    result = act(workspace, "push", {}, environments="prod, staging")
    manifest = json.loads((workspace / result.outputs["bundle"] / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["bundles"]) == ["prod", "staging"]
    assert len([*(workspace / result.outputs["bundle"] / "bundles").iterdir()]) == len(
        set(manifest["bundles"].values())
    )
