"""A waiver holds back what it is for, until its day, and never makes a kept verdict stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.compiler import Compiler
from promptops.compiler.linking import Linker
from promptops.resources.entries import Entry
from promptops.rules.waivers import Leave

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

LATE = "---\nname: support/refund\nversion: 1.0.0\nreview_by: {day}\n---\n{text}\n"
FILES: dict[str, str | bytes | None] = {
    "_defaults.yaml": "owner: support\n",
    "teams.yaml": "kind: Team\nname: support\n",
    "a.prompt.md": LATE.format(day="2026-09-01", text="Answer."),
}


def waiver(**changed: str) -> str:
    values = {
        "kind": "Waiver",
        "name": "late",
        "owner": "support",
        "rule": "overdue-review",
        "resource": "prompt:support/refund",
        "reason": "the reviewer is ill",
        "expires": "2026-12-01",
        **changed,
    }
    return "".join(f"{key}: {value}\n" for key, value in values.items() if value)


def said(compiler: Compiler) -> tuple[list[str], int]:
    verdict = compiler.verdict
    return [each.rule for each in verdict.diagnostics], verdict.waived


@pytest.mark.parametrize(
    ("changed", "rules", "waived"),
    [
        ({}, [], 1),
        ({"resource": "prompt:support/refund@1"}, [], 1),
        ({"resource": "support/refund"}, [], 1),
        ({"expires": "2026-11-01"}, [], 1),
        ({"expires": "2027-01-30"}, [], 1),
        ({"expires": "2026-10-31"}, ["overdue-review", "expired-waiver"], 0),
        ({"expires": "2027-01-31"}, ["overdue-review", "overlong-waiver"], 0),
        ({"rule": "missing-owner"}, ["overdue-review", "unused-waiver"], 0),
        ({"rule": "overdue-reveiw"}, ["overdue-review", "unused-waiver"], 0),
        ({"rule": "removed-prompt"}, ["overdue-review"], 0),
        ({"rule": "removed-prompt", "resource": "prompt:support/gone"}, ["overdue-review"], 0),
        ({"resource": "prompt:support/gone"}, ["overdue-review", "unknown-reference", "unused-waiver"], 0),
        ({"resource": "prompt:support/refund@2"}, ["overdue-review", "unknown-reference", "unused-waiver"], 0),
        ({"resource": "team:support"}, ["overdue-review", "unused-waiver"], 0),
        ({"fingerprint": '"0123456789abcdef"'}, ["overdue-review", "unused-waiver"], 0),
        ({"reason": ""}, ["overdue-review", "invalid-value"], 0),
    ],
)
def test_it_holds_for_its_rule_and_resource_until_its_day(
    changed: dict[str, str], rules: list[str], waived: int, write: Write, compiler: Make
) -> None:
    write({**FILES, "waivers/late.yaml": waiver(**changed)})
    found, held = said(compiler())
    assert (sorted(found), held) == (sorted(rules), waived)


def test_it_may_be_for_one_finding_alone(write: Write, compiler: Make) -> None:
    write(FILES)
    (found,) = compiler().verdict.diagnostics
    write({"waivers/late.yaml": waiver(fingerprint=f'"{found.fingerprint}"')})
    assert said(compiler()) == ([], 1)


def test_no_waiver_waives_what_is_wrong_with_a_waiver(write: Write, compiler: Make) -> None:
    expired = waiver(expires="2026-10-31")
    second = waiver(name="other", rule="expired-waiver", resource="waiver:late")
    write({**FILES, "waivers/late.yaml": expired, "waivers/other.yaml": second})
    assert said(compiler()) == (["overdue-review", "expired-waiver", "unused-waiver"], 0)


POLICY = "kind: Policy\nname: {name}\n{rest}match: {{kind: Prompt}}\nrequire: {{required: [model]}}\nmessage: which?\n"
POLICIES = {
    "policies/a.yaml": POLICY.format(name="modelled", rest=""),
    "policies/b.yaml": POLICY.format(name="dated", rest="version: 2.1.0\n"),
}


@pytest.mark.parametrize(
    ("changed", "rules", "waived"),
    [
        ({"policy": "dated", "expires": "2028-12-31"}, ["broken-policy"], 1),
        ({"policy": "dated@2"}, ["broken-policy"], 1),
        ({"policy": "policy:modelled"}, ["broken-policy"], 1),
        ({"policy": "dated", "resource": "prompt:support/refund@1"}, ["broken-policy"], 1),
        ({"policy": "dated", "expires": "2026-10-31"}, ["broken-policy", "broken-policy", "expired-waiver"], 0),
        ({"policy": "dated@1"}, ["broken-policy", "broken-policy", "unknown-reference", "unused-waiver"], 0),
        ({"policy": "dated", "resource": "team:support"}, ["broken-policy", "broken-policy", "unused-waiver"], 0),
        (
            {"policy": "dated", "fingerprint": '"0123456789abcdef"'},
            ["broken-policy", "broken-policy", "unused-waiver"],
            0,
        ),
        ({"rule": "broken-policy"}, [], 2),
        ({"rule": "broken-policy", "expires": "2028-12-31"}, ["broken-policy", "broken-policy", "overlong-waiver"], 0),
    ],
)
def test_it_may_name_a_policy_and_then_be_long(
    changed: dict[str, str], rules: list[str], waived: int, write: Write, compiler: Make
) -> None:
    named = {"rule": "", **changed}
    review = {"a.prompt.md": LATE.format(day="2027-09-01", text="Answer.")}
    write({**FILES, **review, **POLICIES, "waivers/late.yaml": waiver(**named)})
    found, held = said(compiler())
    assert (sorted(found), held) == (rules, waived)


def test_the_waiver_of_a_policy_that_nothing_enforces_is_left_alone(write: Write, compiler: Make) -> None:
    review = {"a.prompt.md": LATE.format(day="2027-09-01", text="Answer.")}
    config = {"promptops.yaml": "rules: {broken-policy: off}\n"}
    write({**FILES, **review, **POLICIES, **config, "waivers/late.yaml": waiver(rule="", policy="dated")})
    assert said(compiler()) == ([], 0)


def test_a_waiver_of_a_rule_that_is_off_is_left_alone(write: Write, compiler: Make) -> None:
    write({**FILES, "promptops.yaml": "rules: {overdue-review: off}\n", "waivers/late.yaml": waiver()})
    assert said(compiler()) == ([], 0)


def test_a_comment_goes_first(write: Write, compiler: Make) -> None:
    silenced = LATE.format(day="2026-09-01  # promptops: ignore[overdue-review] known", text="Answer.")
    write({**FILES, "a.prompt.md": silenced, "waivers/late.yaml": waiver()})
    assert said(compiler()) == (["unused-waiver"], 0)


def test_a_comment_may_silence_what_is_said_of_a_waiver(write: Write, compiler: Make) -> None:
    rule = "missing-owner  # promptops: ignore[unused-waiver] it comes back"
    write({**FILES, "waivers/late.yaml": waiver(rule=rule)})
    assert said(compiler()) == (["overdue-review"], 0)


STEPS: tuple[tuple[dict[str, str | bytes | None], list[str], int], ...] = (
    ({}, [], 1),
    ({"a.prompt.md": LATE.format(day="2026-09-01", text="Answer at once.")}, [], 1),
    ({"a.prompt.md": LATE.format(day="2027-09-01", text="Answer at once.")}, ["unused-waiver"], 0),
    ({"a.prompt.md": LATE.format(day="2026-09-01", text="{{ x }}")}, ["undeclared-variable"], 1),
    ({"waivers/late.yaml": "# why\n" + waiver(rule="undeclared-variable")}, ["overdue-review"], 1),
    ({"a.prompt.md": LATE.format(day="2026-09-01", text="{{ x }} and {{ y }}")}, ["overdue-review"], 2),
    ({"a.prompt.md": LATE.format(day="2026-09-01", text="{{ x }}")}, ["overdue-review"], 1),
    ({"waivers/late.yaml": None}, ["overdue-review", "undeclared-variable"], 0),
)


def test_a_kept_verdict_does_not_outlive_what_a_waiver_says(write: Write, compiler: Make, tmp_path: Path) -> None:
    write({**FILES, "waivers/late.yaml": waiver()})
    for changed, rules, waived in STEPS:
        write(changed)
        found, held = said(compiler(cache=tmp_path / "cache"))
        assert (sorted(found), held) == (sorted(rules), waived)
        assert (found, held) == said(compiler())


def test_a_file_that_no_waiver_concerns_is_still_patched(
    write: Write, compiler: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "---\nname: support/other\n---\n{}\n"
    write({**FILES, "waivers/late.yaml": waiver(), "b.prompt.md": other.format("Hello.")})
    assert said(compiler(cache=tmp_path / "cache")) == ([], 1)
    write({"b.prompt.md": other.format("Good day.")})
    monkeypatch.setattr(Linker, "judge_project", None)
    assert said(compiler(cache=tmp_path / "cache")) == ([], 1)


def test_a_finding_is_compared_with_the_waivers_of_its_resource_alone(
    write: Write, compiler: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thousands of each, all pairs would take a minute."""
    asked: list[Leave] = []
    names = Leave.names

    def counted(leave: Leave, entry: Entry) -> bool:
        asked.append(leave)
        return names(leave, entry)

    monkeypatch.setattr(Leave, "names", counted)
    count = range(40)
    write(
        {
            **FILES,
            "prompts.yaml": "---\n".join(
                f"kind: Prompt\nname: p{number}\nreview_by: 2026-09-01\nbody: Answer.\n" for number in count
            ),
            "waivers.yaml": "---\n".join(
                waiver(name=f"w{number}", resource=f"prompt:p{number}", expires="2026-12-01") for number in count
            ),
        }
    )
    assert said(compiler()) == (["overdue-review"], 40)
    assert len(asked) <= 4 * len(count)
