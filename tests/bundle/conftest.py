from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptops.bundle.writing import Written, write_output
from promptops.compiler import Compiler, Request

TODAY = date(2026, 11, 1)
Files = Mapping[str, str | bytes | None]


@pytest.fixture
def build(root: Path, write: Callable[[Files], None]) -> Callable[..., Written]:
    """Return `build(files)`, which writes files below the root, compiles them, and writes the output to `build/`."""

    def compile_files(files: Files, *, with_bundles: bool = True) -> Written:
        write(files)
        compiled = Compiler(Request(root, TODAY)).compiled
        output = root / "build"
        return write_output(compiled.project, output, compiled.text_of, compiler="1.2.3", with_bundles=with_bundles)

    return compile_files


@pytest.fixture
def bundles(build: Callable[..., Written]) -> Callable[[Files], dict[str, dict[str, Any]]]:
    """Return `bundles(files)`, which compiles files and returns the resources in the bundle of each environment."""

    def read(files: Files) -> dict[str, dict[str, Any]]:
        written = build(files).bundles
        return {environment: json.loads(path.read_bytes())["resources"] for environment, path in written.items()}

    return read
