from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_BASELINE = "promptops-baseline.json"
_LINE = '{% include "missing" %}\n'
_HEADER = "---\nname: a\nowner: support\n---\n"


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write({"a.prompt.md": _HEADER + _LINE})


def summary(result: Result) -> dict[str, Any]:
    counts: dict[str, Any] = json.loads(result.stdout)["summary"]
    return {key: counts[key] for key in ("errors", "baselined", "stale_baseline")}


def test_what_is_accepted_is_reported_no_more(run: Run, repository: Path) -> None:
    accepting = run("lint", "--write-baseline")
    assert (accepting.exit_code, accepting.stdout) == (0, "all good: 1 file, 1 resource\n1 hidden by the baseline\n")
    assert accepting.stderr == "wrote promptops-baseline.json: 1 finding accepted\n"
    assert (repository / _BASELINE).is_file()
    assert summary(run("lint", "--format", "json")) == {"errors": 0, "baselined": 1, "stale_baseline": 0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Hello.\n\n{_LINE}", {"errors": 0, "baselined": 1, "stale_baseline": 0}),
        (f"  {_LINE}", {"errors": 0, "baselined": 1, "stale_baseline": 0}),
        (f"{_LINE}{_LINE}", {"errors": 1, "baselined": 1, "stale_baseline": 0}),
        (_LINE.replace("missing", "gone"), {"errors": 1, "baselined": 0, "stale_baseline": 1}),
        ("Hello.\n", {"errors": 0, "baselined": 0, "stale_baseline": 1}),
    ],
)
def test_a_finding_is_known_by_its_text_and_not_by_its_line(
    run: Run, write: Write, text: str, expected: dict[str, int]
) -> None:
    run("lint", "--write-baseline")
    write({"a.prompt.md": _HEADER + text})
    assert summary(run("lint", "--format", "json")) == expected


def test_stale_entries_are_counted_and_pruned(run: Run, write: Write, repository: Path) -> None:
    run("lint", "--write-baseline")
    write({"a.prompt.md": f"{_HEADER}Hello.\n"})
    assert run("lint").stdout == "all good: 1 file, 1 resource\n1 stale baseline entry\n"
    run("lint", "--write-baseline")
    assert json.loads((repository / _BASELINE).read_bytes())["accepted"] == []
    assert run("lint").stdout == "all good: 1 file, 1 resource\n"


def test_equal_findings_are_counted(run: Run, write: Write, repository: Path) -> None:
    write({"a.prompt.md": _HEADER + _LINE * 3})
    run("lint", "--write-baseline")
    (entry,) = json.loads((repository / _BASELINE).read_bytes())["accepted"]
    assert entry["count"] == 3
    write({"a.prompt.md": _HEADER + _LINE * 2})
    assert summary(run("lint", "--format", "json")) == {"errors": 0, "baselined": 2, "stale_baseline": 1}


def test_the_file_may_be_named(run: Run, repository: Path, write: Write) -> None:
    assert run("lint", "--write-baseline", "--baseline", "accepted.json").exit_code == 0
    assert not (repository / _BASELINE).exists()
    assert run("lint").exit_code == 1
    assert run("lint", "--baseline", "accepted.json").exit_code == 0
    write({"promptops.yaml": "baseline: accepted.json\n"})
    assert run("lint").exit_code == 0


def test_writing_twice_gives_the_same_bytes(run: Run, repository: Path, write: Write) -> None:
    write({"b.prompt.md": _HEADER.replace("name: a", "name: b") + _LINE})
    run("lint", "--write-baseline")
    first = (repository / _BASELINE).read_bytes()
    run("lint", "--write-baseline")
    assert (repository / _BASELINE).read_bytes() == first


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"version": 2, "accepted": []}', '{"version": 1, "accepted": [{"path": "a"}]}', b"\xff"]
)
def test_a_damaged_baseline_stops_the_run(run: Run, write: Write, content: str | bytes) -> None:
    write({_BASELINE: content})
    result = run("lint")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: the baseline" in result.stderr
    assert "write it anew" in result.stderr
    assert run("lint", "--write-baseline").exit_code == 0


def test_a_baseline_that_is_a_folder_stops_the_run(run: Run, repository: Path) -> None:
    (repository / _BASELINE).mkdir()
    result = run("lint")
    assert result.exit_code == 2
    assert "cannot be read: it is not a regular file" in result.stderr


def test_what_can_be_fixed_is_not_accepted(run: Run, write: Write, repository: Path) -> None:
    write({"t.yaml": "kind: Tool\nname: t\nowner: support\ndescripton: Looks up.\n"})
    assert run("lint", "--fix", "--write-baseline").exit_code == 0
    assert "description: Looks up." in (repository / "t.yaml").read_text(encoding="utf-8")
    accepted = json.loads((repository / _BASELINE).read_bytes())["accepted"]
    assert [entry["rule"] for entry in accepted] == ["unknown-reference"]
