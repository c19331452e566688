"""What the page about comparisons shows can be used as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from promptops.cli.main import COMMANDS, cli
from promptops.config.loading import load_settings
from promptops.formats.native import read_documents
from promptops.resources.validation import validate
from promptops.rules import rule_ids, rule_options
from promptops.rules.pages import ExampleFile, parse_page

PAGE = (Path(__file__).parents[2] / "docs" / "comparing.md").read_text(encoding="utf-8")
BLOCKS = {
    block.path or block.language: block.text
    for section in parse_page(PAGE).sections
    for block in section.blocks
    if isinstance(block, ExampleFile)
}


def parameters(command: str) -> set[str]:
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    return {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}


def test_the_consumer_is_one() -> None:
    (draft,) = read_documents(BLOCKS["consumers/parser.yaml"], configured=True).drafts
    assert validate(draft.kind, draft.data)[1] == ()


def test_what_is_to_be_ignored_is_ignored() -> None:
    settings = load_settings(BLOCKS["promptops.yaml"].encode(), "promptops.yaml", rule_options())
    assert settings.ignores("tests/fixtures/answers.py", "anything")
    assert settings.ignores("src/letter.py", "Best regards,")
    assert not settings.ignores("src/letter.py", "anything")


def test_the_command_that_waives_has_these_options() -> None:
    _, command, fingerprint, *rest = shlex.split(BLOCKS["sh"])
    assert command == "waive"
    assert re.fullmatch("[0-9a-f]{16}", fingerprint)
    assert {word for word in rest if word.startswith("--")} <= parameters("waive")


def test_the_page_names_nothing_that_there_is_not() -> None:
    commands = set(re.findall(r"`promptops (\w+)", PAGE))
    options = set(re.findall(r"`(--[a-z-]+)", PAGE))
    rules = {name for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE) if not name.startswith("--")}
    assert commands <= COMMANDS.keys()
    assert options <= parameters("diff") | parameters("compile")
    assert rules <= set(rule_ids())
