"""What the page about releases shows is run, in the order in which it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
from tests.publishing.keyless.instance import CLAIMS, Instance, provenance

from promptops.cli.main import COMMANDS, cli
from promptops.publishing.provenance_refusals import ProvenanceCode
from promptops.rules import rule_ids
from promptops.rules.pages import ExampleFile, parse_page

PAGE = (Path(__file__).parents[2] / "docs" / "releasing.md").read_text(encoding="utf-8")
BLOCKS = [block for section in parse_page(PAGE).sections for block in section.blocks if isinstance(block, ExampleFile)]
_IDENTITY = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def attest(root: Path) -> None:
    """Attest the bundle of the commit as a workflow would, by an instance of Sigstore that is thrown away."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True)
    commit, instance = done.stdout.strip(), Instance()
    (bundle,) = (path for path in (root / "store" / "bundles").iterdir() if path.name.count(".") == 1)
    attestation = instance.attest(provenance(bundle.stem, commit), CLAIMS._replace(commit=commit))
    (root / "provenance.jsonl").write_text(json.dumps(attestation), encoding="utf-8")
    (root / "root.json").write_text(instance.trusted_root(), encoding="utf-8")


def test_every_command_on_the_page_runs(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    # there is no network to fetch Sigstore's root of trust from
    pinned = 'case "$*" in *--provenance*) set -- "$@" --trusted-root root.json ;; esac'
    (folder / "promptops").write_text(f'#!/bin/sh\n{pinned}\nexec "{sys.executable}" -m promptops "$@"\n')
    (folder / "promptops").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **_IDENTITY, "PATH": path, "PROMPTOPS_CACHE_DIR": ""}
    root = tmp_path / "shop"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=root, check=True)
    said = ""
    for block in BLOCKS:
        if block.path:
            (root / block.path).parent.mkdir(parents=True, exist_ok=True)
            (root / block.path).write_text(block.text)
        else:
            if "--provenance" in block.text:
                attest(root)
            script = f"set -e\n{block.text}"
            done = subprocess.run(
                ["/bin/sh", "-c", script], cwd=root, env=environment, check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, f"{block.text}\n{done.stdout}\n{done.stderr}"
            said += done.stdout
    assert "~ prompt:support/triage@1" in said
    assert "off      prompt:support/triage@1: it promises refunds" in said
    assert said.count("shop prod: WELL") == 1
    assert said.count("shop prod: RESTRICTED") == 1


def test_the_page_names_nothing_that_there_is_not() -> None:
    commands = set(re.findall(r"promptops ([a-z]+)", PAGE))
    assert commands <= COMMANDS.keys()
    known = {"--json"}
    for name in (*commands, "sign"):
        found = cli.get_command(click.Context(cli), name)
        assert found is not None
        inner = found.commands.values() if isinstance(found, click.Group) else ()
        known |= {option for each in (found, *inner) for parameter in each.params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", PAGE)) - known == {"--all", "--message"}
    rules = {name for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE) if name != "unreviewed-change"}
    assert rules <= {*rule_ids(), *ProvenanceCode}


def test_every_reason_to_refuse_a_provenance_is_told() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(ProvenanceCode)
