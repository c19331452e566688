from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPLAY = Path(__file__).parents[2] / "benchmarks" / "replay.py"
PLAN = '["acme/shop"]\nhead = "HEAD"\npaths = ["*.prompt.md", "*.yaml"]\nlimit = 9\n'
PROMPT = "---\nname: support/reply\nversion: {}\n---\nDecide. End with `{}: PASS`.\n"
PARSER = 'kind: Consumer\nname: support/parser\nof: prompt:support/reply\nexpects: [{label: "VERDICT:"}]\n'


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def commit(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=change")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a repository of four commits, the last of which breaks something, and a pair of folders."""
    work = tmp_path / "work"
    git(tmp_path, "init", "--quiet", str(work))
    commit(work, {"reply.prompt.md": PROMPT.format("1.0.0", "VERDICT"), "parser.yaml": PARSER})
    commit(work, {"README.md": "nothing\n"})
    commit(work, {"reply.prompt.md": PROMPT.format("1.0.1", "VERDICT") + "Be kind.\n"})
    commit(work, {"reply.prompt.md": PROMPT.format("2.0.0", "DECISION")})
    (tmp_path / "mirror" / "acme+shop").mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", str(work), str(tmp_path / "mirror" / "acme+shop" / "repo"))
    for side, word in (("base", "VERDICT"), ("head", "DECISION")):
        (tmp_path / "corpora" / "pair" / side).mkdir(parents=True)
        (tmp_path / "corpora" / "pair" / side / "a.md").write_text(f"End with {word}.\n", encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "records").mkdir()
    return tmp_path


def replay(folder: Path) -> subprocess.CompletedProcess[str]:
    options = {"repositories": "mirror", "corpora": "corpora", "records": "records", "plan": "plan.toml"}
    given = [f"--{name}={folder / value}" for name, value in options.items()]
    command = [sys.executable, str(REPLAY), *given, "--as-of=2026-11-01", f"--out={folder / 'history.md'}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_commit_is_compared_with_its_parent_and_what_was_found_is_to_be_judged(shop: Path) -> None:
    done = replay(shop)
    assert (done.returncode, done.stderr) == (1, "")
    key, place = done.stdout.splitlines()
    assert key.startswith("acme/shop@")
    assert place.startswith("  parser.yaml:4: `support/reply` no longer says `VERDICT:`")
    page = (shop / "history.md").read_text(encoding="utf-8")
    assert "| acme/shop | HEAD | 2 | 2 | 1 | 0 |" in page
    assert "| acme/shop | broken-expectation | 1 | 0 | 0 | 1 |" in page
    assert "| pair | 1 | 0 | 0 |" in page


def test_what_is_judged_is_not_asked_for_again_and_what_is_on_record_not_replayed(shop: Path) -> None:
    (key, _), record = replay(shop).stdout.splitlines(), shop / "records" / "acme+shop.jsonl"
    written = record.read_text(encoding="utf-8")
    judgement = {key: {"right": False, "why": "nobody reads it"}}
    (shop / "history-judgements.json").write_text(json.dumps(judgement), encoding="utf-8")
    assert replay(shop).returncode == 0
    assert record.read_text(encoding="utf-8") == written
    page = (shop / "history.md").read_text(encoding="utf-8")
    assert "**Wrong:** nobody reads it" in page
    assert "| all |  | 1 | 0 | 1 | 0 |" in page
