from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Spawn = Callable[..., subprocess.CompletedProcess[str]]

_ERROR = '---\nname: a\nowner: support\n---\nAnswer. {% include "missing" %}\n'
_WARNING = "---\nname: b\nowner: support\nreview_by: 2026-12-31\ninputs:\n  question: string\n---\nAnswer.\n"
_CLEAN = "---\nname: c\nowner: support\n---\nAnswer.\n"
_INIT = "`promptops init` shows what is here, and what `sources` in a `promptops.yaml` could name"
FILES = {"prompts/a.prompt.md": _ERROR, "prompts/b.prompt.md": _WARNING, "prompts/deep/c.prompt.md": _CLEAN}


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(FILES)


def rules_found(result: Result) -> list[str]:
    """Return the ids of the rules in a JSON report, in its order."""
    report: dict[str, list[dict[str, Any]]] = json.loads(result.stdout)
    return [found["rule"] for found in report["diagnostics"]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["unknown-reference", "unused-input"]),
        (("--select", "references"), ["unknown-reference"]),
        (("--select", "unused-input"), ["unused-input"]),
        (("--select", "syntax"), []),
        (("--select", "references, unused-input"), ["unknown-reference", "unused-input"]),
        (("--select", "references", "--select", "templates"), ["unknown-reference", "unused-input"]),
        (("--ignore", "unknown-reference"), ["unused-input"]),
        (("--ignore", "templates,references"), []),
        (("--select", "templates", "--ignore", "unused-input"), []),
        (("--as-of", "2026-12-31"), ["unknown-reference", "unused-input"]),
        (("--as-of", "2027-01-01"), ["unknown-reference", "overdue-review", "unused-input"]),
    ],
)
def test_findings_are_those_that_were_asked_for(run: Run, options: tuple[str, ...], expected: list[str]) -> None:
    as_of = () if "--as-of" in options else ("--as-of", "2026-11-01")
    assert rules_found(run("lint", "--format", "json", *as_of, *options)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".", ["unknown-reference", "unused-input"]),
        ("prompts", ["unknown-reference", "unused-input"]),
        ("prompts/b.prompt.md", ["unused-input"]),
        ("prompts/deep", []),
        ("prompts/deep/../a.prompt.md", ["unknown-reference"]),
    ],
)
def test_a_path_below_the_root_narrows_the_report_and_not_the_project(
    run: Run, write: Write, path: str, expected: list[str]
) -> None:
    write({"promptops.yaml": "name: shop\n", "fragments/x.fragment.md": "---\nname: x\nowner: support\n---\nHello.\n"})
    result = run("lint", "--format", "json", path)
    assert rules_found(result) == expected
    assert json.loads(result.stdout)["summary"]["resources"] == 4


def test_a_command_below_the_root_finds_the_root_above_it(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"promptops.yaml": "name: shop\n"})
    monkeypatch.chdir("prompts/deep")
    result = run("lint", "..")
    assert result.stdout.startswith("../../prompts/a.prompt.md:5:21: error[unknown-reference]")


