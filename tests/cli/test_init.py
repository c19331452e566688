from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.resources import SLUGS

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_PROMPT = "---\nname: a\nowner: support\n---\nHello.\n"
_TOOL = '{"name": "look_up", "description": "Looks up.", "inputSchema": {"type": "object"}}'


@pytest.fixture
def _found(write: Write) -> None:
    write(
        {
            "prompts/a.prompt.md": _PROMPT,
            "mcp/a.json": _TOOL,
            "mcp/b.json": _TOOL.replace("look_up", "take_back"),
            "app/prompt_templates/one.j2": "Hello {{ name }}.",
            "app/prompt_templates/deep/two.j2": "Hello.",
            "app/prompt_templates/README.md": "About.",
            "app/prompt_templates/three.md": "Hello {{#who}}{{name}}{{/who}}.",
            "app/prompt_templates/four.md": "Hello {{name}}.",
            "app/prompt_templates/empty.md": " \n",
            ".github/CODEOWNERS": "* @acme/everyone\n/mcp/ @acme/tooling\n",
        }
    )


@pytest.mark.usefixtures("_found")
def test_what_was_found_is_told_and_stands_in_comments(run: Run, repository: Path) -> None:
    result = run("init")

    assert result.exit_code == 0
    assert result.stdout == (
        "wrote promptops.yaml\n"
        "wrote .promptops/schemas/config.schema.json\n"
        "\n"
        "found:\n"
        "  MCP and function schemas  2 files  2 resources\n"
        "  promptops                  1 file  1 resource\n"
        "  1 Prompt, 2 Tool\n"
        "  2 folders that may hold prompts: in promptops.yaml, for you to decide\n"
        "  .github/CODEOWNERS gives files to tooling: in promptops.yaml, for you to decide\n"
        "\n"
        "all good: 3 files, 3 resources\n"
        "\n"
        "next: uncomment the folders to read in promptops.yaml, and run `promptops lint`\n"
    )
    assert (repository / "promptops.yaml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=.promptops/schemas/config.schema.json\n"
        "# Every key is optional; `promptops schema config` describes them all.\n"
        "\n"
        "name: shop\n"
        "extends: recommended # or strict\n"
        "\n"
        "# When `promptops init` wrote this, it found:\n"
        "#   MCP and function schemas  2 files  2 resources\n"
        "#   promptops                  1 file  1 resource\n"
        "#   1 Prompt, 2 Tool\n"
        "\n"
        "# These folders may hold prompts. Uncomment what is to be read.\n"
        "# sources:\n"
        '#   - files: "app/prompt_templates/**/*.j2" # 2 files\n'
        "#     dialect: jinja\n"
        '#   - files: "app/prompt_templates/**/*.md" # 2 files\n'
        "#     dialect: markdown\n"
        "#     template: mustache # in which all of them are templates\n"
        "# exclude: [README.md] # what speaks of a folder and is no prompt\n"
        "\n"
        "# .github/CODEOWNERS covers files that name no owner. Uncomment it to give them to teams:\n"
        "# owners:\n"
        '#   "/mcp/": tooling # 2 files\n'
    )


@pytest.mark.usefixtures("_found")
def test_what_stands_in_comments_works_when_it_is_uncommented(run: Run, repository: Path) -> None:
    run("init")
    file = repository / "promptops.yaml"
    head, mark, suggested = file.read_text(encoding="utf-8").partition("# sources:")
    live = [line.removeprefix("# ") for line in f"{mark}{suggested}".splitlines() if "covers" not in line]
    file.write_text(head + "\n".join(live), encoding="utf-8")

    report = json.loads(run("lint", "--format", "json").stdout)

    assert (report["summary"]["resources"], report["summary"]["files_read"]) == (7, 7)
    assert report["diagnostics"] == []


def test_the_counts_are_those_of_lint(run: Run, write: Write) -> None:
    write(
        {
            "_defaults.yaml": "access: internal\n",
            "a.prompt.md": '---\nname: a\n---\n{% include "tone" %}{{ x }}{{ y }}',
            "b.prompt.md": "---\nname: [\n---\n",
            "c.prompt.yml": "messages: [{role: user, content: Hello.}]\nmodelParameters: {max_tokens: 5}\n",
            "promptfooconfig.yaml": "prompts: [file://make.py]\nproviders: [openai:gpt-4o]\n",
            "make.py": "",
        }
    )
    told = run("init").stdout.splitlines()
    linted = run("lint").stdout.splitlines()
    closing = next(line for line in linted if line.startswith("found "))
    assert f"{closing}, most certain first:" in told
    start = told.index(f"{closing}, most certain first:") + 1
    assert [line.split()[:3] for line in told[start : start + 5]] == [
        ["error", "invalid-yaml", "1x"],
        ["error", "unknown-reference", "1x"],
        ["error", "undeclared-variable", "2x"],
        ["warning", "ignored-key", "1x"],
        ["warning", "missing-owner", "1x"],
    ]
    assert told[-2] == "next: `promptops lint` shows all 6 of them in full"


