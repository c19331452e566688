from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.baselines import How, find_baseline
from promptops.sources.git_command import git_environment

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]
Commit = Callable[[str], str]


def found(root: Path, against: str | None = None) -> tuple[str | None, str, str]:
    baseline = find_baseline(root, None, against, fetch=False)
    return baseline.commit, baseline.named, baseline.how


def refusal(root: Path, against: str | None = None, head: str | None = None, *, fetch: bool = False) -> tuple[str, str]:
    with pytest.raises(BaselineError) as raised:
        find_baseline(root, head, against, fetch=fetch)
    return str(raised.value), raised.value.help or ""


def test_without_a_default_branch_one_must_be_named(branched: dict[str, str], root: Path, git: Git) -> None:
    git("branch", "-m", "main", "trunk")
    assert refusal(root) == (
        "no default branch is known here",
        "name what to compare with: `--against BRANCH`, or pass `--fetch`",
    )
    assert found(root, "trunk") == (branched["one"], "trunk", How.MERGE_BASE)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("./nowhere", "there is no folder `./nowhere`"),
        ("./a.md", "there is no folder `./a.md`"),
        ("./circle", "there is no folder `./circle`"),
        ("./empty", "the folder `./empty` holds no files"),
        (".", "`.` is the folder that is compiled itself"),
        ("./empty/..", "`./empty/..` is the folder that is compiled itself"),
        ("/" + "x" * 5_000, f"there is no folder `/{'x' * 5_000}`"),
        ("/x\0y", "there is no folder `/x\\x00y`"),
    ],
)
def test_a_folder_that_cannot_be_compared_with(
    name: str, message: str, commit: Commit, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("one")
    (root / "empty").mkdir()
    (root / "circle").symlink_to("circle")
    monkeypatch.chdir(root)
    assert refusal(root, name)[0] == message


@pytest.mark.parametrize(
    ("against", "message", "help_"),
    [
        ("mian", "git knows no commit `mian`", "did you mean `main`?"),
        ("v1.2.1", "git knows no commit `v1.2.1`", "did you mean `v1.2.0`?"),
        (
            "nowhere-near",
            "git knows no commit `nowhere-near`",
            "check its spelling; if it is not in this clone, run `git fetch --no-tags origin nowhere-near`",
        ),
        ("x" * 5_000, f"git knows no commit `{'x' * 5_000}`", ""),
        ("HEAD~9", "git knows no commit `HEAD~9`", "check its spelling"),
        ("a.md", "git knows no commit `a.md`", "check its spelling; "),
        ("HEAD:a.md", "git knows no commit `HEAD:a.md`", "check its spelling"),
        ("both", "`both` is both a tag and a branch", "write `refs/tags/both` or `refs/heads/both`"),
        ("", "the name of what to compare with is empty", "name what to compare with: `--against BRANCH`"),
        (" ", "the name of what to compare with is empty", ""),
        ("--upload-pack=x", "`--upload-pack=x` names no commit: it begins like an option", ""),
        ("-", "`-` names no commit: it begins like an option", ""),
        ("a\0b", "`a\\x00b` names no commit: it holds a character that cannot be printed", ""),
        ("a\nb", "`a\\nb` names no commit: it holds a character that cannot be printed", ""),
        ("\udcff", "`\\udcff` names no commit: it holds a character that cannot be printed", ""),
        ("\x1b[2J", "`\\x1b[2J` names no commit: it holds a character that cannot be printed", ""),
        ("main..feature", "`main..feature` is no single commit", "name one: the head is what is compiled"),
        ("main...feature", "`main...feature` is no single commit", ""),
    ],
)
def test_a_name_that_is_no_commit_is_explained(
    against: str, message: str, help_: str, branched: dict[str, str], root: Path, git: Git
) -> None:
    git("tag", "v1.2.0")
    git("tag", "both", branched["one"])
    git("branch", "both", branched["two"])
    said, advice = refusal(root, against)
    assert said == message
    assert advice.startswith(help_)
    assert advice


def test_two_names_of_one_commit_are_no_matter(branched: dict[str, str], root: Path, git: Git) -> None:
    git("tag", "-a", "-m", "both", "both", branched["one"])
    git("branch", "both", branched["one"])
    assert found(root, "both") == (branched["one"], "both", How.COMMIT)


def test_the_head_is_explained_too(branched: dict[str, str], root: Path) -> None:
    assert branched
    assert refusal(root, head="faeture") == ("git knows no commit `faeture`", "did you mean `feature`?")
    assert refusal(root, "main", "faeture", fetch=True) == ("git knows no commit `faeture`", "did you mean `feature`?")
    assert refusal(root, head="--all")[0] == "`--all` names no commit: it begins like an option"


def test_the_beginning_of_several_ids_is_ambiguous(commit: Commit, root: Path, git: Git) -> None:
    commit("one")
    seen: dict[str, str] = {}
    tree = git("rev-parse", "HEAD^{tree}").strip()
    for number in range(2_000):
        made = git("commit-tree", "-m", str(number), tree).strip()
        if made[:4] in seen:
            break
        seen[made[:4]] = made
    said, advice = refusal(root, made[:4])
    assert said == f"`{made[:4]}` could be one of several commits"
    assert advice == "write more of its id"


@pytest.mark.parametrize("against", [None, "main"])
def test_without_a_repository_there_is_no_baseline(against: str | None, root: Path, write: Write) -> None:
    write({"a.md": ""})
    expected = ("there is no git repository here", "compare with a folder: `--against ./FOLDER`")
    assert refusal(root, against) == refusal(root, against, fetch=True) == expected


@pytest.mark.parametrize("against", [None, "main"])
def test_without_git_there_is_no_baseline(
    against: str | None, branched: dict[str, str], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert branched
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert refusal(root, against)[0] == "git is not installed, or not on PATH"


@pytest.mark.parametrize("against", [None, "main"])
def test_without_commits_there_is_no_baseline(against: str | None, root: Path, git: Git) -> None:
    git("init")
    assert refusal(root, against) == refusal(root, against, fetch=True)
    assert refusal(root, against)[0] == "there are no commits here yet"


def test_a_first_commit_has_nothing_before_it(commit: Commit, root: Path, write: Write) -> None:
    one = commit("one")
    message, advice = refusal(root)
    assert message == f"`{one[:12]}` is the first commit: nothing stands before it"
    assert advice == "name what to compare with: `--against BRANCH`"
    write({"a.md": "changed"})
    assert found(root) == (one, "HEAD", How.COMMIT)


@pytest.mark.parametrize("against", [None, "main"])
def test_an_unrelated_history_has_no_commit_in_common(
    against: str | None, branched: dict[str, str], root: Path, git: Git, commit: Commit, tmp_path: Path
) -> None:
    git("switch", "--orphan", "rewritten")
    commit("other")
    message, advice = refusal(root, against)
    assert message == "`main` and the head have no commit in common: one was rewritten, or they are unrelated"
    command = advice.split("`")[1]
    assert command == f"git worktree add ../baseline {branched['three']}"
    git(*command.split()[1:])
    baseline = find_baseline(root, None, str(tmp_path / "baseline"), fetch=False)
    assert baseline.tree.read("a.md") == b"three"


def test_a_branch_that_was_pushed_by_force_still_meets_where_it_did(
    branched: dict[str, str], root: Path, git: Git, commit: Commit, tmp_path: Path
) -> None:
    git("switch", "main")
    git("clone", f"file://{root}", str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    git("-C", str(clone), "switch", "-c", "work")
    git("reset", "--hard", branched["one"])
    commit("rewritten")
    git("-C", str(clone), "fetch")
    assert found(clone) == (branched["one"], "origin/main", How.MERGE_BASE)


@pytest.mark.parametrize("against", [None, "main"])
def test_a_repository_of_another_user_is_not_read(
    against: str | None, branched: dict[str, str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert branched
    environment = {**git_environment(), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    for module in ("git_command", "git_answers"):
        monkeypatch.setattr(f"promptops.sources.{module}.git_environment", lambda: environment)
    message, advice = refusal(root, against)
    assert message == "git will not read this repository: it belongs to another user"
    assert advice == f"if you trust it, run `git config --global --add safe.directory {root}`"


def test_a_repository_that_is_damaged_is_not_read(branched: dict[str, str], root: Path) -> None:
    assert branched
    (root / ".git/HEAD").unlink()
    assert refusal(root) == (
        "there is no git repository here that git will read",
        "`git status` here says why",
    )


@pytest.mark.usefixtures("branched")
def test_a_bare_repository_is_no_project(git: Git, tmp_path: Path) -> None:
    git("clone", "--bare", ".", str(tmp_path / "bare"))
    assert refusal(tmp_path / "bare")[0] == "there is no git repository here"


def test_a_commit_whose_files_are_missing_is_explained(branched: dict[str, str], root: Path, git: Git) -> None:
    tree = git("rev-parse", f"{branched['one']}^{{tree}}").strip()
    (root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    message, advice = refusal(root)
    assert message == f"git could not list the files of `main`, commit `{branched['one'][:12]}`"
    assert f"git ls-tree -r {branched['one']}" in advice