@pytest.mark.parametrize(
    ("options", "config", "status"),
    [
        ((), "", 1),
        (("--ignore", "references"), "", 0),
        (("--ignore", "references", "--fail-on", "warning"), "", 1),
        (("--fail-on", "never"), "", 0),
        (("--select", "syntax", "--fail-on", "info"), "", 0),
        (("--ignore", "references"), "fail_on: warning\n", 1),
        (("--ignore", "references", "--fail-on", "error"), "fail_on: warning\n", 0),
        ((), "fail_on: never\n", 0),
        (("--ignore", "references", "--fail-on", "warning"), "rules: {unused-input: info}\n", 0),
        (("--ignore", "references", "--fail-on", "info"), "rules: {unused-input: info}\n", 1),
        ((), "rules: {unknown-reference: off}\n", 0),
        (("--quiet",), "", 1),
        (("--statistics",), "", 1),
    ],
)
def test_the_exit_status_says_whether_something_was_found(
    run: Run, write: Write, options: tuple[str, ...], config: str, status: int
) -> None:
    write({"promptops.yaml": f"name: shop\n{config}"})
    assert run("lint", "--as-of", "2026-11-01", *options).exit_code == status


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--select", "lifecyle"), "there is no rule and no category `lifecyle`\n  = help: did you mean `lifecycle`?"),
        (("--ignore", "unused-inputs"), "did you mean `unused-input`?"),
        (("--select", "zzz"), "`promptops rule` lists them"),
        (("--select", "syntax,"), "there is no rule and no category ``"),
        (
            ("--format", "xml"),
            "there is no format `xml`\n  = help: choose from text, json, sarif, github, gitlab, junit, markdown",
        ),
        (
            ("--format", "json=no/such/folder.json"),
            "`no/such/folder.json` cannot be written: No such file or directory",
        ),
        (("--fail-on", "warn"), "'warn' is not one of"),
        (("--as-of", "tomorrow"), "`tomorrow` is no date of the form YYYY-MM-DD"),
        (("--as-of", "20270101"), "`20270101` is no date of the form YYYY-MM-DD"),
        (("--as-of", "2027-02-30"), "`2027-02-30` is no date of the form YYYY-MM-DD"),
        (("nowhere",), "there is nothing at `nowhere`"),
        (("--at", "v9"), "git knows no commit `v9`"),
        (("--config", "missing.yaml"), "`missing.yaml` cannot be read"),
        (("prompts/a.prompt.md", "--config", "promptops.yaml"), "`--config` needs a folder"),
        (
            ("--baseline", "missing.json"),
            "there is no baseline `missing.json`\n  = help: write it with `--write-baseline`",
        ),
        (("--fix", "--at", "HEAD"), "`--fix` cannot change a commit"),
        (("--watch", "--at", "HEAD"), "`--watch` cannot watch a commit"),
        (("a", "b"), "unexpected extra argument"),
    ],
)
def test_misuse_is_told_and_nothing_else_is_printed(
    run: Run, git: Git, write: Write, arguments: tuple[str, ...], said: str
) -> None:
    write({"promptops.yaml": "name: shop\n"})
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    result = run("lint", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("option", [("--select", "zzz"), ("--format", "xml")])
def test_misuse_is_noticed_before_a_file_is_changed(run: Run, repository: Path, option: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in repository.rglob("*.md")}
    assert run("lint", "--fix", "--write-baseline", *option).exit_code == 2
    assert {path: path.read_bytes() for path in repository.rglob("*.md")} == before
    assert not (repository / "promptops-baseline.json").exists()


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("name: [", "promptops.yaml:1:"),
        ("nmae: shop\n", "promptops.yaml:1:1: "),
        ("extends: strickt\n", "there is no profile `strickt`"),
        ("rules: {unused-inputs: off}\n", "did you mean `unused-input`?"),
        (b"name: \xff\n", "promptops.yaml:1:7: "),
    ],
)
def test_a_configuration_that_cannot_be_used_stops_the_run(
    run: Run, write: Write, config: str | bytes, said: str
) -> None:
    write({"promptops.yaml": config})
    result = run("lint")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_another_configuration_may_be_named(run: Run, write: Write) -> None:
    write({"promptops.yaml": "name: shop\n", "other/strict.yaml": "rules: {unused-input: off}\n"})
    assert rules_found(run("lint", ".", "--config", "other/strict.yaml", "--format", "json")) == ["unknown-reference"]


def test_reports_go_to_several_files_at_once(run: Run, repository: Path) -> None:
    files = {"json": "r.json", "sarif": "r.sarif", "gitlab": "quality.json", "junit": "r.xml", "github": "r.log"}
    options = [option for name, file in files.items() for option in ("--format", f"{name}={file}")]

    result = run("lint", "--format", "text", *options)

    assert result.stdout.endswith("found 1 error and 1 warning in 3 files (3 resources)\n")
    assert json.loads((repository / "r.json").read_bytes())["summary"]["errors"] == 1
    assert json.loads((repository / "r.sarif").read_bytes())["version"] == "2.1.0"
    assert len(json.loads((repository / "quality.json").read_bytes())) == 2
    assert ET.fromstring((repository / "r.xml").read_bytes()).tag == "testsuites"  # noqa: S314 - we wrote it
    assert (repository / "r.log").read_text(encoding="utf-8").startswith("::error ")


def test_a_report_into_a_file_alone_prints_nothing(run: Run, repository: Path) -> None:
    assert run("lint", "--format", "text=report.txt").stdout == ""
    assert "unknown-reference" in (repository / "report.txt").read_text(encoding="utf-8")


def test_statistics_count_by_rule(run: Run) -> None:
    lines = run("lint", "--statistics", "--as-of", "2026-11-01").stdout.splitlines()
    assert [line.split()[:3] for line in lines[:2]] == [
        ["1", "error", "unknown-reference"],
        ["1", "warning", "unused-input"],
    ]


