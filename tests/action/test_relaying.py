from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from comments_api import CommentsApi
from composite import Result
from forge import Forge, head_of
from test_pull_requests import BEFORE, propose

Act = Callable[..., Result]

_COMMIT = "ab" * 20
_EVENT = {
    "workflow_run": {
        "head_sha": _COMMIT,
        "head_branch": "fix/#1 & more",
        "head_repository": {"owner": {"login": "stranger"}},
        "html_url": "https://forge.example/acme/shop/actions/runs/7",
    }
}


@pytest.fixture
def workspace(forge: Forge, api: CommentsApi) -> Path:
    api.pulls["stranger:fix/#1 & more"] = [
        {"number": 2, "head": {"sha": "cd" * 20}},
        {"number": 1, "head": {"sha": _COMMIT}},
    ]
    return forge.check_out(forge.commit(BEFORE, branch="main"), "refs/heads/main", depth=1)


def report(**summary: Any) -> str:
    counts = {"errors": 0, "warnings": 0, "infos": 0, "waived": 0, "by_rule": {}}
    return json.dumps({"diagnostics": [{"message": "@everyone"}], "summary": {**counts, **summary}})


def relay(act: Act, workspace: Path, text: str) -> Result:
    (workspace / "report.json").write_text(text, encoding="utf-8")
    base = {"GITHUB_SHA": head_of(workspace)}
    return act(workspace, "workflow_run", _EVENT, command="comment", report="report.json", environment=base)


def test_numbers_and_rules_are_passed_on(act: Act, api: CommentsApi, workspace: Path) -> None:
    rules = {"broken-expectation": 2, "[x](y)": 1, "@everyone": 1}
    result = relay(act, workspace, report(errors=2, warnings=1, infos=1_200, by_rule=rules))
    assert result.status == 0, result.log
    (comment,) = api.comments
    assert comment["body"].splitlines()[1:] == [
        "**2 errors, 1 warning, 1,200 infos**: [the whole report](https://forge.example/acme/shop/actions/runs/7)",
        "",
        "- `broken-expectation`: 2",
    ]


def test_the_comment_is_resolved(act: Act, api: CommentsApi, workspace: Path) -> None:
    relay(act, workspace, report(errors=1))
    relay(act, workspace, report())
    (comment,) = api.comments
    assert "resolved" in comment["body"]


def test_of_a_head_that_has_moved_nothing_is_said(act: Act, api: CommentsApi, workspace: Path) -> None:
    api.pulls["stranger:fix/#1 & more"].pop()
    assert relay(act, workspace, report(errors=1)).status == 0
    assert api.comments == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"summary": {}}',
        report(errors="**@everyone**"),
        report(errors=-1),
        report(errors=10**30),
        report(errors=1.5),
        report(warnings=True),
        report(by_rule=["broken-expectation"]),
        report(by_rule={"broken-expectation": "@everyone"}),
        "[" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_report_is_refused(act: Act, api: CommentsApi, workspace: Path, text: str) -> None:
    result = relay(act, workspace, text)
    assert result.status == 2
    assert "is no JSON report" in result.annotations[0].message
    assert api.comments == []


def test_other_events_have_nothing_to_relay(forge: Forge, act: Act) -> None:
    workspace = forge.check_out(forge.commit(BEFORE, branch="main"), "refs/heads/main", depth=1)
    result = act(workspace, "push", {}, command="comment", report="x")
    assert (result.status, "workflow_run" in result.annotations[0].message) == (2, True)


def test_the_pull_request_itself_is_not_checked_out(forge: Forge, act: Act) -> None:
    workspace, _ = propose(forge, {"a.md": "a"})
    base = {"GITHUB_SHA": "ab" * 20}
    result = act(workspace, "workflow_run", _EVENT, command="comment", report="x", environment=base)
    assert (result.status, "is checked out" in result.annotations[0].message) == (2, True)


@pytest.mark.parametrize("answer", [{}, None, "text", [None], {"message": "x"}])
def test_what_is_no_list_of_pull_requests_is_told(act: Act, api: CommentsApi, workspace: Path, answer: Any) -> None:
    api.pulls["stranger:fix/#1 & more"] = answer
    result = relay(act, workspace, report(errors=1))
    assert (result.status, "is no list" in result.annotations[-1].message) == (2, True), result.log


@pytest.mark.parametrize("odd", [{}, {"head": None}, {"head": {"sha": 1}}, {"head": {"sha": _COMMIT}}])
def test_odd_pull_requests_are_passed_over(act: Act, api: CommentsApi, workspace: Path, odd: Any) -> None:
    api.pulls["stranger:fix/#1 & more"].insert(0, odd)
    assert relay(act, workspace, report(errors=1)).status == 0
    assert len(api.comments) == 1
