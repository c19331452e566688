from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_BLOCK = "```sh\npython -m pytest\npython -m this\n```\n"


def shell_block(root: Path, file: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / ".ci" / "readme.py"), str(file), name]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    "markdown",
    [
        f"<!-- ci: test -->\n{_BLOCK}",
        f"<!-- ci: test -->\n\n{_BLOCK}",
        f"```sh\nother\n```\n<!-- ci: install -->\n```sh\nother\n```\n<!-- ci: test -->\n{_BLOCK}```sh\nother\n```\n",
    ],
)
def test_the_marked_block_is_printed(root: Path, tmp_path: Path, markdown: str) -> None:
    file = tmp_path / "README.md"
    file.write_text(markdown, encoding="utf-8")

    done = shell_block(root, file, "test")

    assert (done.returncode, done.stdout) == (0, "python -m pytest\npython -m this\n")


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        (_BLOCK, "0 lines read"),
        (f"<!-- ci: test -->\n{_BLOCK}<!-- ci: test -->\n{_BLOCK}", "2 lines read"),
        (f"<!-- ci: test -->\nwords\n{_BLOCK}", "no shell block"),
        ("<!-- ci: test -->\n```python\nprint()\n```\n", "no shell block"),
        ("<!-- ci: test -->\n```sh\nnever closed\n", "no shell block"),
        ("<!-- ci: test -->\n```sh\n\n```\n", "is empty"),
        ("<!-- ci: test -->", "no shell block"),
    ],
)
def test_a_block_that_is_not_there_fails(root: Path, tmp_path: Path, markdown: str, message: str) -> None:
    file = tmp_path / "README.md"
    file.write_text(markdown, encoding="utf-8")

    done = shell_block(root, file, "test")

    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_a_readme_that_is_not_there_fails(root: Path, tmp_path: Path) -> None:
    assert shell_block(root, tmp_path / "README.md", "test").returncode == 1
