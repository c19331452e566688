from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Spawn = Callable[..., subprocess.CompletedProcess[str]]

_PROMPT = "---\nname: a\nversion: 1.0.0\nowner: support\n---\nAnswer in plain words.\n"
_BROKEN = '---\nname: b\nowner: support\n---\n{% include "missing" %}\n'
_ENVIRONMENT = "kind: Environment\nname: prod\nowner: support\n"


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write({"prompts/a.prompt.md": _PROMPT, "environments/prod.yaml": _ENVIRONMENT})


def output(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_manifest_and_a_bundle_for_each_environment_are_written(run: Run, repository: Path) -> None:
    result = run("compile")
    assert (result.exit_code, result.stdout) == (0, "all good: 2 files, 2 resources\n")

    written = output(repository / "build")

    (bundle,) = [path for path in written if path.startswith("bundles/")]
    assert bundle == f"bundles/{hashlib.sha256(written[bundle]).hexdigest()}.json"
    assert {"manifest.json", bundle} <= written.keys()
    assert json.loads(written["manifest.json"])


def test_lint_writes_nothing(run: Run, repository: Path) -> None:
    assert run("lint").exit_code == 0
    assert not (repository / "build").exists()


def test_after_an_error_there_is_a_manifest_and_no_bundle(run: Run, repository: Path, write: Write) -> None:
    assert run("compile").exit_code == 0
    write({"prompts/b.prompt.md": _BROKEN})

    assert run("compile").exit_code == 1

    written = output(repository / "build")
    assert "manifest.json" in written
    assert not [path for path in written if path.startswith("bundles/")]


@pytest.mark.parametrize("options", [("--select", "syntax"), ("--fail-on", "never"), ("--quiet",), ("environments",)])
def test_what_is_not_reported_still_keeps_a_bundle_from_being_written(
    run: Run, repository: Path, write: Write, options: tuple[str, ...]
) -> None:
    write({"prompts/b.prompt.md": _BROKEN, "promptops.yaml": "name: shop\n"})
    run("compile", *options)
    assert not list((repository / "build").glob("bundles/*"))


def test_an_accepted_error_lets_the_bundle_be_written(run: Run, repository: Path, write: Write) -> None:
    write({"prompts/b.prompt.md": _BROKEN})
    assert run("compile", "--write-baseline").exit_code == 0
    assert list((repository / "build").glob("bundles/*"))


def test_the_same_files_give_the_same_bytes(spawn: Spawn, repository: Path, git: Git) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    outputs = []
    for options in ((), (), ("--no-cache",), ("--at", "HEAD"), ("--format", "json")):
        assert spawn("compile", *options).returncode == 0
        outputs.append(output(repository / "build"))
    assert all(each == outputs[0] for each in outputs)


@pytest.mark.parametrize("lost", ["build/manifest.json", "build"])
def test_output_that_was_lost_is_written_again(spawn: Spawn, repository: Path, git: Git, lost: str) -> None:
    git("add", ".")
    spawn("compile")
    before = output(repository / "build")
    (repository / lost).rename(repository.parent / "lost")

    assert spawn("compile").returncode == 0

    assert output(repository / "build") == before


def test_output_that_was_tampered_with_is_written_again(spawn: Spawn, repository: Path, git: Git) -> None:
    git("add", ".")
    spawn("compile")
    manifest = repository / "build" / "manifest.json"
    before = manifest.read_bytes()
    manifest.write_bytes(before.replace(b"support", b"someone"))

    spawn("compile")

    assert manifest.read_bytes() == before


def test_what_was_built_is_not_read_as_source(run: Run, repository: Path, git: Git) -> None:
    run("compile")
    assert run("compile").stdout == "all good: 2 files, 2 resources\n"
    assert git("status", "--porcelain", "--untracked-files=all").count("build/") == 0
    assert (repository / "build").is_dir()


def test_an_old_commit_is_compiled_as_it_was(run: Run, repository: Path, git: Git, write: Write) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    git("tag", "v1.2.0")
    write({"prompts/a.prompt.md": _PROMPT.replace("plain", "warm")})
    run("compile")
    now = output(repository / "build")

    run("compile", "--at", "v1.2.0")

    assert output(repository / "build") != now


@pytest.mark.parametrize("folder", ["out", "deep/er"])
def test_the_configuration_names_the_output_folder(run: Run, repository: Path, write: Write, folder: str) -> None:
    write({"promptops.yaml": f"output: {folder}\n"})
    assert run("compile").exit_code == 0
    assert (repository / folder / "manifest.json").is_file()
    assert not (repository / "build").exists()


def test_a_link_does_not_lead_the_output_away(run: Run, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (repository / "build").symlink_to(tmp_path / "away")
    result = run("compile")
    assert result.exit_code == 2
    assert "the output folder `build` is not one below the root" in result.stderr
    assert not output(tmp_path / "away")


def test_a_file_in_the_way_of_the_output_is_told(run: Run, write: Write) -> None:
    write({"build": "not a folder"})
    result = run("compile")
    assert result.exit_code == 2
    assert "error: the output folder `build` cannot be written" in result.stderr


def test_one_environment_is_written_and_then_all_again(run: Run, write: Write, repository: Path) -> None:
    write({"environments/dev.yaml": _ENVIRONMENT.replace("prod", "dev")})
    run("compile")
    every = output(repository / "build")
    assert run("compile", "--environment", "dev").exit_code == 0
    one = output(repository / "build")
    assert set(json.loads(one["manifest.json"])["bundles"]) == {"dev"}
    assert len(every) - len(one) == 1
    run("compile")
    assert output(repository / "build") == every


def test_a_misspelt_environment_is_told(run: Run) -> None:
    result = run("compile", "--environment", "prd")
    assert result.exit_code == 2
    assert "there is no environment `prd`" in result.stderr
    assert "did you mean `prod`?" in result.stderr
