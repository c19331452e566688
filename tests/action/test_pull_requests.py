from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from comments_api import CommentsApi
from composite import Result
from forge import Forge

Act = Callable[..., Result]

OWNED = {
    "_defaults.yaml": "owner: support\n",
    "teams.yaml": "kind: Team\nname: support\n---\nkind: Team\nname: quality\n",
}
CONSUMER = (
    "kind: Consumer\nname: parser\nowner: quality\nof: prompt:refund\nexpects: [{phrase: plain and short words}]\n"
)


def prompt(text: str, version: str = "1.0.0") -> str:
    return f"---\nname: refund\nversion: {version}\n---\n{text}\n"


BEFORE = {**OWNED, "refund.prompt.md": prompt("Answer with plain and short words."), "parser.yaml": CONSUMER}
BREAKING = {"refund.prompt.md": prompt("Answer with clear words.", "1.0.1")}
HARMLESS = {"README.md": "Our prompts.\n"}


def payload(*, is_from_fork: bool = False) -> dict[str, Any]:
    head = "stranger/shop" if is_from_fork else "acme/shop"
    base = {"ref": "main", "repo": {"full_name": "acme/shop"}}
    return {"pull_request": {"number": 1, "head": {"repo": {"full_name": head}}, "base": base}}


def propose(forge: Forge, change: Mapping[str, str | None], *, depth: int | None = 2) -> tuple[Path, dict[str, str]]:
    """Propose a change, and return the checked out merge with the variables that a runner sets for it."""
    forge.commit(BEFORE, branch="main")
    forge.commit(change, branch="feature")
    merge = forge.try_merge("feature")
    workspace = forge.check_out(merge, "refs/pull/1/merge", depth=depth)
    return workspace, {"GITHUB_SHA": merge, "GITHUB_REF": "refs/pull/1/merge"}


