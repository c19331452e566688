from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return the module, on a machine that has no programs at all."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    return import_module("peers")


def test_peers_that_are_not_there_are_said_to_be_skipped(peers: Any, tmp_path: Path) -> None:
    found = peers.Peers(tmp_path / "repository", 120, [])
    assert list(found.cases()) == []
    assert found.missing == [
        f"{name}: skipped, it is not installed" for name in ("ruff", "yamllint", "check-jsonschema", "dbt")
    ]


def test_a_peer_is_found_in_a_folder_that_is_given(peers: Any, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "yamllint"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    (case,) = peers.Peers(tmp_path / "repository", 120, [program.parent]).cases()
    assert case.command.argv[0] == str(program)
    assert case.command.folder == tmp_path / "repository-yaml"


def test_a_peer_finds_another_change_every_time(peers: Any, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    change = peers.appending(module, "REMINDER_{} = True\n")
    change()
    change()
    assert module.read_text(encoding="utf-8") == "REMINDER_1 = True\nREMINDER_2 = True\n"