@pytest.mark.parametrize("files", [{}, {"prompts/a.prompt.md": _PROMPT}, {"x.prompt.md": "---\nname: [\n---\n"}])
def test_the_project_compiles_afterwards(run: Run, write: Write, files: Mapping[str, str]) -> None:
    write(files)
    assert run("init").exit_code == 0
    assert run("compile").exit_code in (0, 1)


def test_an_empty_repository_gets_a_first_step(run: Run) -> None:
    told = run("init").stdout
    assert "found:\n  no resources\n  texts within source code are not read" in told
    assert told.endswith("\n\nnext: `promptops new prompt NAME --owner TEAM` writes a first prompt\n")


def test_folders_alone_are_the_next_step(run: Run, write: Write) -> None:
    write({"prompts/a.md": "Hello.", "prompts/b.md": "Hello."})
    assert run("init").stdout.endswith(
        "next: uncomment the folders to read in promptops.yaml, and run `promptops lint`\n"
    )


def test_a_configuration_is_never_overwritten(run: Run, write: Write, repository: Path) -> None:
    write({"promptops.yaml": "name: mine\n"})
    result = run("init")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: there is a `promptops.yaml` already\n  = help: `--force` replaces it\n"
    assert (repository / "promptops.yaml").read_text(encoding="utf-8") == "name: mine\n"
    assert not (repository / ".promptops").exists()

    assert run("init", "--force").exit_code == 0
    assert "name: shop\n" in (repository / "promptops.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_link_is_not_written_through(run: Run, repository: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    target = tmp_path / "elsewhere"
    (repository / "promptops.yaml").symlink_to(target)
    assert run("init", *options).exit_code == (0 if options else 2)
    assert not target.exists()


def test_it_goes_to_the_top_of_the_repository(run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir("deep/er")
    assert run("init").stdout.startswith("wrote ../../promptops.yaml\n")
    assert (repository / "promptops.yaml").is_file()


def test_it_goes_where_it_is_told(run: Run, repository: Path) -> None:
    (repository / "team a").mkdir()
    assert run("init", "team a").exit_code == 0
    assert 'name: "team a"\n' in (repository / "team a" / "promptops.yaml").read_text(encoding="utf-8")
    assert not (repository / "promptops.yaml").exists()
    assert run("init", "nowhere").exit_code == 2


@pytest.mark.parametrize(
    ("schemas", "expected"), [("none", set()), ("config", {"config"}), ("all", {"config", *SLUGS})]
)
def test_schemas_for_editors(run: Run, repository: Path, schemas: str, expected: set[str]) -> None:
    assert run("init", "--schemas", schemas).exit_code == 0
    files = (repository / ".promptops" / "schemas").glob("*")
    assert {file.name.removesuffix(".schema.json") for file in files} == expected
    comment = (repository / "promptops.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert comment.startswith("# yaml-language-server: $schema=") is bool(expected)
    assert run("lint").stdout.startswith("nothing to check: no files were read\n")


def test_the_comment_leads_to_the_schema_that_the_file_conforms_to(run: Run, repository: Path) -> None:
    run("init")
    text = (repository / "promptops.yaml").read_text(encoding="utf-8")
    path = text.partition("\n")[0].partition("$schema=")[2]
    schema = json.loads((repository / path).read_bytes())
    Draft202012Validator(schema).validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("folder", "name"),
    [("null", '"null"'), ("1.0", '"1.0"'), ('say "hi"', r'"say \"hi\""'), ("店", '"店"'), ("a#b", '"a#b"')],
)
def test_any_folder_gives_a_name(run: Run, tmp_path: Path, folder: str, name: str) -> None:
    (tmp_path / folder).mkdir()
    assert run("init", str(tmp_path / folder)).exit_code == 0
    assert f"name: {name}\n" in (tmp_path / folder / "promptops.yaml").read_text(encoding="utf-8")


def test_what_source_code_loads_is_read_at_once(run: Run, write: Write) -> None:
    write(
        {
            "prompts/judge.md": "Judge {{ answer }}. End with VERDICT: PASS or FAIL.\n",
            "src/judge.py": 'text = open("prompts/judge.md").read()\nok = "PASS" in ask(text)\n',
        }
    )
    told = run("init").stdout
    assert "  Markdown  1 file  1 resource\n" in told
    assert "for you to decide" not in told
    assert "`PASS`" in run("expectations").stdout
