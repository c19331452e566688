from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.codeowners import LOCATIONS, MAX_LINES, CodeOwners, read_codeowners
from promptops.sources.git import open_tree
from promptops.sources.trees import FolderTree

Write = Callable[[dict[str, str | bytes | None]], None]

TEXT = """\
# a comment
*                @acme/everyone
*.md             docs@example.com  # the writers
/prompts/        @acme/support @someone
prompts/billing  @acme/payments
docs/*           @acme/docs
/open/
with\\ space/     @acme/space
[Section]        @acme/nobody
^[Optional]
!negated         @acme/nobody
bad.txt          not-an-owner
***              @a/b/c
"""


@pytest.fixture
def owners() -> CodeOwners:
    return CodeOwners("CODEOWNERS", TEXT)


@pytest.mark.parametrize(
    ("path", "handles", "line"),
    [
        ("a.yaml", ["@acme/everyone"], 2),
        ("deep/a.md", ["docs@example.com"], 3),
        ("prompts/a.prompt.md", ["@acme/support", "@someone"], 4),
        ("deep/prompts/a.yaml", ["@acme/everyone"], 2),
        ("prompts/billing/a.md", ["@acme/payments"], 5),
        ("docs/a.yaml", ["@acme/docs"], 6),
        ("docs/deep/a.yaml", ["@acme/everyone"], 2),
        ("open/a.yaml", [], 7),
        ("with space/a.yaml", ["@acme/space"], 8),
        ("bad.txt", ["@acme/everyone"], 2),
        ("négated/日本", ["@acme/everyone"], 2),
    ],
)
def test_the_last_line_that_matches_decides(path: str, handles: list[str], line: int, owners: CodeOwners) -> None:
    found = owners.line_of(path)
    assert found is not None
    assert (list(found.owners), found.line) == (handles, line)


def test_a_path_that_no_line_covers_has_no_line() -> None:
    assert CodeOwners("CODEOWNERS", "/docs/ @a\n").line_of("a.md") is None
    assert CodeOwners("CODEOWNERS", "").line_of("a.md") is None


def test_lines_are_counted_as_editors_count_them() -> None:
    owners = CodeOwners("CODEOWNERS", "# one\x0b\u2028\x85\r\n# two\r*.md @a\n")
    assert [(line.pattern, line.line) for line in owners.lines] == [("*.md", 3)]


def test_patterns_start_from_the_top_of_the_repository() -> None:
    owners = CodeOwners("../CODEOWNERS", "/service/prompts/ @a\n*.yaml @b\n", "service/")
    found = [owners.line_of(path) for path in ("prompts/a.md", "service/prompts/a.md", "a.yaml")]
    assert [line and line.owners for line in found] == [("@a",), None, ("@b",)]


def test_the_digest_tells_two_files_apart() -> None:
    files = [CodeOwners(*words) for words in (("a", "b"), ("a", "c"), ("b", "b"), ("a", "b", "c/"))]
    assert len({owners.digest for owners in files}) == 4
    assert CodeOwners("a", "b").digest == CodeOwners("a", "b").digest


def test_the_first_location_counts(root: Path, write: Write) -> None:
    tree = FolderTree(root)
    assert read_codeowners(tree) is None
    for location in reversed(LOCATIONS):
        write({location: f"* @from/{location.count('/')}\n"})
        found = read_codeowners(tree)
        assert found is not None
        assert found.path == location


def test_a_file_that_is_no_text_is_passed_over(root: Path, write: Write) -> None:
    write({".github/CODEOWNERS": b"\xff\xfe", "CODEOWNERS": "* @a\n"})
    found = read_codeowners(FolderTree(root))
    assert found is not None
    assert found.path == "CODEOWNERS"


@pytest.mark.parametrize("ref", [None, "HEAD"])
def test_the_repository_speaks_for_a_project_below_its_top(
    ref: str | None, root: Path, write: Write, git: Callable[..., str]
) -> None:
    write(
        {"CODEOWNERS": "/services/a/prompts/ @acme/a\n", "services/a/CODEOWNERS": "* @acme/own\n", "b/CODEOWNERS": ""}
    )
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    found = read_codeowners(open_tree(root / "services/a", ref))
    assert found is not None
    assert found.path == "../../CODEOWNERS"
    line = found.line_of("prompts/x.md")
    assert line is not None
    assert line.owners == ("@acme/a",)
    assert found.line_of("x.md") is None
    git("rm", "CODEOWNERS")
    git("commit", "-m", "second")
    own = read_codeowners(open_tree(root / "services/a", ref))
    assert own is not None
    assert own.path == "CODEOWNERS"
    assert own.line_of("x.md") is not None


@pytest.mark.parametrize("pattern", ["/services/team-{}/src/*.py", "*a*b*c*{}/**/x*y*z", "**/a*{}*b"])
def test_files_of_many_lines_are_read_to_the_end_of_what_is_read(pattern: str) -> None:
    text = "".join(f"{pattern.format(number)} @a{number}\n" for number in range(MAX_LINES + 10))
    owners = CodeOwners("CODEOWNERS", text)
    assert len(owners.lines) == MAX_LINES
    for number in (0, 1_234, MAX_LINES - 1):
        line = owners.line_of(pattern.format(number).lstrip("/").replace("*", "q"))
        assert line is not None
        assert line.line == number + 1
    assert owners.line_of("nobody's") is None


def test_hostile_files_take_no_time() -> None:
    start = time.perf_counter()
    text = "".join(f"*{'a*' * 30}{number}/**/x*y*z @a\n" for number in range(MAX_LINES))
    owners = CodeOwners("CODEOWNERS", text)
    assert owners.line_of("a/b/c/" * 50) is None
    assert CodeOwners("CODEOWNERS", "a" * 3_000_000 + " @b\n").line_of("a") is None
    assert time.perf_counter() - start < 20
