from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from promptops.errors import TreeError
from promptops.publishing.provenance import Commit, Provenance, commits_of, provenance, released_commits

Git = Callable[..., str]
Write = Callable[[Mapping[str, str]], None]
_NOBODY = "Nobody <nobody@example.com>"


@pytest.fixture
def head(git: Git, write: Write) -> Callable[[], str]:
    git("init", "--quiet")
    write({"a.txt": "one"})
    git("add", ".")
    git("commit", "--quiet", "--message=one\n\nReviewed-by: Ada <ada@example.com>\nReviewed-by: Bob")
    return lambda: git("rev-parse", "HEAD").strip()


def today() -> object:
    return datetime.now(UTC).date()


def test_outside_of_a_repository_nothing_is_known(root: Path) -> None:
    assert provenance(root, None) == Provenance(None, is_clean=False, day=None)
    with pytest.raises(TreeError, match="knows no commit"):
        provenance(root, "HEAD")


def test_a_clean_tree_is_that_of_its_commit(root: Path, head: Callable[[], str]) -> None:
    found = provenance(root, None)
    assert (found.revision, found.is_clean) == (head(), True)
    assert found.day == today()


@pytest.mark.parametrize("files", [{"a.txt": "two"}, {"b.txt": "new"}])
def test_a_tree_with_changes_is_not(
    root: Path, head: Callable[[], str], write: Write, files: Mapping[str, str]
) -> None:
    write(files)
    assert provenance(root, None)[:2] == (head(), False)
    assert provenance(root, "HEAD")[:2] == (head(), True)


def test_an_option_is_no_commit(root: Path, head: Callable[[], str]) -> None:
    assert head()
    with pytest.raises(TreeError):
        provenance(root, "--output=victim")


def test_trailers_name_reviewers(root: Path, head: Callable[[], str]) -> None:
    assert commits_of(root, head()) == (Commit((_NOBODY, _NOBODY), ("Ada <ada@example.com>", "Bob")),)


def test_whoever_wrote_or_made_a_commit_is_an_author_of_it(root: Path, head: Callable[[], str], git: Git) -> None:
    message = "two\n\nCo-authored-by: Cyd <cyd@example.com>\nReviewed-by: Dan\n"
    git("commit", "--quiet", "--allow-empty", f"--message={message}", "--author=Ada\x1fBob <ada@example.com>")
    (last,) = (each for each in commits_of(root, head()) or () if each.reviewers == ("Dan",))
    assert last.authors == ("Ada\x1fBob <ada@example.com>", _NOBODY, "Cyd <cyd@example.com>")


def test_a_release_is_its_commit_and_what_that_merges(
    root: Path, head: Callable[[], str], git: Git, write: Write
) -> None:
    first = head()
    assert released_commits(root, first) == {first}
    git("checkout", "--quiet", "-b", "feature")
    for name in ("b.txt", "c.txt"):
        write({name: "two"})
        git("add", ".")
        git("commit", "--quiet", "--message=two")
    tip = head()
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--message=merge", "feature")
    assert released_commits(root, head()) == {head(), tip}


def test_a_merge_brings_its_commits(root: Path, head: Callable[[], str], git: Git, write: Write) -> None:
    git("checkout", "--quiet", "-b", "feature")
    write({"b.txt": "two"})
    git("add", ".")
    git("commit", "--quiet", "--message=two\n\nReviewed-by: Cyd")
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--message=merge", "feature")
    assert commits_of(root, head()) == (Commit((_NOBODY, _NOBODY), ()), Commit((_NOBODY, _NOBODY), ("Cyd",)))


def test_a_shallow_clone_cannot_tell(root: Path, head: Callable[[], str], git: Git, tmp_path: Path) -> None:
    git("commit", "--quiet", "--allow-empty", "--message=two")
    git("clone", "--quiet", "--depth=1", f"file://{root}", str(tmp_path / "clone"))
    assert commits_of(tmp_path / "clone", head()) is None
    assert commits_of(root, head()) == (Commit((_NOBODY, _NOBODY), ()),)
