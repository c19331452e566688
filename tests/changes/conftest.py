from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.sources.trees import FolderTree

Files = Mapping[str, str | bytes | None]


@pytest.fixture
def comparing(tmp_path: Path) -> Callable[[Files, Files], Comparing]:
    """Return `comparing(before, changed)`, which compares two projects as of 2026-11-01.

    `changed` are the files that differ at the head, None for one that is gone there.
    """
    calls = iter(range(1_000))

    def compare(before: Files, changed: Files) -> Comparing:
        folder = tmp_path / str(next(calls))
        sides = {"before": before, "after": {**before, **changed}}
        for side, files in sides.items():
            (folder / side).mkdir(parents=True)
            for path, content in files.items():
                if content is not None:
                    place = folder / side / path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(content.encode() if isinstance(content, str) else content)
        head = Compiler(Request(folder / "after", date(2026, 11, 1), cache=None))
        return Comparing(head, FolderTree(folder / "before"))

    return compare
