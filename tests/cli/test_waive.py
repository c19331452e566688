"""`promptops waive` writes a waiver for a finding that there is, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Write = Callable[[Mapping[str, str | bytes]], None]
Run = Callable[..., Result]
Git = Callable[..., str]

DAY = ("--as-of", "2026-11-01")
UNTIL = ("--until", "2026-12-01")
WHY = ("--reason", "agreed with: the desk")
LATE = "---\nname: support/refund\nversion: 1.0.0\nreview_by: 2026-09-01\n---\n{}\n"
FILES = {
    "promptops.yaml": "name: example\n",
    "_defaults.yaml": "owner: support\n",
    "teams.yaml": "kind: Team\nname: support\n---\nkind: Team\nname: billing\n",
    "prompts/refund.prompt.md": LATE.format("Answer."),
}


@pytest.fixture
def late(write: Write, run: Run) -> str:
    """Return the fingerprint of the one finding about the files."""
    write(FILES)
    return fingerprint_of(run("lint", "--format", "json", *DAY), "overdue-review")


def fingerprint_of(result: Result, rule: str) -> str:
    (found,) = (each for each in json.loads(result.stdout)["diagnostics"] if each["rule"] == rule)
    fingerprint: str = found["fingerprint"]
    return fingerprint


def test_it_writes_a_waiver_that_holds_the_finding_back(late: str, run: Run, repository: Path) -> None:
    result = run("waive", late, *WHY, *UNTIL, *DAY)
    assert result.exit_code == 0
    assert result.stdout == (
        "wrote waivers/overdue-review-support-refund.yaml\n"
        "`overdue-review` in `prompt:support/refund@1` is held back until 2026-12-01: support approves\n"
    )
    assert (repository / "waivers/overdue-review-support-refund.yaml").read_text() == (
        "kind: Waiver\nname: overdue-review-support-refund\nowner: support\nrule: overdue-review\n"
        'resource: prompt:support/refund@1\nreason: "agreed with: the desk"\nexpires: 2026-12-01\n'
        f'fingerprint: "{late}"\n'
    )
    clean = run("lint", *DAY)
    assert (clean.exit_code, clean.stdout) == (0, "all good: 4 files, 4 resources\n1 waived\n")


def test_it_finds_what_a_change_breaks(write: Write, run: Run, git: Git) -> None:
    write({**FILES, "agent.yaml": "kind: Agent\nname: refunds\nowner: billing\nprompt: support/refund@1\n"})
    git("add", "--all")
    git("commit", "--quiet", "--message=x")
    write({"prompts/refund.prompt.md": LATE.format("Answer all.")})
    against = ("--against", "HEAD")
    found = fingerprint_of(run("diff", "--format", "json", *against, *DAY), "unbumped-version")
    assert run("waive", found, *WHY, *UNTIL, *DAY).exit_code == 0
    told = json.loads(run("diff", "--format", "json", *against, *DAY).stdout)
    assert "unbumped-version" not in {each["rule"] for each in told["diagnostics"]}
    assert told["summary"]["waived"] == 1
    waived = next(each["waiver"] for each in told["waived"])
    assert (waived["in_this_change"], waived["approver"], waived["until"]) == (True, "support", "2026-12-01")
    again = run("waive", found, *WHY, *UNTIL, *DAY)
    assert again.exit_code == 2
    assert f"is waived already: `{waived['path']}` holds it back until 2026-12-01" in again.stderr
    distrusted = json.loads(run("diff", "--format", "json", "--trust", "baseline", *against, *DAY).stdout)
    assert distrusted["summary"]["waived"] == 0


def test_a_second_one_of_a_rule_and_resource_has_a_name_of_its_own(write: Write, run: Run, repository: Path) -> None:
    write({**FILES, "prompts/refund.prompt.md": LATE.format("{{ x }} {{ y }}")})
    told = json.loads(run("lint", "--format", "json", *DAY).stdout)["diagnostics"]
    found = [each["fingerprint"] for each in told if each["rule"] == "undeclared-variable"]
    assert [run("waive", each, *WHY, *UNTIL, *DAY).exit_code for each in found] == [0, 0]
    names = sorted(path.name for path in (repository / "waivers").iterdir())
    stem = "undeclared-variable-support-refund"
    assert names == sorted([f"{stem}.yaml", f"{stem}-{found[1][:8]}.yaml"])
    assert run("lint", "--select", "undeclared-variable,unused-waiver", *DAY).stdout.endswith("\n2 waived\n")


def test_what_is_waived_already_is_not_said_to_be_unknown(late: str, run: Run) -> None:
    assert run("waive", late, *WHY, *UNTIL, *DAY).exit_code == 0
    again = run("waive", late, *WHY, *UNTIL, *DAY)
    assert again.exit_code == 2
    path = "waivers/overdue-review-support-refund.yaml"
    assert f"`{late}` is waived already: `{path}` holds it back until 2026-12-01" in again.stderr


def test_another_team_may_answer_for_it(late: str, run: Run, repository: Path) -> None:
    assert run("waive", late, *WHY, *UNTIL, *DAY, "--owner", "billing").exit_code == 0
    (written,) = (repository / "waivers").iterdir()
    assert "owner: billing\n" in written.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*WHY, "--until", "2026-10-31"), "error: 2026-10-31 is over"),
        ((*WHY, "--until", "2027-01-31"), "error: a waiver holds for no more than 90 days"),
        ((*WHY, "--until", "2027-02-31"), "is no date"),
        (("--reason", "  ", *UNTIL), "error: a waiver needs a reason"),
        ((*WHY, *UNTIL, "--owner", "biling"), "did you mean `billing`?"),
        ((*WHY, *UNTIL, "--against", "nowhere"), "there are no commits here yet"),
        (UNTIL, "--reason"),
    ],
)
def test_terms_that_it_may_not_have_are_refused(
    arguments: tuple[str, ...], message: str, late: str, run: Run, repository: Path
) -> None:
    fingerprint = "0" * 16 if "--against" in arguments else late
    result = run("waive", fingerprint, *arguments, *DAY)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (repository / "waivers").exists()


@pytest.mark.parametrize(("today", "until"), [("2026-11-01", "2027-01-30"), ("9999-12-30", "9999-12-31")])
def test_the_last_day_that_is_allowed_is_allowed(late: str, run: Run, today: str, until: str) -> None:
    result = run("waive", late, *WHY, "--until", until, "--as-of", today)
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "help"),
    [
        (lambda found: found[:8], "there is `{}`, `overdue-review` in `prompt:support/refund@1`"),
        (lambda found: found[:-1] + ("0" if found[-1] != "0" else "1"), "there is `{}`, `overdue-review`"),
        (lambda found: found.upper() + "x", "there is `{}`"),
        (lambda _: "zz", "no change was looked at: "),
    ],
)
def test_an_unknown_fingerprint_names_near_ones(
    change: Callable[[str], str], help: str, late: str, run: Run, repository: Path
) -> None:
    result = run("waive", change(late), *WHY, *UNTIL, *DAY)
    assert result.exit_code == 2
    assert help.format(late) in result.stderr
    assert not (repository / "waivers").exists()


def test_a_finding_about_a_file_cannot_be_waived(write: Write, run: Run) -> None:
    write({**FILES, "broken.prompt.md": "---\nname: [x\n---\nHello.\n"})
    found = fingerprint_of(run("lint", "--format", "json", *DAY), "invalid-yaml")
    result = run("waive", found, *WHY, *UNTIL, *DAY)
    assert result.exit_code == 2
    assert "`invalid-yaml` speaks of no resource that a waiver can name" in result.stderr


def test_what_is_there_already_is_left_alone(late: str, run: Run, write: Write, repository: Path) -> None:
    write({"waivers/overdue-review-support-refund.yaml": "nothing: of ours\n"})
    assert run("waive", late, *WHY, *UNTIL, *DAY).exit_code == 2
    assert (repository / "waivers/overdue-review-support-refund.yaml").read_text() == "nothing: of ours\n"
