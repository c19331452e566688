from __future__ import annotations

import pytest

from promptops.config.loading import load_settings
from promptops.config.options import RuleOptions
from promptops.errors import ConfigError
from promptops.rules.lifecycle.overdue_review import Options as Review
from promptops.rules.ownership.missing_owner import Options as Ownership

RULES = {"missing-owner": Ownership, "overdue-review": Review, "unknown-tool": RuleOptions}
GRACE = "rules: {overdue-review: {options: {grace_days: "


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("naem: a", "promptops.yaml:1:1: unknown key `naem`", "did you mean `name`?"),
        ("name: 5", "promptops.yaml:1:7: `name` must be a string, not `5`", "put it in quotes"),
        ("fail_on: maybe", "promptops.yaml:1:10: `fail_on` must be `info`, `warning`, `error` or `never`, not", None),
        ("rules: {missing-ownr: off}", "promptops.yaml:1:9: no rule `missing-ownr`", "did you mean `missing-owner`?"),
        ("rules: {zzz: off}", "promptops.yaml:1:9: no rule `zzz`", "`promptops rule` lists them"),
        ("overrides: [{rules: {zzz: off}}]", "promptops.yaml:1:22: no rule `zzz`", "`promptops rule` lists them"),
        (
            "rules: {overdue-review: {options: {grace_dys: 3}}}",
            "promptops.yaml:1:36: the rule `overdue-review` has no option `grace_dys`",
            "did you mean `grace_days`?",
        ),
        (
            "rules: {overdue-review: {options: {zzz: 3}}}",
            "promptops.yaml:1:36: the rule `overdue-review` has no option `zzz`",
            "it has `grace_days`",
        ),
        (
            "rules: {unknown-tool: {options: {zzz: 3}}}",
            "promptops.yaml:1:34: the rule `unknown-tool` has no option `zzz`",
            "it has none",
        ),
        (f"{GRACE}-1}}}}}}", "promptops.yaml:1:48: `rules.overdue-review.options.grace_days` must be at least 0", None),
        (
            f"{GRACE}'3'}}}}}}",
            "promptops.yaml:1:48: `rules.overdue-review.options.grace_days` must be a whole number, not a string",
            "write digits only, without quotes",
        ),
        (
            f"{GRACE}}}}}}}",
            "promptops.yaml:1:36: `rules.overdue-review.options.grace_days` has no",
            "write one, or remove the key",
        ),
        (
            "overrides:\n- rules:\n    missing-owner:\n      options:\n        kinds: [tool, tol]\n",
            "promptops.yaml:5:23: `overrides[0].rules.missing-owner.options.kinds[1]` must be `prompt`, ",
            None,
        ),
        ("rules: {overdue-review: {options: 3}}", "promptops.yaml:1:35: `rules.overdue-review.options` must be", None),
        ("rules: {missing-owner: loud}", "promptops.yaml:1:24: `rules.missing-owner", None),
        ("overrides: [{paths: a}]", "promptops.yaml:1:13: `overrides[0].rules` is missing", None),
        ("extends: strickt", "promptops.yaml:1:10: there is no profile `strickt`", "did you mean `strict`?"),
        (
            "name: x\nextends: [strict, zzz]",
            "promptops.yaml:2:19: there is no profile `zzz`",
            "choose from recommended, strict",
        ),
        ("extends:\n- ../../x", "promptops.yaml:2:3: there is no profile `../../x`", "choose from recommended, strict"),
        ("sources: [{files: a, dialect: perl}]", "promptops.yaml:1:31: `sources[0].dialect` cannot be `perl`", None),
        ("sources: [{files: a, dialect: promty}]", "promptops.yaml:1:31: `sources[0]", "did you mean `prompty`?"),
        (
            "sources: [{files: a, dialect: prompty, template: jinja}]",
            "promptops.yaml:1:40: `sources[0].template` is for Markdown and text",
            "`prompty` has its own; remove it",
        ),
        (
            "sources: [{files: a, dialect: text, template: mustach}]",
            "promptops.yaml:1:47: `sources[0].template` cannot be `mustach`",
            "did you mean `mustache`?",
        ),
        ("owners: {'..': a}", "promptops.yaml:1:10: ", None),
        ("name: [", "promptops.yaml:1:", None),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, message: str, advice: str | None) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(text.encode(), "promptops.yaml", RULES)
    assert str(caught.value).startswith(message)
    if advice is not None:
        assert caught.value.help == advice


def test_the_name_of_the_file_is_told() -> None:
    with pytest.raises(ConfigError, match=r"other\.yaml:1:1: unknown key `a`"):
        load_settings(b"a: 1", "other.yaml", RULES)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~\n", "\ufeffname: a\n", "name: a\r\n"])
def test_a_file_that_says_little_is_a_configuration(text: str) -> None:
    assert load_settings(text.encode(), "promptops.yaml", RULES).config.name in (None, "a")


@pytest.mark.parametrize(
    "text",
    [
        "rules: &a {missing-owner: *a}",
        "a: &a [1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n",
        "name: !!python/object/apply:os.system [id]",
        "owners: {" + ", ".join(f"'{'*a' * 600}{number}': a" for number in range(50)) + "}",
    ],
)
def test_a_hostile_configuration_does_nothing(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^promptops\.yaml:"):
        load_settings(text.encode(), "promptops.yaml", RULES)


@pytest.mark.parametrize(("owners", "taken"), [(99, True), (100, False)])
def test_options_are_set_for_so_many_owners_and_environments(owners: int, taken: bool) -> None:  # noqa: FBT001 - a case
    names = ", ".join(f"team-{number}" for number in range(owners))
    text = f"overrides:\n- {{owners: [{names}], rules: {{overdue-review: {{options: {{grace_days: 1}}}}}}}}\n"
    text += "- {environments: [test], rules: {overdue-review: {options: {grace_days: 2}}}}\n"
    if taken:
        assert load_settings(text.encode(), "promptops.yaml", RULES).config.overrides[1].environments == ["test"]
    else:
        with pytest.raises(
            ConfigError, match=r"^promptops\.yaml:3:34: the options of `overdue-review` are set for too"
        ):
            load_settings(text.encode(), "promptops.yaml", RULES)
