from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Diagnostic

TODAY = date(2026, 11, 1)


@pytest.fixture
def compiler(root: Path) -> Callable[..., Compiler]:
    """Return `compiler(**request)`, which makes a compiler of the root, without a cache unless the request has one."""

    def make(**request: Any) -> Compiler:
        return Compiler(Request(root, TODAY, **request))

    return make


@pytest.fixture
def lint(compiler: Callable[..., Compiler]) -> Callable[..., tuple[Diagnostic, ...]]:
    """Return `lint(**request)`, which compiles the root and returns the findings."""
    return lambda **request: compiler(**request).verdict.diagnostics
