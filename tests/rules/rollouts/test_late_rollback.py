from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PATH = "prompts/outline.prompt.md"
STEPS = "stages: [{percent: 10}]\n"
TOLD = "rollback: {imprints: {cohorts: they are told}}\n"


def prompt(version: str) -> str:
    return f"---\nname: docs/outline\nversion: {version}\n---\nAnswer with an outline.\n"


def rollout(started: str, rest: str = "") -> str:
    return f"kind: Rollout\nname: outline\ntarget: prompt:docs/outline@2\n{started}{rest}"


def told(diff: Diff, started: str, version: str, after: str = "", **config: str) -> list[str]:
    before = {PATH: prompt("2.1.0"), "rollouts/outline.yaml": rollout(started), **config}
    changed = {PATH: prompt(version), "rollouts/outline.yaml": rollout(started, after)}
    return [found.diagnostic.message for found in diff(before, changed, "late-rollback")]


@pytest.mark.parametrize("started", ["started: 2026-10-01\n", "started: 2020-01-01\n"])
@pytest.mark.parametrize("version", ["2.0.9", "2.1.0-rc.1"])
def test_a_lower_version_after_a_month_is_late(diff: Diff, started: str, version: str) -> None:
    expected = 0 if version.startswith("2.1.0") else 1
    assert len(told(diff, started, version)) == expected


@pytest.mark.parametrize("started", ["", "started: 2026-10-02\n", "started: 2027-01-01\n"])
def test_within_a_month_nobody_has_adapted(diff: Diff, started: str) -> None:
    assert told(diff, started, "2.0.9") == []


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("", "for everyone at once"),
        ("stages: [{percent: 100}]\n", "for everyone at once"),
        (TOLD, "for everyone at once"),
        (STEPS, "in stages, but without a notice"),
        (STEPS + "rollback: {imprints: {caches: none}}\n", "without a notice"),
    ],
)
def test_what_the_way_back_lacks_is_said(diff: Diff, after: str, words: str) -> None:
    (message,) = told(diff, "started: 2026-08-01\n", "2.0.9", after)
    assert words in message
    assert "after 92 days of 2.1.0" in message


def test_in_stages_and_with_a_notice_it_is_well(diff: Diff) -> None:
    assert told(diff, "started: 2026-08-01\n", "2.0.9", STEPS + TOLD) == []


def test_what_goes_up_is_no_rollback(diff: Diff) -> None:
    assert told(diff, "started: 2026-08-01\n", "2.2.0") == []
