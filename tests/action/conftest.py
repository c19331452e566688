from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from comments_api import CommentsApi, serving
from composite import CompositeAction, Result
from forge import Forge

ROOT = Path(__file__).parents[2]

Act = Callable[..., Result]


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


@pytest.fixture
def api() -> Iterator[CommentsApi]:
    with serving() as served:
        yield served


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    """Return the runner's folder, in which the environment to install stands ready: this very Python."""
    folder = tmp_path / "temp"
    requirements = (ROOT / "requirements" / "runtime.txt").read_bytes()
    key = hashlib.sha256(requirements + sys.version.encode()).hexdigest()[:16]
    programs = folder / f"promptops-{key}" / "bin"
    programs.mkdir(parents=True)
    (programs.parent / "complete").touch()
    python = programs / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return folder


@pytest.fixture
def act(temp: Path, api: CommentsApi, tmp_path: Path) -> Act:
    """Return `act(workspace, event, payload, **inputs)`, which runs the action; `environment` adds variables."""
    runs = iter(range(100))

    def run_action(
        workspace: Path,
        event: str,
        payload: Mapping[str, Any],
        *,
        environment: Mapping[str, str] | None = None,
        **inputs: str,
    ) -> Result:
        number = next(runs)
        described = tmp_path / f"event-{number}.json"
        described.write_text(json.dumps(payload), encoding="utf-8")
        steps = temp / f"run-{number}"
        steps.mkdir()
        surroundings = {
            "PATH": os.environ["PATH"],
            "HOME": os.fspath(tmp_path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "RUNNER_TEMP": os.fspath(temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": api.url,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": os.fspath(described),
            "GITHUB_JOB": "check",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_TOKEN": "secret-token",
            "GITHUB_WORKFLOW": "Prompts",
            **(environment or {}),
        }
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return CompositeAction(ROOT).run({"python": sys.executable, **given}, surroundings, workspace, steps)

    return run_action
