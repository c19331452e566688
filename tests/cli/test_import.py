from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str]], None]

_PROMPTY = "---\nmodel: {api: chat, configuration: {model: gpt-4o}}\nsample: {who: you}\n---\nsystem:\nHello {{who}}.\n"
_UNSAYABLE = "---\ninput: {schema: {a: string}}\n---\n{{json a}}\n"
_WROTE = (
    "wrote prompts/a.prompt.yaml (from prompts/a.prompty)\n"
    "  under annotations: prompty.sample, prompty.model\n"
    "wrote models/gpt-4o.model.yaml (others name it, and nothing declares it)\n"
)


def test_native_files_are_written_once(run: Run, write: Write, repository: Path) -> None:
    write({"prompts/a.prompty": _PROMPTY})
    first = run("import")
    assert (first.exit_code, first.stdout) == (0, _WROTE)
    assert (repository / "prompts/a.prompt.yaml").read_text().startswith("kind: Prompt\nname: prompts/a\n")
    again = run("import")
    assert again.exit_code == 0
    assert again.stdout.startswith("unchanged prompts/a.prompt.yaml")


def test_a_dry_run_writes_nothing(run: Run, write: Write, repository: Path) -> None:
    write({"prompts/a.prompty": _PROMPTY})
    result = run("import", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout == _WROTE.replace("wrote", "would write")
    assert [path.name for path in (repository / "prompts").iterdir()] == ["a.prompty"]


def test_what_is_left_out_makes_the_exit_status_1(run: Run, write: Write) -> None:
    write({"a.prompt": _UNSAYABLE})
    result = run("import")
    assert result.exit_code == 1
    assert result.stdout == (
        "left out the prompt `a`: a.prompt:4:1: its text is Handlebars: nothing else has the helper `json`\n"
    )


def test_a_folder_and_paths_are_below_the_project(run: Run, write: Write, repository: Path, tmp_path: Path) -> None:
    write({"prompts/a.prompty": _PROMPTY, "others/b.prompty": _PROMPTY})
    assert run("import", "--to", str(tmp_path)).exit_code == 2
    assert run("import", str(tmp_path)).exit_code == 2
    assert run("import", "nowhere").exit_code == 2
    assert run("import", "prompts", "--to", "native").exit_code == 0
    assert sorted(path.name for path in (repository / "native").rglob("*.yaml")) == [
        "a.prompt.yaml",
        "gpt-4o.model.yaml",
    ]


def test_only_force_replaces_a_file(run: Run, write: Write, repository: Path) -> None:
    write({"prompts/a.prompty": _PROMPTY, "prompts/a.prompt.yaml": "mine\n"})
    refused = run("import")
    assert refused.exit_code == 2
    assert "there is a file `prompts/a.prompt.yaml` already" in refused.stderr
    assert not (repository / "models").exists()
    assert run("import", "--force").exit_code == 0
    assert (repository / "prompts/a.prompt.yaml").read_text() != "mine\n"
