"""`promptops calendar`: which dates are there, whose they are, and what is past."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import icalendar
import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.scaffolds.schemas import schema_text

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

ROLLOUT = (
    "kind: Rollout\nname: r\ntarget: prompt:a\nstarted: 2027-03-01\nstages:\n- soak_days: 3\n- {}\n- soak_days: 7\n"
)
FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\nrules:\n  expired-migration:\n    options:\n      days: 100\n",
    "_defaults.yaml": "owner: support\n",
    "teams.yaml": "kind: Team\nname: support\n---\nkind: Team\nname: sales\n",
    "prompts/_defaults.yaml": "review_by: 2027-05-01\n",
    "prompts/a.yaml": "kind: Prompt\nname: a\nbody: A.\n",
    "prompts/b.yaml": "kind: Prompt\nname: b\nbody: B.\nowner: sales\nreview_by: 2027-07-01\n",
    "prompts/c.yaml": "kind: Prompt\nname: c\nbody: C.\nowner: sales\n",
    "prompts/gone.yaml": "kind: Prompt\nname: gone\nbody: D.\nlifecycle: retired\n",
    "fragments.yaml": (
        "kind: Fragment\nname: tone\nversion: 1.0.0\nbody: Be plain.\ndeprecation: {announced: 2027-01-01}\n---\n"
        "kind: Fragment\nname: tone\nversion: 2.0.0\nbody: Be plain.\n---\n"
        "kind: Fragment\nname: old\nbody: Old.\ndeprecation: {remove_after: 2027-06-01, replaced_by: tone}\n"
    ),
    "models.yaml": (
        "kind: Model\nname: chat\ndeprecated_on: 2026-12-01\nretires_on: 2027-06-01\n---\n"
        "kind: Provider\nname: acme\ncredentials:\n- env: KEY\n  rotated_on: 2026-11-01\n  rotate_every: 90d\n"
        "- env: FOREVER\n  rotated_on: 2026-11-01\n  rotate_every: 999999999w\n"
    ),
    "data.yaml": (
        "kind: Dataset\nname: cases\ncollected: {from: 2026-01-01, to: 2026-01-31}\nmax_age: 10d\n---\n"
        "kind: Index\nname: help\nbuilt_on: 9999-12-30\nmax_age: 1d\n"
    ),
    "waiver.yaml": (
        "kind: Waiver\nname: w\nrule: missing-owner\nresource: prompt:a\nowner: support\nreason: later\n"
        "expires: 2027-01-15\n"
    ),
    "rollout.yaml": ROLLOUT,
}
DATES = [
    ("2026-02-10", "dataset", "dataset:cases", "support", "data.yaml", 4),
    ("2026-12-01", "announcement", "model:chat", "support", "models.yaml", 3),
    ("2027-01-15", "waiver", "waiver:w", "support", "waiver.yaml", 7),
    ("2027-01-30", "rotation", "provider:acme", "support", "models.yaml", 11),
    ("2027-03-04", "soak", "rollout:r", "support", "rollout.yaml", 6),
    ("2027-03-11", "soak", "rollout:r", "support", "rollout.yaml", 8),
    ("2027-04-11", "migration", "fragment:tone@1", "support", "fragments.yaml", 5),
    ("2027-05-01", "review", "prompts/", "sales", "prompts/_defaults.yaml", 1),
    ("2027-05-01", "review", "prompts/", "support", "prompts/_defaults.yaml", 1),
    ("2027-06-01", "removal", "fragment:old", "support", "fragments.yaml", 15),
    ("2027-06-01", "retirement", "model:chat", "support", "models.yaml", 4),
    ("2027-07-01", "review", "prompt:b", "sales", "prompts/b.yaml", 5),
    ("9999-12-31", "index", "index:help", "support", "data.yaml", 9),
]
"""Every date of the project with kind, subject, owner, file and line."""


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(FILES)


def dates(run: Run, *arguments: str) -> list[dict[str, Any]]:
    result = run("calendar", "--format", "json", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    Draft202012Validator(json.loads(schema_text("calendar"))).validate(found)
    listed: list[dict[str, Any]] = found["dates"]
    return listed


def rows(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(each[key] for key in ("day", "kind", "subject", "owner", "path", "line")) for each in found]


def test_every_date_is_there_with_its_owner_and_its_line(run: Run) -> None:
    assert rows(dates(run)) == DATES


@pytest.mark.parametrize(
    ("as_of", "over"), [("2026-02-10", 0), ("2026-02-11", 1), ("2027-06-01", 9), ("2027-06-02", 10)]
)
def test_what_is_past_is_marked_so(run: Run, as_of: str, over: int) -> None:
    """A model is gone on the day itself, and all else is good on it for the last time."""
    found = dates(run, "--as-of", as_of)
    assert [each["over"] for each in found].count(True) == over
    assert all(each["days_left"] < 0 or each["kind"] == "retirement" for each in found if each["over"])


def test_an_announcement_that_was_made_is_over_and_done_with(run: Run) -> None:
    kinds = [[each["kind"] for each in dates(run, "--as-of", day)] for day in ("2026-11-30", "2026-12-01")]
    assert [of_day.count("announcement") for of_day in kinds] == [1, 0]


@pytest.mark.parametrize(("stage", "lines"), [(0, [6, 8]), (1, [6, 8]), (2, [8]), (3, [8])])
def test_a_stage_that_a_rollout_is_beyond_soaks_no_more(run: Run, write: Write, stage: int, lines: list[int]) -> None:
    write({"rollout.yaml": f"{ROLLOUT}stage: {stage}\n"})
    assert [each["line"] for each in dates(run) if each["kind"] == "soak"] == lines


def test_later_dates_and_other_owners_are_left_out(run: Run) -> None:
    assert rows(dates(run, "--until", "2027-01-15")) == DATES[:3]
    assert rows(dates(run, "--owner", "sales")) == [each for each in DATES if each[3] == "sales"]
    assert rows(dates(run, "--owner", "sales", "--owner", "support")) == DATES
    assert [each["subject"] for each in dates(run, "prompts/b.yaml")] == ["prompt:b"]


def test_an_owner_that_nobody_knows_is_refused(run: Run) -> None:
    result = run("calendar", "--owner", "suport")
    assert result.exit_code == 2
    assert "there is no team `suport`" in result.stderr
    assert "`support`" in result.stderr


@pytest.mark.parametrize(("key", "expected"), [("deployment_name", ["model gpt-4"]), ("azure_deployment", [])])
def test_the_name_of_a_deployment_is_no_model(run: Run, write: Write, key: str, expected: list[str]) -> None:
    model = f"model:\n  id: gpt-4\n  connection: {{{key}: gpt-4}}\n"
    write({"greet.prompty": f"---\nname: greet\n{model}---\nGreet.\n"})
    assert [each["subject"] for each in dates(run, "greet.prompty")] == expected


def test_the_table_is_by_owner(run: Run) -> None:
    lines = run("calendar", "--as-of", "2027-06-01", "--no-color").stdout.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "sales",
        "support",
        "12 dates, 9 past on 2027-06-01",
    ]
    (review,) = (line for line in lines if "prompt:b" in line)
    assert "2027-07-01" in review
    assert " 30 d " in review
    assert review.endswith("(prompts/b.yaml:5)")
    assert sum("  past  " in line for line in lines) == 9


def uids(text: str) -> dict[str, str]:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(event["UID"]): str(event["SUMMARY"]) for event in events}


def test_events_keep_their_names_when_their_days_move(run: Run, write: Write) -> None:
    before = run("calendar", "--format", "ical", "--as-of", "2027-01-01").stdout
    moved = str(FILES["prompts/b.yaml"]).replace("2027-07-01", "2028-07-01")
    write({"prompts/b.yaml": f"# moved\n{moved}"})
    after = run("calendar", "--format", "ical", "--as-of", "2027-01-01").stdout
    assert len(uids(before)) == len(DATES) - 1  # without an announcement that was made before
    assert uids(before) == uids(after)
    assert before != after


def test_the_calendar_of_a_day_is_the_same_on_every_day(run: Run) -> None:
    one, other = (run("calendar", "--format", "ical", "--as-of", "2027-01-01").stdout_bytes for _ in range(2))
    assert one == other
    assert one.count(b"DTSTAMP:20270101T000000Z") == len(DATES) - 1  # an announcement was made before


def test_the_retirement_of_a_model_without_a_file_is_known_from_the_catalogue(run: Run, write: Write) -> None:
    write({"prompts/x.yaml": "kind: Prompt\nname: x\nbody: X.\nmodel: gpt-4-32k\nreview_by: 2030-01-01\n"})
    found = [each for each in dates(run) if each["path"] == "prompts/x.yaml" and each["kind"] == "retirement"]
    assert [(each["subject"], each["line"]) for each in found] == [("model gpt-4-32k", 4)]


@pytest.mark.parametrize(("as_of", "over"), [("0001-01-01", 0), ("9999-12-31", len(DATES) - 2)])
def test_the_first_and_the_last_day_of_the_calendar_are_days_like_any_other(run: Run, as_of: str, over: int) -> None:
    assert sum(each["over"] for each in dates(run, "--as-of", as_of)) == over
    assert run("lint", "--as-of", as_of).exit_code in (0, 1)