def test_quiet_shows_errors_and_no_summary(run: Run) -> None:
    shown = run("lint", "--quiet").stdout
    assert "error[unknown-reference]" in shown
    assert "warning" not in shown
    assert "found" not in shown


@pytest.mark.parametrize(
    ("options", "coloured"),
    [((), False), (("--color",), True), (("--no-color",), False), (("--color", "--quiet"), True)],
)
def test_colour_is_for_terminals_unless_it_is_asked_for(run: Run, options: tuple[str, ...], coloured: bool) -> None:  # noqa: FBT001 - a case
    assert ("\x1b[" in run("lint", *options).stdout) is coloured


def test_colour_never_goes_to_a_file(run: Run, repository: Path) -> None:
    run("lint", "--color", "--format", "text=report.txt")
    assert "\x1b" not in (repository / "report.txt").read_text(encoding="utf-8")


def test_a_commit_is_read_and_not_the_work_tree(run: Run, git: Git, write: Write) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    git("tag", "before")
    write({"prompts/a.prompt.md": _ERROR.replace('{% include "missing" %}', "")})
    assert rules_found(run("lint", "--format", "json", "--as-of", "2026-11-01")) == ["unused-input"]
    assert rules_found(run("lint", "--format", "json", "--as-of", "2026-11-01", "--at", "before")) == [
        "unknown-reference",
        "unused-input",
    ]


def test_a_commit_says_itself_where_its_project_begins(run: Run, git: Git, write: Write) -> None:
    write({"promptops.yaml": ""})
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    write({"prompts/promptops.yaml": "name: other\n"})
    found = json.loads(run("lint", "prompts", "--format", "json", "--at", "HEAD").stdout)
    assert {each["path"] for each in found["diagnostics"]} == {"prompts/a.prompt.md", "prompts/b.prompt.md"}


def test_files_that_git_ignores_are_no_part_of_the_project(run: Run, write: Write) -> None:
    write({".gitignore": "a.prompt.md\n"})
    assert rules_found(run("lint", "--format", "json", "--as-of", "2026-11-01")) == ["unused-input"]


@pytest.mark.parametrize("environment", [{"PATH": ""}, {"PATH": "", "PROMPTOPS_CACHE_DIR": ""}])
def test_without_git_all_files_are_read(spawn: Spawn, write: Write, environment: dict[str, str]) -> None:
    write({".gitignore": "a.prompt.md\n"})
    done = spawn("lint", "--as-of", "2026-11-01", **environment)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("found 1 error and 1 warning in 3 files (3 resources)\n")


def test_a_folder_that_is_no_repository_is_read_as_it_stands(spawn: Spawn, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "a.prompt.md").write_text(_ERROR, encoding="utf-8")
    done = spawn("lint", str(folder))
    assert done.returncode == 1
    assert done.stdout.startswith("../plain/a.prompt.md:5:21: error[unknown-reference]")


def test_an_empty_repository_has_nothing_to_say(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("lint", str(tmp_path / "empty"))
    assert (result.exit_code, result.stdout) == (0, f"nothing to check: no files were read\n{_INIT}\n")


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_the_cache_changes_no_byte(spawn: Spawn, write: Write, git: Git, format: str) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    write({"prompts/new.prompt.md": _WARNING.replace("name: b", "name: new")})
    command = ("lint", "--format", format, "--as-of", "2027-01-01")

    runs = [spawn(*command), spawn(*command), spawn(*command, "--no-cache"), spawn(*command, PROMPTOPS_CACHE_DIR="")]

    assert len({(done.returncode, done.stdout, done.stderr) for done in runs}) == 1
    assert runs[0].stdout


def test_the_cache_is_where_the_environment_says(spawn: Spawn, tmp_path: Path, git: Git) -> None:
    git("add", ".")
    cache = tmp_path / "elsewhere"
    spawn("lint", "--no-cache", PROMPTOPS_CACHE_DIR=str(cache))
    assert not cache.exists()
    spawn("lint", PROMPTOPS_CACHE_DIR=str(cache))
    assert any(file.is_file() for file in cache.rglob("*"))


def test_a_cache_that_cannot_be_written_is_done_without(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = spawn("lint", PROMPTOPS_CACHE_DIR=str(tmp_path / "file" / "cache"))
    assert (done.returncode, done.stderr) == (1, "")
