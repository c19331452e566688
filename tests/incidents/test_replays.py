"""Every folder of `examples/incidents` replays an incident: what went wrong is reported, and the repair is clean.

`before/` and `after/` are whole projects. `expected.json` gives the day by which they are judged, and all that is to be
said of the first.
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
from promptops.diagnostics import Diagnostic

INCIDENTS = Path(__file__).parents[2] / "examples" / "incidents"
FOLDERS = sorted(folder for folder in INCIDENTS.iterdir() if folder.is_dir())


class Told(NamedTuple):
    path: str
    line: int
    rule: str
    message: str


def expected(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return read


def findings(folder: Path, side: str, copy: Path) -> tuple[Diagnostic, ...]:
    """Compile one side of an incident, outside of the repository that this test is in."""
    shutil.copytree(folder / side, copy)
    return Compiler(Request(copy, date.fromisoformat(expected(folder)["as_of"]))).verdict.diagnostics


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_went_wrong_is_reported_at_its_lines_and_nothing_else_is(folder: Path, tmp_path: Path) -> None:
    found = findings(folder, "before", tmp_path / "before")
    told = [Told(each.primary.path, each.primary.line, each.rule, each.message) for each in found]
    assert told == sorted(Told(**finding) for finding in expected(folder)["findings"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_repair_is_clean_under_every_rule(folder: Path, tmp_path: Path) -> None:
    assert findings(folder, "after", tmp_path / "after") == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_story_is_short_and_names_the_rules(folder: Path) -> None:
    story = (folder / "README.md").read_text(encoding="utf-8")
    number, _, slug = folder.name.partition("-")
    assert re.fullmatch(r"[0-9]{2}", number)
    assert story.startswith(f"# {int(number)}: {slug.replace('-', ' ')}\n")
    assert len(story.splitlines()) <= 20
    assert {finding["rule"] for finding in expected(folder)["findings"]} <= set(re.findall("`([a-z-]+)`", story))
