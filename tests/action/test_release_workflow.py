"""The steps of the release workflow, run one after the other as its jobs would, with a store on a web server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from forge import Forge
from test_pull_requests import BEFORE
from tests.publishing.keyless.authority import Claims
from tests.publishing.keyless.instance import CLAIMS, Instance, provenance

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
    """Return a folder of programs: promptops as it is here, and a Python that has nothing left to install.

    There is no network to fetch Sigstore's root of trust from, so that this promptops is told which one to trust.
    """
    folder = tmp_path / "programs"
    folder.mkdir()
    trusting = 'case "$*" in *--provenance*) set -- "$@" --trusted-root "$TRUSTED_ROOT" ;; esac'
    scripts = {
        "promptops": f'{trusting}\nexec "{sys.executable}" -P -m promptops "$@"',
        "python": "exit 0",
        "gh": 'echo "$@" >> "$ASKED"',
    }
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def run_steps(
    known: Mapping[str, str], surroundings: Mapping[str, str], workspace: Path, attest: Callable[[], None]
) -> None:
    jobs: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    for step in (step for job in jobs.values() for step in job["steps"]):
        if step.get("uses", "").startswith("actions/attest"):
            attest()
        if "run" not in step:
            continue
        assert "${{" not in step["run"]
        own = {name: _EXPRESSION.sub(lambda match: known[match[1]], value) for name, value in step["env"].items()}
        subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env={**surroundings, **own},
            check=True,
        )


class Release:
    """Runs the workflow, for one commit after the other."""

    def __init__(self, forge: Forge, remote: tuple[Path, str], programs: Path, folder: Path) -> None:
        self.asked = folder / "asked"
        self.instance = Instance()
        self._forge = forge
        self._folder = folder
        self._address = remote[1]
        self._surroundings = {
            "ASKED": os.fspath(self.asked),
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": os.fspath(folder),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PROMPTOPS_CACHE_DIR": "",
            "REMOTE": os.fspath(remote[0]),
            "TRUSTED_ROOT": os.fspath(folder / "root.json"),
        }
        (folder / "root.json").write_text(self.instance.trusted_root(), encoding="utf-8")
        forge.commit({**BEFORE, "promptops.yaml": "name: shop\n", "upload.sh": _UPLOAD}, branch="main")
        self.promptops("keys", "generate")
        self.promptops("keys", "trust", "keys/release.pub")
        self._key = (forge.work / "keys" / "release.key").read_text(encoding="utf-8").rstrip("\n")

    def promptops(self, *words: str) -> str:
        """Run a command where commits are made."""
        command = ["promptops", *words]
        done = subprocess.run(
            command, cwd=self._forge.work, env=self._surroundings, check=True, capture_output=True, text=True
        )
        return done.stdout

    def run(self, number: int, claims: Claims = CLAIMS, visibility: str = "public") -> str:
        """Release a version, attested by a certificate with these claims and of this commit, and return the commit."""
        prompt = f"---\nname: refund\nversion: 1.0.{number}\n---\nAnswer with {number} short words.\n"
        commit = self._forge.commit({"refund.prompt.md": prompt}, branch="main")
        temp = self._folder / f"temp-{number}"
        temp.mkdir()
        workspace = self._forge.check_out(commit, "refs/heads/main", depth=None)
        runner = {
            "GITHUB_REF": CLAIMS.ref,
            "GITHUB_REPOSITORY": "acme/prompts",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": commit,
            "GITHUB_WORKSPACE": os.fspath(workspace),
            "RUNNER_TEMP": os.fspath(temp),
        }

        def attest() -> None:
            (bundle,) = (path for path in (temp / "store" / "bundles").iterdir() if path.name.count(".") == 1)
            made = self.instance.attest(provenance(bundle.stem, commit), claims._replace(commit=commit))
            (temp / "attestation.json").write_text(json.dumps(made) + "\n", encoding="utf-8")

        try:
            run_steps(self._known(temp, visibility), {**self._surroundings, **runner}, workspace, attest)
        finally:
            workspace.rename(self._folder / f"workspace-{number}")
        assert not [*temp.glob("*.key")]
        return commit

    def _known(self, temp: Path, visibility: str) -> dict[str, str]:
        return {
            "github.event.repository.visibility": visibility,
            "github.token": "none",
            "inputs.bundle-of": "",
            "inputs.channel": "prod",
            "inputs.identity": CLAIMS.identity,
            "inputs.publish": "sh upload.sh",
            "inputs.root": ".",
            "inputs.store": self._address,
            "inputs.version": "0.1.0",
            "secrets.channel-key": self._key,
            "secrets.release-key": self._key,
            "steps.attest.outputs.bundle-path": os.fspath(temp / "attestation.json"),
        }


@pytest.fixture
def release(forge: Forge, remote: tuple[Path, str], programs: Path, tmp_path: Path) -> Release:
    return Release(forge, remote, programs, tmp_path)


def test_what_was_compiled_is_signed_published_and_promoted(release: Release, remote: tuple[Path, str]) -> None:
    folder, address = remote
    for number in (0, 1):
        commit = release.run(number)
        assert commit[:7] in release.promptops("status", "prod", "--store", address)
    assert len([*(folder / "channels").glob("prod.history/*.json")]) == 2


def test_what_was_built_elsewhere_is_not_even_published(release: Release, remote: tuple[Path, str]) -> None:
    stranger = CLAIMS._replace(repository="https://github.com/mallory/prompts")
    with pytest.raises(subprocess.CalledProcessError):
        release.run(0, stranger)
    assert not [*remote[0].iterdir()]


def test_what_is_not_public_is_verified_by_the_forge(release: Release, remote: tuple[Path, str]) -> None:
    commit = release.run(0, visibility="private")
    (bundle,) = (path for path in (remote[0] / "bundles").iterdir() if path.name.count(".") == 1)
    (asked,) = release.asked.read_text(encoding="utf-8").splitlines()
    assert f"store/bundles/{bundle.name} --bundle " in asked
    assert asked.endswith(
        f"--repo acme/prompts --cert-identity {CLAIMS.identity} --source-ref {CLAIMS.ref} --source-digest {commit}"
    )
