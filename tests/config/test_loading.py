from __future__ import annotations

import pytest

from promptops.config.loading import load_settings
from promptops.errors import ConfigError

RULES = ("missing-owner", "unknown-tool")


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("naem: a", "promptops.yaml:1:1: unknown key `naem`", "did you mean `name`?"),
        ("name: 5", "promptops.yaml:1:7: `name` must be a string, not `5`", "put it in quotes"),
        ("fail_on: maybe", "promptops.yaml:1:10: `fail_on` must be `info`, `warning`, `error` or `never`, not", None),
        ("rules: {missing-ownr: off}", "promptops.yaml:1:9: no rule `missing-ownr`", "did you mean `missing-owner`?"),
        ("rules: {zzz: off}", "promptops.yaml:1:9: no rule `zzz`", "`promptops rule` lists them"),
        ("overrides: [{rules: {zzz: off}}]", "promptops.yaml:1:22: no rule `zzz`", "`promptops rule` lists them"),
        ("rules: {missing-owner: loud}", "promptops.yaml:1:24: `rules.missing-owner", None),
        ("overrides: [{paths: a}]", "promptops.yaml:1:13: `overrides[0].rules` is missing", None),
        ("extends: strickt", "promptops.yaml: there is no profile `strickt`", "did you mean `strict`?"),
        ("extends: zzz", "promptops.yaml: there is no profile `zzz`", "choose from recommended, strict"),
        ("extends: ../../x", "promptops.yaml: there is no profile `../../x`", "choose from recommended, strict"),
        ("sources: [{files: a, dialect: perl}]", "promptops.yaml:1:31: `sources[0].dialect` must be", None),
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
