from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Diagnostic

Files = Mapping[str, str | bytes | None]
Lint = Callable[..., tuple[Diagnostic, ...]]

TODAY = date(2026, 11, 1)
SURROUNDINGS: Files = {
    "promptops.yaml": "name: example\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\ndescription: Answers customers.\noncall: support@example.com\n",
}


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Return `lint(files, rule=None)`, which compiles a project as of 2026-11-01 and returns its findings, sorted.

    `files` maps paths to texts or bytes. A `promptops.yaml`, a `_defaults.yaml` that names the owner `support`, and
    that team stand beside them unless `files` has others of the same path; None in the place of a text leaves one out.
    With `rule`, only the findings of that rule are returned. Each call compiles a project of its own.

    A test module that takes the fixture writes `Lint = Callable[..., tuple[Diagnostic, ...]]` for its type.
    """
    calls = iter(range(1_000))

    def compile_files(files: Files, rule: str | None = None) -> tuple[Diagnostic, ...]:
        root = tmp_path / f"project-{next(calls)}"
        root.mkdir()
        for path, content in {**SURROUNDINGS, **files}.items():
            if content is not None:
                place = root / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.encode() if isinstance(content, str) else content)
        found = Compiler(Request(root, TODAY, cache=None)).verdict.diagnostics
        return tuple(each for each in found if rule is None or each.rule == rule)

    return compile_files
