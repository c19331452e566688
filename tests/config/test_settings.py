from __future__ import annotations

from typing import Any

import pytest

from promptops.config.loading import load_settings, profile_names
from promptops.config.options import RuleOptions
from promptops.config.resolution import Subject
from promptops.config.settings import Settings
from promptops.config.values import Profile, Setting
from promptops.diagnostics import Severity
from promptops.rules.lifecycle.overdue_review import Options

RULES = {"missing-owner": RuleOptions, "unknown-tool": RuleOptions, "overdue-review": Options}


def settings(text: str) -> Settings:
    return load_settings(f"extends: []\n{text}".encode(), "promptops.yaml", RULES)


def level(text: str, rule: str = "missing-owner", **subject: Any) -> str | None:
    found = settings(text).severity(rule, Severity.WARNING, Subject(**{"path": "prompts/a.md", **subject}))
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "warning"),
        ("rules: {missing-owner: error}", "error"),
        ("rules: {missing-owner: off}", None),
        ("rules: {missing-owner: {severity: info}}", "info"),
        ("rules: {missing-owner: {options: {}}}", "warning"),
        ("rules: {unknown-tool: off}", "warning"),
        ("overrides: [{rules: {missing-owner: error}}]", "error"),
        ("overrides: [{paths: prompts/, rules: {missing-owner: error}}]", "error"),
        ("overrides: [{paths: [other/], rules: {missing-owner: error}}]", "warning"),
        ("overrides: [{owners: support, rules: {missing-owner: error}}]", "error"),
        ("overrides: [{owners: billing, rules: {missing-owner: error}}]", "warning"),
        ("overrides: [{environments: prod, rules: {missing-owner: off}}]", None),
        ("overrides: [{environments: dev, rules: {missing-owner: off}}]", "warning"),
        ("overrides: [{paths: prompts/, owners: billing, rules: {missing-owner: error}}]", "warning"),
        ("overrides: [{rules: {missing-owner: error}}, {rules: {missing-owner: info}}]", "info"),
        ("rules: {missing-owner: off}\noverrides: [{paths: prompts/, rules: {missing-owner: error}}]", "error"),
    ],
)
def test_the_last_setting_that_applies_decides(text: str, expected: str | None) -> None:
    assert level(text, owner="support", environment="prod") == expected


def test_overrides_by_owner_say_nothing_of_what_nobody_owns() -> None:
    by_owner, by_environment = (
        "{owners: a, rules: {missing-owner: error}}",
        "{environments: b, rules: {missing-owner: off}}",
    )
    assert level(f"overrides: [{by_owner}, {by_environment}]") == "warning"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("rules: {missing-owner: off}", True),
        ("rules: {missing-owner: error}", False),
        ("rules: {missing-owner: off}\noverrides: [{rules: {missing-owner: info}}]", False),
        ("rules: {missing-owner: off}\noverrides: [{rules: {unknown-tool: info}}]", True),
        ("rules: {missing-owner: {options: {}}}", False),
    ],
)
def test_a_rule_is_off_when_nothing_can_make_it_speak(text: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert settings(text).is_off("missing-owner") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("rules: {overdue-review: {options: {grace_days: 3}}}", 3),
        ("rules: {overdue-review: error}", 0),
        ("rules: {overdue-review: {severity: error, options: {grace_days: 3}}}", 3),
        ("overrides: [{rules: {overdue-review: {options: {grace_days: 4}}}}]", 4),
        ("overrides: [{paths: prompts/, rules: {overdue-review: {options: {grace_days: 4}}}}]", 4),
        ("overrides: [{paths: other/, rules: {overdue-review: {options: {grace_days: 4}}}}]", 0),
        ("overrides: [{owners: support, rules: {overdue-review: {options: {grace_days: 4}}}}]", 4),
        ("overrides: [{environments: dev, rules: {overdue-review: {options: {grace_days: 4}}}}]", 0),
        (
            """
rules: {overdue-review: {options: {grace_days: 3}}}
overrides:
- {paths: prompts/, rules: {overdue-review: {options: {grace_days: 4}}}}
- {environments: prod, rules: {overdue-review: {options: {grace_days: 5}}}}
- {owners: support, rules: {overdue-review: off}}
""",
            5,
        ),
    ],
)
def test_options_hold_where_severities_would(text: str, expected: int) -> None:
    found = settings(text).options("overdue-review", Options)
    assert found.of(Subject("prompts/a.md", "support", "prod")).grace_days == expected


