from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
FILES = 200


def write_corpus(root: Path, *options: str) -> Path:
    subprocess.run([sys.executable, BENCHMARKS / "corpus.py", root, str(FILES), *options], check=True)
    return root


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


Resources = dict[str, list[dict[str, Any]]]


def read_resources(root: Path) -> Resources:
    """Return the resources of each file, the bodies of Markdown files under `body`."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.endswith(".prompt.md"):
            header, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
            found[name] = [{"kind": "Prompt", **yaml.safe_load(header), "body": body}]
        elif name.endswith(".yaml") and path.name not in ("promptops.yaml", "_defaults.yaml"):
            found[name] = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus") / "repository")


@pytest.fixture(scope="module")
def resources(corpus: Path) -> Resources:
    return read_resources(corpus)


def test_the_same_seed_gives_the_same_commit(corpus: Path, tmp_path: Path) -> None:
    again = write_corpus(tmp_path / "again")
    other = write_corpus(tmp_path / "other", "--seed", "2")
    assert git(corpus, "rev-parse", "HEAD") == git(again, "rev-parse", "HEAD") != git(other, "rev-parse", "HEAD")


def test_everything_is_committed(corpus: Path) -> None:
    assert git(corpus, "status", "--porcelain", "--ignored") == ""
    assert git(corpus, "rev-list", "--count", "HEAD").strip() == "1"


def test_kinds_have_their_shares(resources: Resources) -> None:
    counts = Counter(documents[0]["kind"] for documents in resources.values())
    assert counts.total() == FILES
    assert (counts["Prompt"], counts["Tool"], counts["Eval"]) == (120, 40, 20)
    others = {"Fragment", "Model", "Provider", "Agent", "Budget", "Dataset", "Team", "Environment"}
    assert counts.keys() - {"Prompt", "Tool", "Eval"} == others | {"Feature", "Consumer"}


def test_files_differ_as_people_s_do(resources: Resources) -> None:
    described = [document["description"] for documents in resources.values() for document in documents]
    assert len(set(described)) == len(described)


def test_prompts_have_the_size_of_real_ones(corpus: Path) -> None:
    prompts = sorted(corpus.rglob("*.prompt.md"))
    headers = [path.read_text(encoding="utf-8").split("\n---\n")[0].count("\n") for path in prompts]
    bodies = [path.read_text(encoding="utf-8").split("\n---\n")[1].count("\n") for path in prompts]
    assert sum(headers) / len(headers) == pytest.approx(13, abs=2)
    assert sum(bodies) / len(bodies) == pytest.approx(40, abs=4)


def test_prompts_use_what_they_declare(resources: Resources) -> None:
    prompts = [(name, found[0]) for name, found in resources.items() if name.endswith(".prompt.md")]
    unused = [(name, given) for name, prompt in prompts for given in prompt["inputs"] if given not in prompt["body"]]
    assert prompts
    assert not unused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["50"], "at least 120 files are needed"), (["200"], "is not an empty folder")],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    root = tmp_path / "new" if arguments == ["50"] else tmp_path
    command = [sys.executable, str(BENCHMARKS / "corpus.py"), str(root), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert message in run.stderr


def test_peers_get_as_many_files(tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "repository", "--peers")
    counts = {
        folder.name: sum(1 for _ in folder.rglob(pattern))
        for folder, pattern in (
            (tmp_path / "repository-python", "*.py"),
            (tmp_path / "repository-dbt", "*.sql"),
            (tmp_path / "repository-yaml", "*.yaml"),
        )
    }
    assert root.is_dir()
    assert set(counts.values()) == {FILES}
