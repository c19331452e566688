from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]


def test_a_good_installation_passes(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert "✗" not in result.stdout
    assert "✓ git " in result.stdout
    assert "✓ PyYAML was built with libyaml\n" in result.stdout
    assert "· there is no `promptops.yaml`\n  = help: none is needed; `promptops init` writes one\n" in result.stdout


def test_what_is_wrong_is_told_and_fails(run: Run, write: Write) -> None:
    write({"promptops.yaml": "nmae: shop\n"})
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ promptops.yaml:1:1: " in result.stdout
    assert "  = help: did you mean `name`?\n" in result.stdout


def test_a_foreign_distribution_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "site" / "promptops-0.1.11.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: promptops\nVersion: 0.1.11\n", encoding="utf-8")
    (folder / "top_level.txt").write_text("promptops\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "site")
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ `promptops` 0.1.11 installs a package `promptops` over this one\n" in result.stdout
    assert str(tmp_path / "site") in sys.path


def test_a_path_may_be_named(run: Run, tmp_path: Path) -> None:
    assert run("doctor", "nowhere").exit_code == 2
    plain = tmp_path / "plain"
    plain.mkdir()
    result = run("doctor", str(plain))
    assert result.exit_code == 0
    assert "· there is no git repository here\n" in result.stdout
    assert f"✓ 0 files below `{plain}`\n" in result.stdout
