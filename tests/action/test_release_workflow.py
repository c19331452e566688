"""The steps of the release workflow, run one after the other as its jobs would, with a store on a web server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from forge import Forge
from test_pull_requests import BEFORE

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "release.yml"
_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
_UPLOAD = 'mkdir -p "$(dirname "$REMOTE/$1")"\ncat > "$REMOTE/$1"\n'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Return the folder of a store and its address."""
    folder = tmp_path / "remote"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=os.fspath(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder of programs: promptops as it is here, and a Python that has nothing left to install."""
    folder = tmp_path / "programs"
    folder.mkdir()
    promptops, python = folder / "promptops", folder / "python"
    promptops.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m promptops "$@"\n', encoding="utf-8")
    python.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    for program in (promptops, python):
        program.chmod(0o755)
    return folder


def run_steps(known: Mapping[str, str], surroundings: Mapping[str, str], workspace: Path) -> None:
    jobs: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    for step in (step for job in jobs.values() for step in job["steps"] if "run" in step):
        assert "${{" not in step["run"]
        own = {name: _EXPRESSION.sub(lambda match: known[match[1]], value) for name, value in step["env"].items()}
        subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env={**surroundings, **own},
            check=True,
        )


def test_what_was_compiled_is_signed_published_and_promoted(
    forge: Forge, remote: tuple[Path, str], programs: Path, tmp_path: Path
) -> None:
    folder, address = remote
    surroundings = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.fspath(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PROMPTOPS_CACHE_DIR": "",
        "REMOTE": os.fspath(folder),
    }

    def promptops(*words: str) -> str:
        command = ["promptops", *words]
        done = subprocess.run(command, cwd=forge.work, env=surroundings, check=True, capture_output=True, text=True)
        return done.stdout

    forge.commit({**BEFORE, "promptops.yaml": "name: shop\n", "upload.sh": _UPLOAD}, branch="main")
    promptops("keys", "generate")
    promptops("keys", "trust", "keys/release.pub")
    key = (forge.work / "keys" / "release.key").read_text(encoding="utf-8").rstrip("\n")
    texts = ("Answer with plain and short words.", "Answer with plain and short words, please.")
    for number, text in enumerate(texts):
        prompt = f"---\nname: refund\nversion: 1.0.{number}\n---\n{text}\n"
        commit = forge.commit({"refund.prompt.md": prompt}, branch="main")
        temp = tmp_path / f"temp-{number}"
        temp.mkdir()
        workspace = forge.check_out(commit, "refs/heads/main", depth=None)
        known = {
            "inputs.version": "0.1.0",
            "inputs.root": ".",
            "inputs.bundle-of": "",
            "inputs.channel": "prod",
            "inputs.store": address,
            "inputs.publish": "sh upload.sh",
            "secrets.release-key": key,
            "secrets.channel-key": key,
        }
        runner = {"RUNNER_TEMP": os.fspath(temp), "GITHUB_SHA": commit, "GITHUB_WORKSPACE": os.fspath(workspace)}
        run_steps(known, {**surroundings, **runner}, workspace)
        assert commit[:7] in promptops("status", "prod", "--store", address)
        assert not [*temp.glob("*.key")]
        workspace.rename(tmp_path / f"workspace-{number}")
    assert len([*(folder / "channels").glob("prod.history/*.json")]) == len(texts)
