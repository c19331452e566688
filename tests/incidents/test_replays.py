"""Every folder of `examples/incidents` replays an incident: what went wrong is reported, and the repair is clean.

In a replay of a state, `before/` and `after/` are whole projects, and `expected.json` gives the day by which they are
judged and all that is to be said of the first. In a replay of a change there are `before/`, `bad/` and `good/`, and it
gives every error and warning about the change from the first to the second.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.diagnostics import Diagnostic, Severity
from promptops.sources.trees import FolderTree

INCIDENTS = Path(__file__).parents[2] / "examples" / "incidents"
FOLDERS = sorted(folder for folder in INCIDENTS.iterdir() if folder.is_dir())
STATES = [folder for folder in FOLDERS if (folder / "after").is_dir()]
CHANGES = [folder for folder in FOLDERS if (folder / "bad").is_dir()]


class Told(NamedTuple):
    path: str
    line: int
    rule: str
    message: str


def expected(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return read


def expected_findings(folder: Path) -> list[Told]:
    return sorted(Told(**finding) for finding in expected(folder)["findings"])


def compiler(folder: Path, side: str, copy: Path) -> Compiler:
    """Return a compiler of one side of an incident, outside of the repository that this test is in."""
    shutil.copytree(folder / side, copy)
    return Compiler(Request(copy, date.fromisoformat(expected(folder)["as_of"])))


def findings(folder: Path, side: str, copy: Path) -> tuple[Diagnostic, ...]:
    return compiler(folder, side, copy).verdict.diagnostics


def told_of_change(folder: Path, side: str, tmp_path: Path) -> list[Told]:
    """Compare one side of an incident with `before/`, and return its errors and warnings."""
    shutil.copytree(folder / "before", tmp_path / "before")
    comparing = Comparing(compiler(folder, side, tmp_path / side), FolderTree(tmp_path / "before"))
    return told([each.diagnostic for each in comparing.judged.findings])


def told(found: list[Diagnostic]) -> list[Told]:
    loud = [each for each in found if each.severity is not Severity.INFO]
    return sorted(Told(each.primary.path, each.primary.line, each.rule, each.message) for each in loud)


def named(folders: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("folder", folders, ids=lambda folder: folder.name)


@named(STATES)
def test_what_went_wrong_is_reported_at_its_lines_and_nothing_else_is(folder: Path, tmp_path: Path) -> None:
    found = findings(folder, "before", tmp_path / "before")
    said = [Told(each.primary.path, each.primary.line, each.rule, each.message) for each in found]
    assert said == expected_findings(folder)


@named(STATES)
def test_the_repair_is_clean_under_every_rule(folder: Path, tmp_path: Path) -> None:
    assert findings(folder, "after", tmp_path / "after") == ()


@named(CHANGES)
def test_the_bad_change_is_reported_at_its_lines_and_nothing_else_is(folder: Path, tmp_path: Path) -> None:
    assert told_of_change(folder, "bad", tmp_path) == expected_findings(folder)


@named(CHANGES)
def test_the_good_change_breaks_nothing(folder: Path, tmp_path: Path) -> None:
    assert told_of_change(folder, "good", tmp_path) == []


@named(CHANGES)
@pytest.mark.parametrize("side", ["before", "good"])
def test_both_ends_of_the_good_change_are_clean_under_every_rule(folder: Path, side: str, tmp_path: Path) -> None:
    assert findings(folder, side, tmp_path / side) == ()


@named(FOLDERS)
def test_a_replay_is_of_one_kind(folder: Path) -> None:
    sides = {each.name for each in folder.iterdir() if each.is_dir()}
    assert sides in ({"before", "after"}, {"before", "bad", "good"})
    assert expected_findings(folder)


@named(FOLDERS)
def test_the_story_is_short_and_names_the_rules(folder: Path) -> None:
    story = (folder / "README.md").read_text(encoding="utf-8")
    number, _, slug = folder.name.partition("-")
    assert re.fullmatch(r"[0-9]{2}", number)
    assert story.startswith(f"# {int(number)}: {slug.replace('-', ' ')}\n")
    assert len(story.splitlines()) <= 20
    assert {finding["rule"] for finding in expected(folder)["findings"]} <= set(re.findall("`([a-z-]+)`", story))
