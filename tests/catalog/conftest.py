from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.resources.project import Project

ProjectOf = Callable[[Mapping[str, str]], Project]


@pytest.fixture
def project_of(tmp_path: Path) -> ProjectOf:
    """Return a function that links the project of some files, by path; each call makes a project of its own."""
    calls = iter(range(1_000))

    def link(files: Mapping[str, str]) -> Project:
        root = tmp_path / f"{next(calls)}"
        for path, text in {"promptops.yaml": "name: example\n", **files}.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        return Compiler(Request(root, date(2026, 11, 1), cache=None)).compiled.project

    return link
