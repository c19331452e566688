"""Files of public projects, which lie outside of the repository: beside it, or where `PROMPTOPS_CORPORA` says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.diagnostics import Diagnostic
from promptops.sources.trees import FolderTree

BESIDE = Path(__file__).parents[3] / "shared" / "corpora"
TODAY = date(2026, 11, 1)


@pytest.fixture
def find_corpus() -> Callable[[str], Path]:
    """Return `find_corpus(folder)`, the place of a corpus; a test that asks for one that is not here is skipped."""
    corpora = Path(os.environ.get("PROMPTOPS_CORPORA") or BESIDE)

    def find(folder: str) -> Path:
        if not (corpora / folder).is_dir():
            pytest.skip(f"the corpus `{folder}` is not here: PROMPTOPS_CORPORA names the folder of all")
        return corpora / folder

    return find


@pytest.fixture
def corpus(tmp_path: Path, find_corpus: Callable[[str], Path]) -> Callable[[str, str | None], Compiler]:
    """Return `corpus(folder, settings)`, which compiles a copy of a corpus, with a `promptops.yaml` if one is given."""

    def compile_copy(folder: str, settings: str | None) -> Compiler:
        copy = shutil.copytree(find_corpus(folder), tmp_path / "corpus")
        if settings is not None:
            (copy / "promptops.yaml").write_text(settings, encoding="utf-8")
        return Compiler(Request(copy, TODAY))

    return compile_copy


@pytest.fixture
def compare(tmp_path: Path, find_corpus: Callable[[str], Path]) -> Callable[[str], list[Diagnostic]]:
    """Return `compare(folder)`, which compares the `base` of a corpus with its `head`; Markdown files are prompts."""
    config = tmp_path / "markdown.yaml"
    config.write_text('sources: [{files: "**/*.md", dialect: markdown}]\n', encoding="utf-8")

    def compare_sides(folder: str) -> list[Diagnostic]:
        pair = find_corpus(folder)
        head = Compiler(Request(pair / "head", TODAY, config=config))
        return [found.diagnostic for found in Comparing(head, FolderTree(pair / "base")).judged.findings]

    return compare_sides
