from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.diagnostics import START, Diagnostic
from promptops.sources.trees import MAX_FILE_BYTES

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unreadable-file"
PROMPT = "---\nname: b\n---\nAnswer.\n"


def told(root: Path) -> list[str]:
    found = Compiler(Request(root, date(2026, 11, 1))).verdict.diagnostics
    return [each.message for each in found if each.rule == RULE]


def test_a_file_that_is_too_large_is_reported_and_the_others_are_read(lint: Lint) -> None:
    files = {"a.prompt.md": b"x" * (MAX_FILE_BYTES + 1), "b.prompt.md": PROMPT, "c.yaml": "kind: Team\nname: c\nx: y\n"}
    found = lint(files)
    assert [(each.rule, each.primary.path) for each in found] == [(RULE, "a.prompt.md"), ("unknown-key", "c.yaml")]
    assert found[0].primary[1:] == START
    assert found[0].message == "the file cannot be read: it has 8,388,609 bytes, more than 8 MiB"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param("/etc/hostname", "it lies outside of the project", id="out of the repository"),
        pytest.param("../outside.md", "it lies outside of the project", id="above the root"),
        pytest.param("nowhere.md", "it is not there", id="to nothing"),
    ],
)
def test_a_link_that_leads_out_is_not_followed(target: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(PROMPT, encoding="utf-8")
    root = tmp_path / "project"
    root.mkdir()
    (root / "a.prompt.md").symlink_to(target)
    assert told(root) == [f"the file cannot be read: {message}"]


def test_a_link_inside_the_repository_is_followed(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "b.md").write_text(PROMPT, encoding="utf-8")
    (tmp_path / "b.prompt.md").symlink_to("texts/b.md")
    assert told(tmp_path) == []
