"""What rollouts to production have to say, and which ones have to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

KILL, EXPOSURE, TARGET = "missing-kill-switch", "missing-exposure", "missing-rollback-target"
PLAN, RETIRES = "incomplete-rollback-plan", "rollback-target-retires"
RULES = frozenset({KILL, EXPOSURE, TARGET, PLAN, RETIRES})
SWITCHES = "kill_switch: the switch\nexposure: the event\n"
BACK = SWITCHES + "rollback: {to: 2.0.0}\n"


def prompt(version: str, rest: str = "") -> str:
    return f"---\nname: support/triage\nversion: {version}\n{rest}---\nSort it.\n"


def files(rollout: str, environment: str = "prod", target: str = "prompt:support/triage@2") -> dict[str, str | None]:
    return {
        "environments/it.yaml": f"kind: Environment\nname: {environment}\n",
        "prompts/triage.prompt.md": prompt("2.1.0"),
        "rollouts/triage.yaml": f"kind: Rollout\nname: triage\ntarget: {target}\nenvironment: {environment}\n{rollout}",
    }


def told(lint: Lint, given: Mapping[str, str | None]) -> list[tuple[str, int]]:
    return [(found.rule, found.primary.line) for found in lint(given) if found.rule in RULES]


@pytest.mark.parametrize(
    ("rollout", "expected"),
    [
        ("", [(EXPOSURE, 2), (KILL, 2), (TARGET, 2)]),
        ("kill_switch: x\n", [(EXPOSURE, 2), (TARGET, 2)]),
        (SWITCHES, [(TARGET, 2)]),
        (SWITCHES + "rollback:\n  imprints: {caches: none}\n", [(TARGET, 7)]),
        (BACK, []),
        (SWITCHES + "rollback: {to: v2.0.0}\n", []),
        (SWITCHES + "rollback: {to: release 41}\n", []),
        (SWITCHES + "rollback: {to: 2.1.0}\n", [(TARGET, 7)]),
        (SWITCHES + "rollback: {to: 2.1.1-rc.1}\n", [(TARGET, 7)]),
        (SWITCHES + "rollback: {to: 3.0.0}\n", [(TARGET, 7)]),
        (SWITCHES + "rollback: {to: 1.9.9}\n", [(TARGET, 7)]),
        (SWITCHES + "rollback: {to: 999999999999.0.0}\n", []),
        ("lifecycle: retired\n", []),
    ],
)
def test_what_a_rollout_to_production_lacks(lint: Lint, rollout: str, expected: list[tuple[str, int]]) -> None:
    assert told(lint, files(rollout)) == expected


@pytest.mark.parametrize("name", ["prod", "production", "eu-prod", "live", "prod-2"])
def test_production_is_what_is_called_so(lint: Lint, name: str) -> None:
    assert len(told(lint, files("", name))) == 3


@pytest.mark.parametrize("name", ["staging", "preproduction", "delivery", "product"])
def test_other_environments_are_left_alone(lint: Lint, name: str) -> None:
    assert told(lint, files("", name)) == []


def test_a_rollout_of_what_is_not_there_is_left_to_another_rule(lint: Lint) -> None:
    assert told(lint, files("", target="prompt:gone")) == []


def test_the_other_major_must_be_in_use(lint: Lint) -> None:
    rollout = SWITCHES + "rollback: {to: 1.4.0}\n"
    assert told(lint, {**files(rollout), "prompts/old.prompt.md": prompt("1.4.2")}) == []
    retired = prompt("1.4.2", "lifecycle: retired\ndeprecation: {reason: it is over}\n")
    assert told(lint, {**files(rollout), "prompts/old.prompt.md": retired}) == [(TARGET, 7)]


MARKS: Mapping[str, Mapping[str, str | None]] = {
    "caches": {"environments/it.yaml": "kind: Environment\nname: prod\ncache: semantic\n"},
    "histories": {"agents/a.yaml": "kind: Agent\nname: a\nprompt: support/triage@2\n"},
    "baselines": {"evals/e.yaml": "kind: Eval\nname: e\nsubjects: [prompt:support/triage@2]\n"},
    "contracts": {"consumers/c.yaml": "kind: Consumer\nname: c\nof: prompt:support/triage@2\n"},
    "cohorts": {"rollouts/triage.yaml": files(BACK + "stages: [{percent: 5}]\n")["rollouts/triage.yaml"]},
}


@pytest.mark.parametrize("kind", MARKS)
def test_each_imprint_that_there_is_has_to_be_spoken_of(lint: Lint, kind: str) -> None:
    found = [each for each in lint({**files(BACK), **MARKS[kind]}) if each.rule == PLAN]
    assert [f"`{kind}`" in each.message for each in found] == [True]
    assert len(found[0].related) == 1
    said = (MARKS[kind].get("rollouts/triage.yaml") or files(BACK)["rollouts/triage.yaml"] or "").replace(
        "{to: 2.0.0}", f"{{to: 2.0.0, imprints: {{{kind}: it is looked after}}}}"
    )
    assert told(lint, {**files(BACK), **MARKS[kind], "rollouts/triage.yaml": said}) == []


@pytest.mark.parametrize("cache", ["none", "No cache", "off", "-"])
def test_without_a_cache_nothing_is_in_it(lint: Lint, cache: str) -> None:
    environment = f"kind: Environment\nname: prod\ncache: '{cache}'\n"
    assert told(lint, {**files(BACK), "environments/it.yaml": environment}) == []


@pytest.mark.parametrize("stage", ["{percent: 100}", "{soak_days: 3}", "{percent: 0}"])
def test_a_stage_for_everyone_makes_no_cohort(lint: Lint, stage: str) -> None:
    expected = [(PLAN, 7)] if "0}" in stage and "100" not in stage else []
    assert told(lint, files(BACK + f"stages: [{stage}]\n")) == expected


def model(version: str, rest: str = "") -> str:
    return f"kind: Model\nname: chat\nversion: {version}\nid: own-{version}\n{rest}"


@pytest.mark.parametrize(
    ("ends", "days", "expected"),
    [
        ("retires_on: 2028-11-20\n", 748, []),
        ("retires_on: 2028-11-20\n", 749, []),
        ("retires_on: 2028-11-20\n", 750, [(RETIRES, 8)]),
        ("deprecation: {remove_after: 2026-11-20, replaced_by: chat@2}\n", 19, []),
        ("deprecation: {remove_after: 2026-11-20, replaced_by: chat@2}\n", 20, [(RETIRES, 8)]),
        ("", 999_999_999, []),
    ],
)
@pytest.mark.parametrize("of", ["model:chat@2", "prompt:support/triage@2", "agent:a@2"])
def test_what_is_gone_back_to_outlasts_the_soak(
    lint: Lint, ends: str, days: int, expected: list[tuple[str, int]], of: str
) -> None:
    rollout = f"stages: [{{soak_days: {days}}}]\n{SWITCHES}rollback: {{to: 1.0.0}}\n"
    given: dict[str, str | None] = {
        **files(rollout, target=of),
        "models/new.yaml": model("2.0.0"),
        "models/old.yaml": model("1.0.0", ends),
        "prompts/triage.prompt.md": prompt("2.1.0", "model: chat@2\n"),
        "prompts/old.prompt.md": prompt("1.0.0", "model: chat@1\n"),
        "agents/new.yaml": "kind: Agent\nname: a\nversion: 2.0.0\nprompt: support/triage@2\n",
        "agents/old.yaml": "kind: Agent\nname: a\nversion: 1.0.0\nprompt: support/triage@1\n",
    }
    if "deprecation" in ends and not of.startswith("model"):
        expected = []
    assert [found for found in told(lint, given) if found[0] == RETIRES] == expected


@pytest.mark.parametrize(("override", "expected"), [("chat@2", []), ("chat@1", [RETIRES])])
def test_the_model_of_the_environment_counts(lint: Lint, override: str, expected: list[str]) -> None:
    own = {"chat@2": "chat@1", "chat@1": "chat@2"}[override]
    environment = f"kind: Environment\nname: prod\noverrides:\n  prompt:support/triage@1: {{model: {override}}}\n"
    given: dict[str, str | None] = {
        **files(f"stages: [{{soak_days: 2000}}]\n{SWITCHES}rollback: {{to: 1.0.0}}\n"),
        "environments/it.yaml": environment,
        "models/new.yaml": model("2.0.0"),
        "models/old.yaml": model("1.0.0", "retires_on: 2028-11-20\n"),
        "prompts/old.prompt.md": prompt("1.0.0", f"model: {own}\n"),
    }
    assert [rule for rule, _ in told(lint, given)] == expected


def test_rollouts_are_judged_one_by_one(lint: Lint) -> None:
    one = "kind: Rollout\nname: NAME\ntarget: prompt:support/triage@2\nenvironment: prod\n" + BACK
    many = {f"rollouts/r{number}.yaml": one.replace("NAME", f"r{number}") for number in range(50)}
    assert told(lint, {**files(BACK), **many, "rollouts/triage.yaml": files("")["rollouts/triage.yaml"]}) == [
        (EXPOSURE, 2),
        (KILL, 2),
        (TARGET, 2),
    ]