def test_the_project_sets_options_over_its_profiles() -> None:
    first = Profile("", {"overdue-review": Setting(None, {"grace_days": 1})})
    own, none = settings("rules: {overdue-review: {options: {grace_days: 3}}}").config, settings("").config
    assert Settings(own, (first,)).options("overdue-review", Options).everywhere == Options(grace_days=3)
    assert Settings(none, (first,)).options("overdue-review", Options).everywhere == Options(grace_days=1)
    assert Settings(own, (first,)).options("unknown-tool", RuleOptions).everywhere == RuleOptions()


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "a/b.yaml", True),
        ("include: prompts/", "prompts/a.md", True),
        ("include: [prompts/, tools/]", "tools/a.md", True),
        ("include: prompts/", "a.md", False),
        ("exclude: '*.json'", "deep/a.json", False),
        ("exclude: '*.json'", "deep/a.yaml", True),
        ("include: prompts/\nexclude: prompts/old", "prompts/old/a.md", False),
        ("include: prompts/\nexclude: prompts/old", "prompts/older/a.md", True),
    ],
)
def test_files_are_included_and_excluded(text: str, path: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert settings(text).reads(path) is expected


def test_the_first_source_and_the_last_owner_decide() -> None:
    text = (
        "sources: [{files: '*.txt', dialect: text}, {files: [prompts/], dialect: jinja}]\n"
        "owners: {prompts/: support, '*.txt': billing}\n"
    )
    found = settings(text)
    sources = [found.source_of(path) for path in ("prompts/a.txt", "prompts/a.md", "a.md")]
    assert [source and source.dialect for source in sources] == ["text", "jinja", None]
    assert [found.owner_of(path) for path in ("prompts/a.txt", "prompts/a.md", "a.md")] == ["billing", "support", None]


def test_later_profiles_win_and_the_project_wins_over_them() -> None:
    assert {"recommended", "strict"} <= set(profile_names())
    for text, layers in (("extends: []\n", 0), ("extends: [recommended, strict]\n", 2), ("", 1)):
        found = load_settings(text.encode(), "promptops.yaml", RULES)
        assert len(found.profiles) == layers
    own = load_settings(b"extends: [recommended, strict]\nrules: {missing-owner: info}\n", "promptops.yaml", RULES)
    assert own.severity("missing-owner", Severity.ERROR, Subject("a")) is Severity.INFO


def test_no_configuration_is_one_too() -> None:
    found = load_settings(None, "promptops.yaml", RULES)
    assert found.path is None
    assert found.config.output == "build"
    assert load_settings(b"", "promptops.yaml", RULES).path == "promptops.yaml"


@pytest.mark.parametrize(
    ("written", "expected"), [("out", "out"), ("./out/", "out"), ("a//b/../c", "a/c"), (".promptops", ".promptops")]
)
def test_the_output_folder_is_a_plain_path(written: str, expected: str) -> None:
    assert settings(f"output: {written}").config.output == expected


def test_every_profile_can_be_used() -> None:
    from promptops.rules import rule_options  # noqa: PLC0415 - the real ones, for this test alone

    for name in profile_names():
        found = load_settings(f"extends: {name}".encode(), "promptops.yaml", rule_options())
        assert {rule for profile in found.profiles for rule in profile.rules} <= set(rule_options())
        assert all(profile.description for profile in found.profiles)
