"""A cached run says what a fresh one says, whatever changed in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., None]
Git = Callable[..., str]

GOOD = "---\nname: a\nowner: support\n---\nAnswer.\n"
BAD = "---\nname: a\nowner: support\n---\nAnswer {{ question }}.\n"


def lint(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-c", "from promptops.cli.entry import main; main()", "lint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def settle(*arguments: str) -> None:
    """Lint twice, so that the second answer is the first one's."""
    assert lint(*arguments) == lint(*arguments)


def assert_fresh(*arguments: str) -> tuple[int, str]:
    cached = lint(*arguments)
    assert cached == lint(*arguments, "--no-cache")
    return cached


@pytest.fixture(autouse=True)
def project(write: Write, git: Git) -> None:
    write({"promptops.yaml": "name: shop\n", "prompts/a.prompt.md": GOOD})
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")


def test_a_link_to_an_ignored_file(write: Write, git: Git, repository: Path) -> None:
    write({".gitignore": "gen/\n", "gen/b.prompt.md": GOOD.replace("name: a", "name: b")})
    (repository / "prompts/b.prompt.md").symlink_to("../gen/b.prompt.md")
    git("add", ".")
    settle()
    write({"gen/b.prompt.md": BAD})
    status, output = assert_fresh()
    assert status == 1
    assert "unreadable-file" in output


def test_a_link_to_what_git_keeps_for_itself_is_not_read(git: Git, repository: Path) -> None:
    (repository / "prompts/config.prompt.md").symlink_to("../.git/config")
    git("add", ".")
    assert "[unreadable-file]" in assert_fresh()[1]


def test_a_path_through_a_link(write: Write, repository: Path) -> None:
    write({"one/promptops.yaml": "name: one\n", "two/promptops.yaml": "name: two\n", "two/a.prompt.md": BAD})
    link = repository / "current"
    link.symlink_to("one")
    settle("current")
    link.unlink()
    link.symlink_to("two")
    assert assert_fresh("current")[0] == 1


def test_an_ignored_configuration_below(write: Write) -> None:
    write({".gitignore": "prompts/promptops.yaml\n"})
    settle("prompts")
    write({"prompts/promptops.yaml": "fail_on: never\n", "prompts/b.prompt.md": BAD})
    assert_fresh("prompts")


def test_a_filter_of_gits(write: Write, git: Git) -> None:
    git("config", "filter.upper.clean", "cat >/dev/null; echo pointer")
    write({".gitattributes": "*.prompt.md filter=upper\n"})
    git("add", "--renormalize", ".")
    git("commit", "--quiet", "--message", "filter")
    settle()
    write({"prompts/a.prompt.md": BAD})
    git("add", ".")
    assert assert_fresh()[0] == 1


def test_a_file_that_git_was_told_to_leave_out_and_is_there(write: Write, git: Git) -> None:
    git("update-index", "--skip-worktree", "prompts/a.prompt.md")
    settle()
    write({"prompts/a.prompt.md": BAD})
    assert assert_fresh()[0] == 1


def test_a_scope_leaves_the_rest_of_the_baseline_alone(write: Write) -> None:
    write({"prompts/a.prompt.md": BAD, "more/b.prompt.md": BAD.replace("name: a", "name: b")})
    assert lint("--write-baseline")[0] == 0
    assert "stale" not in lint("more")[1]
    assert lint("more", "--write-baseline")[0] == 0
    assert lint()[0] == 0
