from __future__ import annotations

import json

import pytest

from promptops.config.loading import load_settings
from promptops.config.model import ConfigModel, IgnoredExpectation, Override, ProfileModel, RuleSetting, Source
from promptops.config.settings import Settings
from promptops.config.values import Config, Ignored, Profile, Setting, row_of
from promptops.config.values import Override as PlainOverride
from promptops.config.values import Source as PlainSource
from promptops.resources.base import Block
from promptops.rules import rule_options
from promptops.sources.yaml import read_yaml

FULL = """
name: shop
extends: [strict]
include: [prompts/, tools/]
exclude: prompts/old
output: out/here
sources: [{files: '*.txt', dialect: text, template: jinja}, {files: a.json, dialect: tools}]
owners: {prompts/: support}
rules: {unknown-tool: off, overdue-review: {severity: error, options: {grace_days: 3}}}
overrides: [{paths: prompts/, owners: support, rules: {overdue-review: {options: {grace_days: 4}}}}]
fail_on: warning
expectations: {ignore: [{consumer: eval:a, value: Hello, reason: it is no expectation}]}
baseline: accepted.json
"""


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ConfigModel, Config),
        (ProfileModel, Profile),
        (RuleSetting, Setting),
        (Override, PlainOverride),
        (Source, PlainSource),
        (IgnoredExpectation, Ignored),
    ],
)
def test_the_values_are_those_of_the_model(model: type[Block], values: type[Config]) -> None:
    assert values._fields == tuple(model.model_fields)


@pytest.mark.parametrize("text", [FULL, "", "name: a\n"])
def test_settings_are_read_back_from_json(text: str) -> None:
    settings = load_settings(text.encode(), "promptops.yaml", rule_options())
    again = Settings.of(json.loads(json.dumps(settings.row())))
    assert again == settings
    assert (again.config, again.profiles, again.path) == (settings.config, settings.profiles, settings.path)


def test_the_row_is_what_the_model_writes() -> None:
    settings = load_settings(FULL.encode(), "promptops.yaml", rule_options())
    written = read_yaml(FULL)[0][0].value
    assert row_of(settings.config) == ConfigModel.model_validate(written).model_dump(mode="json")


@pytest.mark.parametrize("other", ["name: b\n", "name: a\nrules: {unknown-tool: off}\n", "name: a\nextends: []\n"])
def test_settings_are_equal_that_say_the_same(other: str) -> None:
    one, same, another = (
        load_settings(text, "promptops.yaml", rule_options()) for text in (b"name: a", b"name: 'a'", other.encode())
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one != another
