"""The generated branches change what their names say, and source code looks for what they change."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FILES = 120


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("benchmarks") / "repository"
    subprocess.run([sys.executable, str(BENCHMARKS / "corpus.py"), str(root), f"{FILES}"], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        branches, source_files = import_module("branches"), import_module("source_files")
        prompts = branches.prompts_of(root, 1)
        branches.write_branches(root, prompts, source_files.source_files(prompts, FILES // 2, 1))
    return root


def git(root: Path, *arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_branches_change_one_prompt_and_all(repository: Path) -> None:
    prompts = git(repository, "ls-files", "prompts/*.prompt.md")
    assert len(git(repository, "diff", "--name-only", "main", "one-prompt")) == 1
    assert git(repository, "diff", "--name-only", "main", "many-prompts") == prompts
    assert git(repository, "diff", "--shortstat", "main", "many-prompts") == [
        f" {len(prompts)} files changed, {len(prompts)} insertions(+), {len(prompts)} deletions(-)"
    ]


def test_there_is_history_and_a_release(repository: Path) -> None:
    assert len(git(repository, "log", "--format=%h", "v1.0.0")) > 30
    assert git(repository, "rev-parse", "v1.0.0") == git(repository, "rev-parse", "main")


def test_source_code_looks_for_sentences_that_change(repository: Path) -> None:
    sources = git(repository, "ls-files", "services")
    assert len(sources) == FILES // 2
    assert {Path(path).suffix for path in sources} == {".py", ".ts"}
    loading = git(repository, "grep", "-l", "load(", "--", "services")
    assert len(loading) == FILES // 2 // 5
    removed = {line[1:] for line in git(repository, "diff", "main", "many-prompts") if line.startswith("-")}
    said = [line for path in loading for line in (repository / path).read_text(encoding="utf-8").splitlines()]
    assert sum(any(sentence and sentence in line for sentence in removed) for line in said) >= len(loading)


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return the module, on a machine that has no peers."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere" / "python"))
    return import_module("comparison_peers")


@pytest.mark.parametrize(("name", "changed"), [("griffe", "_total: int"), ("buf", "int32 field_3")])
def test_peers_have_a_branch_with_one_change(peers: Any, tmp_path: Path, name: str, changed: str) -> None:
    program = tmp_path / "bin" / name
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    found = peers.ComparisonPeers(tmp_path / "repository", 60, [program.parent])
    names = [case.command.argv[0] for case in found.cases()]
    assert str(program) in names
    assert len(names) + len(found.missing) == 2
    folder = tmp_path / f"repository-{name}"
    assert len(git(folder, "diff", "--name-only", "main")) == 1
    assert any(line.startswith("+") and changed in line for line in git(folder, "diff", "main"))
