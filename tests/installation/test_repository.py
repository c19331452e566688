from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from promptops.errors import UsageError
from promptops.installation import repository
from promptops.installation.facts import Fact, State
from promptops.installation.repository import look_at_repository

_IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *_IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a git repository with one commit of one file."""
    root = tmp_path / "shop"
    root.mkdir()
    _git(root, "init", "--quiet", "--initial-branch=main")
    (root / "a.txt").write_text("Hello.", encoding="utf-8")
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--message", "begin")
    return root


def _facts(path: Path) -> list[tuple[State, str]]:
    return [fact[:2] for fact in look_at_repository(path)]


def test_a_repository_without_a_configuration(project: Path) -> None:
    assert _facts(project) == [
        (State.GOOD, f"git repository `{project}`"),
        (State.NOTE, "there is no `promptops.yaml`"),
        (State.GOOD, f"1 file below `{project}`"),
    ]


def test_a_folder_below_the_root(project: Path) -> None:
    (project / "promptops.yaml").write_text("name: shop\n", encoding="utf-8")
    (project / "deep").mkdir()
    assert _facts(project / "deep") == [
        (State.GOOD, f"git repository `{project}`"),
        (State.GOOD, "`promptops.yaml` is valid"),
        (State.GOOD, f"2 files below `{project}`"),
    ]


def test_a_plain_folder(tmp_path: Path) -> None:
    assert _facts(tmp_path)[0] == (State.NOTE, "there is no git repository here")


def test_a_shallow_clone(project: Path, tmp_path: Path) -> None:
    _git(project, "commit", "--quiet", "--allow-empty", "--message", "again")
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "--quiet", "--depth=1", project.as_uri(), str(clone))
    assert _facts(clone)[0] == (State.NOTE, f"the repository `{clone}` is a shallow clone")


def test_a_repository_that_git_refuses(project: Path) -> None:
    (project / ".git" / "HEAD").unlink()
    assert _facts(project)[0] == (State.WRONG, f"git refuses to read the repository `{project}`")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nmae: shop\n", "promptops.yaml:1:1: "),
        ("name: [\n", "promptops.yaml:"),
        ("extends: none\n", "promptops.yaml:1:10: there is no profile `none`"),
        ("rules: {x: off}\n", "promptops.yaml:1:9: no rule `x`"),
        (b"\xff", "promptops.yaml:1:1: the byte 0xff is not UTF-8"),
    ],
)
def test_a_configuration_that_cannot_be_used(project: Path, content: str | bytes, said: str) -> None:
    (project / "promptops.yaml").write_bytes(content.encode() if isinstance(content, str) else content)
    fact = list(look_at_repository(project))[1]
    assert fact.state is State.WRONG
    assert fact.text.startswith(said)
    assert fact.help


def test_a_configuration_that_leads_away(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("name: shop\n", encoding="utf-8")
    (project / "promptops.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert _facts(project)[1] == (State.WRONG, "`promptops.yaml` cannot be read: it lies outside of the project")


def test_a_dependency_that_is_missing_is_no_reason_to_fail(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "promptops.yaml").write_text("name: shop\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "promptops.config.loading", None)
    assert _facts(project)[1][0] is State.NOTE


def test_a_dependency_that_fails_is_no_reason_to_fail(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SystemError("an old pydantic")

    (project / "promptops.yaml").write_text("name: shop\n", encoding="utf-8")
    monkeypatch.setattr("promptops.config.loading.load_settings", fail)
    assert _facts(project)[1] == (State.NOTE, "`promptops.yaml` cannot be checked: an old pydantic")


def test_nothing_at_the_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(look_at_repository(tmp_path / "nowhere"))


def test_facts_are_plain(project: Path) -> None:
    assert all(isinstance(fact, Fact) for fact in repository.look_at_repository(project))
