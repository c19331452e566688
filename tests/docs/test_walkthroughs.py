"""What the guides tell a reader to do works, and prints what they show."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from walkthrough import walk

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["adopting", "applications", "getting-started", "teams"])
def test_a_reader_gets_through(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
    walk((DOCS / f"{page}.md").read_text(encoding="utf-8"), folder)
