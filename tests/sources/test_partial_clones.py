from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.baselines import find_baseline
from promptops.sources.git import open_tree
from promptops.sources.partial_clones import require_blobs, require_contents
from promptops.sources.trees import FolderTree, Unreadable

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]


@pytest.fixture
def clone(root: Path, write: Write, git: Git, tmp_path: Path) -> Callable[[str], Path]:
    """Return `clone(filter)`, which clones a history of two commits without what the filter says."""
    git("init")
    git("config", "uploadpack.allowFilter", "true")
    for text in ("one", "two"):
        write({"a.md": text, "b.md": f"b {text}", "same.md": "same"})
        git("add", ".")
        git("commit", "-m", text)

    def make(kind: str) -> Path:
        git("clone", f"--filter={kind}", f"file://{root}", str(tmp_path / "clone"))
        return tmp_path / "clone"

    return make


def blobs_at_the_baseline(place: Path) -> list[str]:
    baseline = find_baseline(place, None, None, fetch=False)
    return [file.blob for file in baseline.tree.files() if file.blob is not None]


def test_nothing_is_fetched_that_nobody_asked_for(clone: Callable[[str], Path]) -> None:
    place = clone("blob:none")
    baseline = find_baseline(place, None, None, fetch=False)
    assert baseline.tree.read("same.md") == b"same"
    missing = baseline.tree.read("a.md")
    assert isinstance(missing, Unreadable)
    assert missing.reason == "its content is missing from the clone"
    assert baseline.tree.read("same.md") == b"same"


def test_blobs_that_are_missing_are_fetched_or_named(clone: Callable[[str], Path]) -> None:
    place = clone("blob:none")
    blobs = blobs_at_the_baseline(place)
    with pytest.raises(BaselineError, match="the contents of files at the baseline are missing") as raised:
        require_blobs(place, blobs, fetch=False)
    assert raised.value.help == "it is partial: run `git fetch --refetch --no-filter`, or pass `--fetch`"
    require_blobs(place, blobs, fetch=True)
    require_blobs(place, blobs, fetch=False)
    assert find_baseline(place, None, None, fetch=False).tree.read("a.md") == b"one"


def test_only_what_differs_from_the_head_must_be_here(clone: Callable[[str], Path]) -> None:
    place = clone("blob:none")
    tree = find_baseline(place, None, None, fetch=False).tree
    require_contents(tree, tree, fetch=False)
    with pytest.raises(BaselineError, match="the contents of files at the baseline are missing"):
        require_contents(tree, open_tree(place, None), fetch=False)
    require_contents(tree, open_tree(place, None), fetch=True)
    assert tree.read("a.md") == b"one"


def test_a_folder_lacks_nothing(tmp_path: Path) -> None:
    require_contents(FolderTree(tmp_path), FolderTree(tmp_path), fetch=False)


def test_the_help_helps(clone: Callable[[str], Path], git: Git) -> None:
    place = clone("blob:none")
    git("-C", str(place), "fetch", "--refetch", "--no-filter")
    require_blobs(place, blobs_at_the_baseline(place), fetch=False)


@pytest.mark.usefixtures("clone")
def test_blobs_that_are_here_need_no_fetch(root: Path) -> None:
    require_blobs(root, blobs_at_the_baseline(root), fetch=False)
    require_blobs(root / "nowhere", [], fetch=False)


def test_blobs_that_no_remote_has_are_missing(root: Path, clone: Callable[[str], Path]) -> None:
    place = clone("blob:none")
    for folder in (place, root):
        with pytest.raises(BaselineError, match="git could not fetch what this partial clone lacks"):
            require_blobs(folder, ["1" * 40], fetch=True)


def test_folders_that_are_missing_are_explained_and_the_help_helps(clone: Callable[[str], Path], git: Git) -> None:
    place = clone("tree:0")
    with pytest.raises(BaselineError, match="git could not list the files") as raised:
        find_baseline(place, None, None, fetch=False)
    git("-C", str(place), *str(raised.value.help).split("`")[1].split()[1:])
    assert [file.path for file in find_baseline(place, None, None, fetch=False).tree.files()] == [
        "a.md",
        "b.md",
        "same.md",
    ]
