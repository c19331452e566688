from __future__ import annotations

import pytest

from promptops.config.loading import load_settings
from promptops.config.loosening import KnownRule, Loosening, loosenings
from promptops.config.options import RuleOptions, WholeNumber, Words
from promptops.config.settings import Settings
from promptops.rules import find_rule, rule_options


def settings(text: str) -> Settings:
    return load_settings(text.encode(), "promptops.yaml", rule_options())


def know(rule_id: str) -> KnownRule:
    rule = find_rule(rule_id)
    assert rule is not None
    return KnownRule(rule.severity.value, rule.options)


def found(before: str, after: str) -> list[Loosening]:
    return list(loosenings(settings(before), settings(after), know))


@pytest.mark.parametrize(
    ("before", "after", "keys", "message"),
    [
        ("", "rules: {unused-input: off}", ("rules", "unused-input"), "`unused-input` was a warning, and is off"),
        (
            "rules: {unused-input: error}",
            "rules: {unused-input: info}",
            ("rules", "unused-input"),
            "`unused-input` was an error, and is an info",
        ),
        (
            "rules: {unused-input: error, overdue-review: error}",
            "name: x",
            ("rules",),
            "what `promptops.yaml` said of `overdue-review` and `unused-input` is gone, and asks for less now",
        ),
        ("fail_on: warning", "", ("fail_on",), "`fail_on` was `warning`, and is `error`"),
        ("", "fail_on: never", ("fail_on",), "`fail_on` was `error`, and is `never`"),
        (
            "",
            "overrides: [{paths: old/, owners: support, rules: {unknown-tool: warning}}]",
            ("overrides", 0, "rules", "unknown-tool"),
            "`unknown-tool` is a warning for `old/` and `support`, and an error elsewhere",
        ),
        (
            "overrides: [{paths: new/, rules: {unused-input: error}}]",
            "overrides: [{paths: new/, rules: {unused-input: warning}}]",
            ("overrides",),
            "an override that made `unused-input` an error is gone: it is a warning",
        ),
        (
            "",
            "rules: {overdue-review: {options: {grace_days: 30}}}",
            ("rules", "overdue-review", "options", "grace_days"),
            "`grace_days` of `overdue-review` is 30 now, and was 0",
        ),
        (
            "",
            "rules: {retiring-model: {options: {notice_days: 30}}}",
            ("rules", "retiring-model", "options", "notice_days"),
            "`notice_days` of `retiring-model` is 30 now, and was 90",
        ),
        (
            "rules: {unused-input: {options: {ignore: a}}}",
            "rules: {unused-input: {options: {ignore: [a, b, c]}}}",
            ("rules", "unused-input", "options", "ignore"),
            "`ignore` of `unused-input` has `b` and `c` now",
        ),
        (
            "",
            "overrides: [{environments: test, rules: {unused-input: {options: {ignore: a}}}}]",
            ("overrides", 0, "rules", "unused-input", "options", "ignore"),
            "`ignore` of `unused-input` has `a` now",
        ),
        (
            "rules: {missing-owner: {options: {kinds: [prompt, tool]}}}",
            "rules: {missing-owner: {options: {kinds: prompt}}}",
            ("rules", "missing-owner", "options", "kinds"),
            "`kinds` of `missing-owner` leaves out `tool` now",
        ),
        (
            "expectations: {ignore: [{value: a, reason: known}]}",
            "expectations: {ignore: [{value: a, reason: so}, {value: b, consumer: src/*, reason: known}]}",
            ("expectations", "ignore", 1),
            "the expectation `b` of `src/*` is ignored now",
        ),
    ],
)
def test_what_asks_for_less_is_named_at_its_key(
    before: str, after: str, keys: tuple[str | int, ...], message: str
) -> None:
    (loosening,) = found(before, after)
    assert (loosening.keys, loosening.message) == (keys, message)
    assert loosening.old != loosening.new
    assert found(after, before) == []


def test_a_profile_less_is_told_with_its_rules() -> None:
    (loosening,) = found("extends: [recommended, strict]", "extends: [recommended]")
    assert loosening.keys == ("extends",)
    assert "`unused-input`" in loosening.message
    assert found("extends: [recommended]", "extends: [recommended, strict]") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rules: {unused-input: warning}", ""),
        ("rules: {unused-input: off}", "rules: {unused-input: off}\nname: other"),
        ("extends: strict", "extends: recommended\nrules: {RULES}"),
        ("", "overrides: [{paths: new/, rules: {unused-input: error, unused-suppression: warning}}]"),
        ("overrides: [{paths: old/, rules: {unused-input: off}}]", ""),
        ("rules: {unused-input: {options: {ignore: [b, a]}}}", "rules: {unused-input: {options: {ignore: [a, b]}}}"),
        ("output: a\nowners: {a: b}", "output: b\nowners: {a: c}"),
    ],
)
def test_what_asks_for_as_much_is_left_alone(before: str, after: str) -> None:
    errors = ", ".join(f"{rule}: error" for rule in rule_options())
    assert found(before, after.replace("RULES", errors)) == []


KINDS = tuple(dict.fromkeys(kind for kind in rule_options().values() if kind.declared))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__module__)
def test_every_option_has_a_direction(kind: type[RuleOptions]) -> None:
    for option in kind.declared.values():
        assert isinstance(option, WholeNumber | Words)
        if isinstance(option, WholeNumber):
            assert option.default != option.example
        elif option.choices:
            assert option.default == option.choices
        else:
            assert option.default == ()
