"""Two machines make the same release, byte for byte, whatever else differs between them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Git = Callable[..., str]
Write = Callable[[Mapping[str, str | bytes]], None]

FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "environments/prod.yaml": "kind: Environment\nname: prod\n",
    "environments/test.yaml": "kind: Environment\nname: test\n",
    "models/chat.yaml": "kind: Model\nname: chat\nversion: 1.0.0\nid: meridian-2026-08-14\nparameters: [temperature]\n",
    "datasets/cases.yaml": "kind: Dataset\nname: cases\nversion: 1.0.0\nfiles: [cases.jsonl]\n",
    "datasets/cases.jsonl": '{"a": 1}\n',
    **{
        f"prompts/{name}.prompt.md": f"---\nname: support/{name}\nversion: 1.0.0\nmodel: chat\n---\nSort {name} ïñ.\n"
        for name in ("b", "a", "z")
    },
}
_LATER = """
import datetime, sys
import promptops.cli.project, promptops.cli.publishing
class Later(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return cls(2026, 12, 30, 23, 59, 59, tzinfo=zone)
promptops.cli.project.datetime = promptops.cli.publishing.datetime = Later
from promptops.cli.main import main
main(sys.argv[1:])
"""
_PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")


@pytest.fixture
def machine(tmp_path: Path, git: Git, write: Write, repository: Path) -> Callable[..., dict[str, bytes]]:
    """Return `machine(name, ...)`, which makes a release in a clone of its own, and returns the files of its store."""
    write(FILES)
    subprocess.run([sys.executable, "-m", "promptops", "keys", "generate"], cwd=repository, check=True)
    subprocess.run([sys.executable, "-m", "promptops", "keys", "trust", "keys/release.pub"], cwd=repository, check=True)
    git("add", "--all")
    git("commit", "--quiet", "--message=begin\n\nReviewed-by: Ada <ada@example.com>")
    key = repository / "keys" / "release.key"

    def make(name: str, program: tuple[str, ...], umask: int = 0o022, **environment: str) -> dict[str, bytes]:
        folder = tmp_path / name
        subprocess.run(["git", "clone", "--quiet", str(repository), str(folder)], check=True)
        if environment.get("LC_ALL") == "C":  # and the files in another order
            for path in sorted(FILES, reverse=True):
                data = (folder / path).read_bytes()
                (folder / path).unlink()
                (folder / path).write_bytes(data)
                os.utime(folder / path, (1, 1))
        subprocess.run(
            [*program, "compile", "--sign", str(key), "--publish", "store"],
            cwd=folder,
            env={**os.environ, **environment, "PROMPTOPS_CACHE_DIR": str(tmp_path / f"cache {name}")},
            check=True,
            umask=umask,
            capture_output=True,
        )
        return {path.name: path.read_bytes() for path in (folder / "store" / "bundles").iterdir()}

    return make


def test_bundle_statement_signature_and_bill_of_materials_are_the_same(
    machine: Callable[..., dict[str, bytes]],
) -> None:
    here = machine("here", (sys.executable, "-m", "promptops"), PYTHONHASHSEED="1", TZ="UTC")
    there = machine(
        "a long/way from here",
        (sys.executable, "-c", _LATER),
        umask=0o077,
        PYTHONHASHSEED="77",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        HOME="/nonexistent",
    )
    assert len(here) == 6
    assert there == here


@pytest.mark.parametrize("python", _PYTHONS)
def test_every_python_makes_the_same_release(machine: Callable[..., dict[str, bytes]], python: str) -> None:
    path = shutil.which(python)
    probe = "import cryptography, promptops, pydantic, click, jinja2, re2"
    if path is None or subprocess.run([path, "-c", probe], capture_output=True, check=False).returncode:
        pytest.skip(f"{python} is not here, or not with what this package needs")
    assert machine("other", (path, "-m", "promptops")) == machine("own", (sys.executable, "-m", "promptops"))
