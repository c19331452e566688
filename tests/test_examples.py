from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from promptops.canonical import canonical_json
from promptops.compiler import Compiler, Request
from promptops.config.loading import profile_names
from promptops.resources import SLUGS
from promptops.resources.entries import Entry

_EXAMPLES = Path(__file__).parents[1] / "examples"
_README = (_EXAMPLES / "README.md").read_text(encoding="utf-8")
_TODAY = date(2026, 11, 21)
_LAST_CLEAN_DAY = date(2028, 5, 31)
_STEP = re.compile(r"^```(?P<language>console|diff)(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (?P<cell>`.*?) \|", re.MULTILINE)
_NOT_OURS = shutil.ignore_patterns("app", "build", "incidents")


class Step(NamedTuple):
    """A fenced block of the README: a command with its output, or a change of a file."""

    language: str
    path: str
    text: str


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a copy of the example that a test may change."""
    return shutil.copytree(_EXAMPLES, tmp_path / "examples", ignore=_NOT_OURS)


@cache
def entries() -> tuple[Entry, ...]:
    return Compiler(Request(_EXAMPLES, _TODAY)).compiled.project.entries


def promptops(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    dated = arguments if "--as-of" in arguments else (*arguments, "--as-of", _TODAY.isoformat())
    environment = {**os.environ, "PROMPTOPS_CACHE_DIR": ""}
    return subprocess.run(
        [sys.executable, "-m", "promptops", *dated],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def steps() -> Iterator[Step]:
    return (Step(match["language"], match["path"] or "", match["text"]) for match in _STEP.finditer(_README))


def apply(diff: str, file: Path) -> None:
    """Replace the lines of a diff that begin with `-`, which stand in the file once, by those with `+`."""
    removed, added = ("".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] == sign) for sign in "-+")
    before = file.read_text(encoding="utf-8")
    assert before.count(removed) == 1
    file.write_text(before.replace(removed, added), encoding="utf-8")


def bundles(folder: Path) -> dict[str, dict[str, Any]]:
    """Compile, and return the resources of each environment's bundle."""
    assert promptops(folder, "compile").returncode == 0
    manifest = json.loads((folder / "build" / "manifest.json").read_bytes())
    files = {name: folder / "build" / "bundles" / f"{digest}.json" for name, digest in manifest["bundles"].items()}
    return {name: json.loads(file.read_bytes())["resources"] for name, file in files.items()}


@pytest.mark.parametrize("day", [_TODAY, date(2027, 6, 1), date(2027, 11, 21), _LAST_CLEAN_DAY])
@pytest.mark.parametrize("profile", profile_names())
def test_no_rule_has_anything_to_say(shop: Path, profile: str, day: date) -> None:
    config = shop / "promptops.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("[recommended]", f"[{profile}]"), encoding="utf-8")

    verdict = Compiler(Request(shop, day)).verdict

    assert (verdict.diagnostics, verdict.suppressed) == ((), 0)
    assert f"extends: [{profile}]" in config.read_text(encoding="utf-8")


def test_every_kind_is_shown() -> None:
    assert {entry.kind for entry in entries()} == set(SLUGS)
    assert len(entries()) >= 40


def test_every_stage_of_life_is_shown() -> None:
    lifecycles = {entry.governance.get("lifecycle") for entry in entries()}
    majors = {entry.major for entry in entries() if entry.name == "common/safety-preamble"}

    assert {"deprecated", "experimental"} <= lifecycles
    assert majors == {1, 2}


def test_files_that_the_compiler_does_not_open_are_there() -> None:
    named = []
    for entry in entries():
        attributes = json.loads(entry.data)
        files = [*attributes.get("files", ()), *([attributes["runbook"]] if "runbook" in attributes else ())]
        named += [(_EXAMPLES / entry.path).parent / file for file in files]

    assert named
    assert [file for file in named if not file.is_file()] == []


def test_cases_are_in_slices_that_their_dataset_names() -> None:
    datasets = [(entry, json.loads(entry.data)) for entry in entries() if entry.kind == "dataset"]
    slices: dict[str, set[str]] = {entry.name: set(attributes.get("slices", ())) for entry, attributes in datasets}
    found: dict[str, set[str]] = {name: set() for name in slices}
    for entry, attributes in datasets:
        for file in (file for file in attributes["files"] if file.endswith(".jsonl")):
            lines = ((_EXAMPLES / entry.path).parent / file).read_text(encoding="utf-8").splitlines()
            found[entry.name] |= {case["slice"] for line in lines if "slice" in (case := json.loads(line))}

    assert found == slices


def test_each_environment_has_a_canonical_bundle_named_by_its_content(shop: Path) -> None:
    promptops(shop, "compile")
    named: dict[str, str] = json.loads((shop / "build" / "manifest.json").read_bytes())["bundles"]
    written = {file.stem: file.read_bytes() for file in (shop / "build" / "bundles").iterdir()}

    assert set(named) == {"dev", "staging", "prod"}
    assert set(named.values()) == set(written)
    for environment, digest in named.items():
        bundle = json.loads(written[digest])
        assert hashlib.sha256(written[digest]).hexdigest() == digest
        assert canonical_json(bundle).encode() == written[digest]
        assert bundle["environment"] == environment


def test_what_an_environment_overrides_is_in_its_bundle(shop: Path) -> None:
    found = bundles(shop)

    limits = {name: found[name]["provider:meridian"]["attributes"]["limits"] for name in found}
    budgets = {name: found[name]["agent:support/concierge@4"]["attributes"]["budget"] for name in found}
    assert {name: limit["requests_per_minute"] for name, limit in limits.items()} == {
        "dev": 600,
        "staging": 60,
        "prod": 3000,
    }
    assert budgets == {"dev": "development", "staging": "development", "prod": "support/chat"}


def test_the_readme_shows_what_happens(shop: Path) -> None:
    shown, printed = [], []
    for step in steps():
        if step.language == "diff":
            apply(step.text, shop / step.path)
            continue
        command, _, output = step.text.partition("\n")
        shown.append((command, output.strip()))
        printed.append((command, promptops(shop, *command.split()[2:]).stdout.strip()))

    assert [command.split()[2] for command, _ in shown] == ["compile", "graph", "lint", "lint"]
    assert printed == shown


def test_the_mistake_in_the_readme_is_found_and_keeps_bundles_back(shop: Path) -> None:
    (mistake,) = (step for step in steps() if step.language == "diff")
    apply(mistake.text, shop / mistake.path)

    (found,) = Compiler(Request(shop, _TODAY)).verdict.diagnostics
    done = promptops(shop, "compile")

    assert (found.rule, found.resource, found.help) == (
        "unknown-tool",
        "prompt:support/refund-reply@2",
        "did you mean `issue-refund`?",
    )
    assert (done.returncode, list((shop / "build" / "bundles").iterdir())) == (1, [])


def test_the_readme_names_every_folder() -> None:
    listed = {name for match in _ROW.finditer(_README) for name in re.findall(r"`([^`]+)`", match["cell"])}
    there = {
        path.name + ("/" if path.is_dir() else "")
        for path in _EXAMPLES.iterdir()
        if path.name not in {"README.md", "build", "incidents"} and not path.name.startswith(".")
    }

    assert listed - {"incidents/"} == there