@pytest.mark.parametrize("depth", [1, 2, None])
def test_what_a_change_breaks_is_said_everywhere(forge: Forge, act: Act, api: CommentsApi, depth: int | None) -> None:
    workspace, environment = propose(forge, BREAKING, depth=depth)
    result = act(workspace, "pull_request", payload(), environment=environment)

    assert result.status == 1, result.log
    assert {name: result.outputs[name] for name in ("verdict", "breaking", "waived", "bundle", "sarif")} == {
        "verdict": "failed",
        "breaking": "1",
        "waived": "0",
        "bundle": "",
        "sarif": "",
    }
    assert result.outputs["required-approvers"].split() == ["quality", "support"]
    broken = [each for each in result.annotations if each.properties["title"] == "broken-expectation"]
    assert [(each.level, each.properties["file"]) for each in broken] == [("error", "parser.yaml")]
    assert "1 breaking change" in result.summary
    (comment,) = api.comments
    assert comment["body"].startswith("<!-- promptops:")
    assert "1 breaking change" in comment["body"]
    assert api.tokens == {"Bearer secret-token"}
    report = json.loads(Path(result.outputs["report"]).read_text(encoding="utf-8"))
    assert report["baseline"]["commit"] == forge.git("rev-parse", "main").strip()
    assert Path(result.outputs["html"]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_nothing_to_say_is_not_said(forge: Forge, act: Act, api: CommentsApi) -> None:
    workspace, environment = propose(forge, HARMLESS)
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert (result.status, result.outputs["verdict"], result.outputs["breaking"]) == (0, "passed", "0")
    assert Path(workspace / result.outputs["bundle"], "manifest.json").is_file()
    assert result.annotations == []
    assert api.comments == []


def test_one_comment_is_kept_up_to_date(forge: Forge, act: Act, api: CommentsApi) -> None:
    api.add("Looks good to me.", kind="User")
    workspace, environment = propose(forge, BREAKING)
    act(workspace, "pull_request", payload(), environment=environment)
    act(workspace, "pull_request", payload(), environment=environment)
    assert [method for method, _ in api.requests] == ["GET", "POST", "GET"]
    said = api.comments[1]["body"]

    (workspace / "refund.prompt.md").write_text(BEFORE["refund.prompt.md"], encoding="utf-8")
    act(workspace, "pull_request", payload(), environment=environment)
    assert len(api.comments) == 2
    assert "resolved" in api.comments[1]["body"] != said


def test_jobs_and_projects_have_comments_of_their_own(forge: Forge, act: Act, api: CommentsApi) -> None:
    workspace, environment = propose(forge, BREAKING)
    act(workspace, "pull_request", payload(), environment=environment)
    act(workspace, "pull_request", payload(), environment={**environment, "GITHUB_JOB": "other"})
    assert len(api.comments) == 2


def test_what_people_write_is_never_ours(forge: Forge, act: Act, api: CommentsApi) -> None:
    workspace, environment = propose(forge, BREAKING)
    act(workspace, "pull_request", payload(), environment=environment)
    api.comments[0]["user"]["type"] = "User"
    copied = api.comments[0]["body"] + "It is fine."
    api.comments[0]["body"] = copied
    act(workspace, "pull_request", payload(), environment=environment)
    assert [comment["body"] == copied for comment in api.comments] == [True, False]


@pytest.mark.parametrize("odd", [{"user": None}, {"body": None}, {"id": "1/../2"}])
def test_odd_comments_are_passed_over(forge: Forge, act: Act, api: CommentsApi, odd: dict[str, Any]) -> None:
    workspace, environment = propose(forge, BREAKING)
    act(workspace, "pull_request", payload(), environment=environment)
    api.comments[0].update(odd)
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert (result.status, len(api.comments)) == (1, 2), result.log


def test_what_is_no_list_of_comments_costs_nothing_but_the_comment(forge: Forge, act: Act, api: CommentsApi) -> None:
    api.refuse = 200
    workspace, environment = propose(forge, BREAKING)
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert (result.status, "is no list" in result.annotations[-1].message) == (1, True), result.log


def test_the_token_is_taken_nowhere_else(forge: Forge, act: Act, api: CommentsApi) -> None:
    api.refuse = 302
    workspace, environment = propose(forge, BREAKING)
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert "GitHub answered 302" in result.annotations[-1].message
    assert {path for _, path in api.requests} == {"/repos/acme/shop/issues/1/comments"}


def test_ours_is_found_behind_many_others(forge: Forge, act: Act, api: CommentsApi) -> None:
    workspace, environment = propose(forge, BREAKING)
    for number in range(250):
        api.add(f"comment {number}")
    act(workspace, "pull_request", payload(), environment=environment)
    act(workspace, "pull_request", payload(), environment=environment)
    assert len(api.comments) == 251


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_token_that_may_not_write_costs_nothing_but_the_comment(
    forge: Forge, act: Act, api: CommentsApi, status: int
) -> None:
    api.refuse = status
    workspace, environment = propose(forge, BREAKING)
    result = act(workspace, "pull_request", payload(is_from_fork=True), environment=environment)
    assert result.status == 1
    assert f"GitHub answered {status}" in result.annotations[-1].message
    assert "1 breaking change" in result.summary


def test_no_comment_where_none_is_wanted(forge: Forge, act: Act, api: CommentsApi) -> None:
    workspace, environment = propose(forge, BREAKING)
    act(workspace, "pull_request", payload(), environment=environment, comment="false")
    act(workspace, "pull_request", payload(), environment=environment, github_token="")
    assert api.requests == []


def test_waivers_of_a_stranger_do_not_count(forge: Forge, act: Act) -> None:
    workspace, environment = propose(forge, BREAKING)
    first = act(workspace, "pull_request", payload(), environment=environment)
    report = json.loads(Path(first.outputs["report"]).read_text(encoding="utf-8"))
    waivers = [
        f"kind: Waiver\nname: excuse-{n}\nrule: {found['rule']}\nresource: {found['resource']}\n"
        f"fingerprint: {found['fingerprint']}\nreason: agreed\nowner: support\nexpires: 2026-12-01\n"
        for n, found in enumerate(each for each in report["diagnostics"] if each["severity"] == "error")
    ]
    (workspace / "waivers.yaml").write_text("---\n".join(waivers), encoding="utf-8")

    def outcome(*, is_from_fork: bool) -> tuple[str, bool]:
        day = {"as_of": "2026-11-20"}
        result = act(workspace, "pull_request", payload(is_from_fork=is_from_fork), environment=environment, **day)
        return result.outputs["verdict"], result.outputs["waived"] != "0"

    assert outcome(is_from_fork=False) == ("passed", True)
    assert outcome(is_from_fork=True) == ("failed", False)


def test_the_head_itself_is_compared_with_where_it_left_the_branch(forge: Forge, act: Act) -> None:
    forge.commit(BEFORE, branch="main")
    head = forge.commit(BREAKING, branch="feature")
    forge.commit({"later.md": "Later.\n"}, branch="main")
    workspace = forge.check_out(head, "refs/heads/feature", depth=1)
    environment = {"GITHUB_SHA": "0" * 40, "GITHUB_REF": "refs/pull/1/merge"}
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert (result.status, result.outputs["breaking"]) == (1, "1"), result.log


def test_without_a_base_it_fails(forge: Forge, act: Act) -> None:
    workspace, environment = propose(forge, BREAKING, depth=1)
    forge.origin.rename(forge.origin.with_name("gone.git"))
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert result.status == 2
    assert result.outputs["verdict"] == ""


def test_outputs_hold_nothing_that_a_script_could_run(forge: Forge, act: Act) -> None:
    forge.commit({"promptops.yaml": 'owners: {"own/**": "$(id)\\nroot"}\n'}, branch="main")
    own = CONSUMER.replace("parser", "own").replace("owner: quality\n", "")
    forge.commit({"own/parser.yaml": own}, branch="main")
    workspace, environment = propose(forge, {**BREAKING, "_defaults.yaml": None})
    result = act(workspace, "pull_request", payload(), environment=environment)
    assert set(result.outputs["required-approvers"].splitlines()) == {"__id__root", "quality"}, result.log


def test_an_output_folder_that_a_script_could_run_is_refused(forge: Forge, act: Act) -> None:
    workspace, environment = propose(forge, {"promptops.yaml": "output: build$(id)\n"})
    result = act(workspace, "pull_request", payload(is_from_fork=True), environment=environment)
    assert (result.status, result.outputs["bundle"]) == (2, ""), result.log
    assert "the name of the output folder" in result.annotations[-1].message
