"""A clone without old contents, as runners make them: what cannot be read is never taken for no change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]


@pytest.fixture
def clone(write: Write, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone, without contents but those at its head, of a history in which a prompt changed."""
    git("config", "uploadpack.allowFilter", "true")
    for text in ("Answer with strictly valid JSON.", "Answer with JSON."):
        write({"promptops.yaml": "name: shop\n", "p.prompt.md": f"---\nname: p\nowner: support\n---\n{text}\n"})
        git("add", ".")
        git("commit", "-qm", text)
    git("clone", "-q", "--filter=blob:none", f"file://{tmp_path / 'shop'}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


@pytest.mark.usefixtures("clone")
def test_contents_that_are_missing_are_no_lack_of_changes(run: Callable[..., Result]) -> None:
    found = run("diff")
    assert found.exit_code == 2
    assert "the contents of files at the baseline are missing from this clone" in found.stderr


@pytest.mark.usefixtures("clone")
def test_contents_that_are_missing_are_fetched_for_who_asks(run: Callable[..., Result]) -> None:
    found = run("diff", "--fetch", "--format", "json")
    assert found.exit_code == 0
    assert "[-strictly valid-]" in found.stdout
