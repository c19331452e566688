"""What the README shows is what the product does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from promptops.cli.main import COMMANDS
from promptops.config.loading import load_settings
from promptops.config.resolution import Subject
from promptops.formats.native import read_markdown
from promptops.resources import KINDS
from promptops.resources.validation import validate
from promptops.rules import rule_options

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match["info"], match["text"]) for match in _BLOCK.finditer(README)]


def test_the_findings_are_those_of_the_files_above_them(tmp_path: Path) -> None:
    section = README.partition("## What it says")[2].partition("\n## ")[0]
    shown = ""
    for match in _BLOCK.finditer(section):
        _, _, path = match["info"].partition(" ")
        if path:
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["text"], encoding="utf-8")
        else:
            command, _, shown = match["text"].partition("\n")
            assert command == "$ promptops lint"
    ran = subprocess.run(
        [sys.executable, "-m", "promptops", "lint", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout == shown
    assert ran.returncode == 1


def test_the_change_breaks_what_is_shown(tmp_path: Path) -> None:
    section = README.partition("## Whom a change breaks")[2].partition("\n## ")[0]
    git = ("git", "-c", "user.name=n", "-c", "user.email=n@example.com")
    subprocess.run((*git, "init", "-q", "-b", "main"), cwd=tmp_path, check=True)
    shown = ""
    for match in _BLOCK.finditer(section):
        language, _, path = match["info"].partition(" ")
        if path:
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["text"], encoding="utf-8")
        elif language == "diff":
            subprocess.run((*git, "add", "--all"), cwd=tmp_path, check=True)
            subprocess.run((*git, "commit", "-q", "-m", "Write"), cwd=tmp_path, check=True)
            subprocess.run((*git, "checkout", "-q", "-b", "reword"), cwd=tmp_path, check=True)
            subprocess.run((*git, "apply"), cwd=tmp_path, check=True, input=match["text"], encoding="utf-8")
        else:
            command, _, shown = match["text"].partition("\n")
            assert command == "$ promptops diff"
    ran = subprocess.run(
        [sys.executable, "-m", "promptops", "diff", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    commit = re.compile(r"merge base [0-9a-f]{7}")
    assert commit.sub("", ran.stdout) == commit.sub("", shown)
    assert ran.returncode == 1


def test_the_configuration_can_be_loaded() -> None:
    (text,) = (text for info, text in BLOCKS if info == "yaml promptops.yaml")
    settings = load_settings(text.encode(), "promptops.yaml", rule_options())
    assert settings.config.name == "acme"
    review = settings.options("overdue-review", rule_options()["overdue-review"])
    assert review.of(Subject("a.md", "research")) != review.of(Subject("a.md"))


def test_every_command_is_listed_with_its_words() -> None:
    rows = re.findall(r"^\| `promptops (\w+)[^`]*` \| ([^|]+) \|$", README, re.MULTILINE)
    assert [name for name, _ in rows] == list(COMMANDS)


def test_every_kind_is_listed() -> None:
    listed = README.partition("with a `kind` of ours: ")[2].partition(" |")[0]
    assert listed.split(", ") == list(KINDS)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:|#)([^)#]+)", README))))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (Path(__file__).parent.parent / link).exists()


def test_the_prompt_is_one() -> None:
    (text,) = (text for info, text in BLOCKS if info == "markdown")
    reading = read_markdown("refund-reply.prompt.md", text, configured=True)
    ((_, rejections),) = (validate(draft.kind, draft.data) for draft in reading.drafts)
    assert (reading.faults, rejections) == ((), ())
