from __future__ import annotations

import pytest

from promptops.config.loading import load_settings
from promptops.reports.summary import Summary
from promptops.rules import rule_options
from promptops.scaffolds.configuration import configuration_text
from promptops.scaffolds.folders import Folder, Folders
from promptops.scaffolds.survey import Dialect, Ownership, Survey

_EMPTY = Survey((), {}, Folders(), None, (), Summary(), ())
_FULL = Survey(
    (Dialect("promptops", 1_200, 2_000),),
    {"Prompt": 2_000},
    Folders(
        tuple(Folder(f"{number}/prompts/**/*.md", "markdown", 2, "braces") for number in range(25)), ("README.md",)
    ),
    "CODEOWNERS",
    tuple(Ownership(f"/{number}/", f"team-{number}", 1) for number in range(21)),
    Summary(errors=1, warnings=2, infos=3, files_read=1_200, resources=2_000),
    (),
)


@pytest.mark.parametrize("found", [_EMPTY, _FULL])
@pytest.mark.parametrize("schema", [None, ".promptops/schemas/config.schema.json"])
def test_nothing_but_name_and_profile_takes_effect(found: Survey, schema: str | None) -> None:
    text = configuration_text("shop", found, schema)
    settings = load_settings(text.encode(), "promptops.yaml", rule_options())
    assert settings == load_settings(b"name: shop\nextends: [recommended]\n", "promptops.yaml", rule_options())
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
    config = load_settings(f"{head}{live}".encode(), "promptops.yaml", rule_options()).config
    assert len(config.sources) == 20
    assert {source.template for source in config.sources} == {"braces"}
    assert config.exclude == ["README.md"]
    assert config.owners["/3/"] == "team-3"


def test_what_source_code_loads_takes_effect() -> None:
    folders = Folders(
        (
            Folder("prompts/**/*.md", "markdown", 1, "jinja", "src/app.py"),
            Folder("docs/prompts/**/*.md", "markdown", 9),
        ),
        ("README.md",),
    )
    text = configuration_text("shop", _EMPTY._replace(folders=folders), None)
    config = load_settings(text.encode(), "promptops.yaml", rule_options()).config
    assert [(source.files, source.dialect, source.template) for source in config.sources] == [
        (["prompts/**/*.md"], "markdown", "jinja")
    ]
    assert config.exclude == ["README.md"]
    assert '  - files: "prompts/**/*.md" # 1 file, see src/app.py\n' in text
    assert "# These folders may hold prompts, too. Uncomment what is to be read.\n" in text
    assert '#   - files: "docs/prompts/**/*.md" # 9 files\n' in text
