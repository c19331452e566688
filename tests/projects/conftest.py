"""Files of public projects, which lie outside of the repository: beside it, or where `PROMPTOPS_CORPORA` says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request

BESIDE = Path(__file__).parents[3] / "shared" / "corpora"
TODAY = date(2026, 11, 1)


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[[str, str | None], Compiler]:
    """Return `corpus(folder, settings)`, which compiles a copy of a corpus, with a `promptops.yaml` if one is given."""
    corpora = Path(os.environ.get("PROMPTOPS_CORPORA") or BESIDE)

    def compile_copy(folder: str, settings: str | None) -> Compiler:
        if not (corpora / folder).is_dir():
            pytest.skip(f"the corpus `{folder}` is not here: PROMPTOPS_CORPORA names the folder of all")
        copy = shutil.copytree(corpora / folder, tmp_path / "corpus")
        if settings is not None:
            (copy / "promptops.yaml").write_text(settings, encoding="utf-8")
        return Compiler(Request(copy, TODAY))

    return compile_copy
