from __future__ import annotations

import pytest

from promptops.config.loading import load_settings
from promptops.diagnostics import Severity
from promptops.rules import rule_ids
from promptops.scaffolds.configuration import configuration_text, told
from promptops.scaffolds.survey import Dialect, Folder, Ownership, Survey

_EMPTY = Survey((), {}, (), None, (), {})
_FULL = Survey(
    (Dialect("native", 1_200, 2_000),),
    {"Prompt": 2_000},
    tuple(Folder(f"{number}/prompts/**/*.md", "markdown", 2) for number in range(25)),
    "CODEOWNERS",
    tuple(Ownership(f"/{number}/", f"team-{number}", 1) for number in range(21)),
    {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3},
)


@pytest.mark.parametrize("found", [_EMPTY, _FULL])
@pytest.mark.parametrize("schema", [None, ".promptops/schemas/config.schema.json"])
def test_nothing_but_name_and_profile_takes_effect(found: Survey, schema: str | None) -> None:
    text = configuration_text("shop", found, schema)
    settings = load_settings(text.encode(), "promptops.yaml", rule_ids())
    assert settings.config.model_dump(exclude_unset=True) == {"name": "shop", "extends": ("recommended",)}
    assert all(line.startswith(("#", "name: ", "extends: ")) for line in text.splitlines() if line)


def test_long_lists_are_cut() -> None:
    text = configuration_text("shop", _FULL, None)
    assert text.count("- files:") == 20
    assert "#   # and 5 more\n" in text
    assert "#   # and 1 more\n" in text


def test_every_suggestion_works_when_it_is_uncommented() -> None:
    text = configuration_text("shop", _FULL, None)
    head, mark, rest = text.partition("# sources:")
    live = "\n".join(line.removeprefix("# ") for line in f"{mark}{rest}".splitlines() if "covers" not in line)
    config = load_settings(f"{head}{live}".encode(), "promptops.yaml", rule_ids()).config
    assert len(config.sources) == 20
    assert config.owners["/3/"] == "team-3"


def test_what_is_told() -> None:
    assert list(told(_FULL)) == [
        "found:",
        "  native: 2,000 resources in 1,200 files",
        "  kinds: 2,000 Prompt",
        "  25 folders that may hold prompts: in promptops.yaml, for you to decide",
        "  21 owners of CODEOWNERS: in promptops.yaml, for you to decide",
        "next: `promptops lint` has 1 error and 2 warnings to show",
    ]
