from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.sources.baseline_errors import BaselineError
from promptops.sources.baselines import How, find_baseline
from promptops.sources.fetching import DEEPENINGS

Write = Callable[[dict[str, str | bytes | None]], None]
Git = Callable[..., str]
BEFORE = 5
"""Commits on `main` before the branch parts from it, and on the branch."""
MERGES = ("refs/pull/1/merge", "refs/pipelines/1")
"""Refs under which forges keep the merge by which they try a pull request."""
WAYS = ("fetch", "the help")
"""How to get what a clone lacks: with the option, or with the command that the help gives."""


@pytest.fixture
def server(write: Write, git: Git) -> dict[str, str]:
    """Make a history of two branches, and the merge by which a forge tries the pull request between them."""
    git("init")

    def commit(text: str) -> str:
        write({"a.md": text})
        git("add", ".")
        git("commit", "-m", text)
        return git("rev-parse", "HEAD").strip()

    ids = {f"main{number}": commit(f"main{number}") for number in range(BEFORE)}
    git("switch", "-c", "feature")
    ids |= {f"feature{number}": commit(f"feature{number}") for number in range(BEFORE)}
    git("switch", "main")
    ids["main"] = commit("main")
    ids["feature"] = ids[f"feature{BEFORE - 1}"]
    ids["parted"] = ids[f"main{BEFORE - 1}"]
    parents = ("-p", ids["main"], "-p", ids["feature"])
    subject = f"Merge {ids['feature']} into {ids['main']}"
    merge = git("commit-tree", *parents, "-m", subject, "feature^{tree}").strip()
    for ref in MERGES:
        git("update-ref", ref, merge)
    return ids


@pytest.fixture
def clone(root: Path, git: Git, tmp_path: Path) -> Callable[..., Path]:
    """Return `clone(*arguments)`, which clones over a connection as from any server."""

    def make(*arguments: str) -> Path:
        git("clone", *arguments, f"file://{root}", str(tmp_path / "clone"))
        return tmp_path / "clone"

    return make


@pytest.fixture
def checkout(root: Path, git: Git, tmp_path: Path) -> Callable[..., Path]:
    """Return `checkout(ref, depth)`, which checks one ref out as CI does: nothing but it, and on no branch."""

    def make(ref: str, depth: int) -> Path:
        place = tmp_path / "checkout"
        git("init", str(place))
        at = ("-C", str(place))
        git(*at, "remote", "add", "origin", f"file://{root}")
        kept = ref.replace("refs/", "refs/remotes/", 1)
        git(*at, "fetch", "--no-tags", f"--depth={depth}", "origin", f"+{ref}:{kept}")
        git(*at, "checkout", "--detach", kept)
        return place

    return make


def refusal(root: Path, against: str | None = None, *, fetch: bool = False) -> tuple[str, str]:
    with pytest.raises(BaselineError) as raised:
        find_baseline(root, None, against, fetch=fetch)
    return str(raised.value), raised.value.help or ""


def run_help(git: Git, place: Path, advice: str) -> None:
    """Run the command that the help gives."""
    words = advice.split("`")[1].split()
    assert words[0] == "git"
    git("-C", str(place), *words[1:])


@pytest.mark.parametrize("ref", MERGES)
@pytest.mark.parametrize("head", [None, "HEAD"])
def test_a_pull_request_is_compared_with_the_branch_it_is_for(
    ref: str, head: str | None, server: dict[str, str], checkout: Callable[..., Path]
) -> None:
    baseline = find_baseline(checkout(ref, 2), head, None, fetch=False)
    assert (baseline.commit, baseline.how) == (server["main"], How.FIRST_PARENT)
    assert baseline.named == "the base of the pull request"
    assert baseline.tree.read("a.md") == b"main"


def test_a_pull_request_into_another_branch_is_not_compared_with_the_default_one(
    server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    place = clone()
    at = ("-C", str(place))
    parents = ("-p", "origin/feature", "-p", "origin/feature~1")
    merge = git(*at, "commit-tree", *parents, "-m", "Merge pull request 3", "HEAD^{tree}").strip()
    git(*at, "update-ref", "refs/remotes/pull/3/merge", merge)
    git(*at, "checkout", "--detach", merge)
    assert find_baseline(place, None, None, fetch=False).commit == server["feature"]


@pytest.mark.parametrize("subject", ["Merge branch 'main' into feature", "Merge {main} into {feature}"])
def test_a_merge_into_a_branch_of_ones_own_is_no_pull_request(
    subject: str, server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    at = ("-C", str(clone()))
    git(*at, "checkout", "--detach", "origin/feature")
    git(*at, "merge", "-s", "ours", "-m", subject.format(**server), "origin/main")
    baseline = find_baseline(Path(at[1]), None, None, fetch=False)
    assert (baseline.commit, baseline.named, baseline.how) == (server["main"], "origin/main", How.MERGE_BASE)


@pytest.mark.parametrize("ref", MERGES)
def test_at_depth_one_the_base_of_a_pull_request_is_fetched(
    ref: str, server: dict[str, str], checkout: Callable[..., Path], git: Git
) -> None:
    place = checkout(ref, 1)
    message, advice = refusal(place)
    assert message.endswith("is not in this shallow clone")
    assert f"`git fetch --no-tags --depth=1 origin {server['main']}`, or pass `--fetch`" in advice
    refs = git("-C", str(place), "show-ref")
    fetched = find_baseline(place, None, None, fetch=True)
    assert (fetched.commit, fetched.how) == (server["main"], How.FIRST_PARENT)
    assert fetched.tree.read("a.md") == b"main"
    assert git("-C", str(place), "show-ref") == refs
    assert find_baseline(place, None, None, fetch=False).commit == server["main"]


def test_the_help_for_a_pull_request_at_depth_one_helps(
    server: dict[str, str], checkout: Callable[..., Path], git: Git
) -> None:
    place = checkout("refs/pull/1/merge", 1)
    run_help(git, place, refusal(place)[1])
    assert find_baseline(place, None, None, fetch=False).commit == server["main"]


@pytest.mark.parametrize("way", WAYS)
def test_a_push_is_compared_with_the_commit_before(
    way: str, server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    place = clone("--depth=1")
    if way == "the help":
        run_help(git, place, refusal(place)[1])
    baseline = find_baseline(place, None, None, fetch=way == "fetch")
    assert (baseline.commit, baseline.named) == (server["parted"], "HEAD~1")


def test_at_depth_two_a_push_needs_nothing(server: dict[str, str], clone: Callable[..., Path]) -> None:
    assert find_baseline(clone("--depth=2"), None, None, fetch=False).commit == server["parted"]


SHALLOW = {
    "a clone of all branches": ("--depth=1", "--no-single-branch", "--branch=feature"),
    "one that is deep enough for one side": ("--depth=2", "--no-single-branch", "--branch=feature"),
}


@pytest.mark.parametrize("how", SHALLOW)
@pytest.mark.parametrize("against", [None, "main", "origin/main"])
@pytest.mark.parametrize("way", WAYS)
def test_a_merge_base_that_a_shallow_clone_lacks_is_fetched(
    how: str, against: str | None, way: str, server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    place = clone(*SHALLOW[how])
    message, advice = refusal(place, against)
    assert message == f"this clone is too shallow to know where `{against or 'origin/main'}` and the head part"
    if way == "the help":
        run_help(git, place, advice)
    baseline = find_baseline(place, None, against, fetch=way == "fetch")
    assert (baseline.commit, baseline.how) == (server["parted"], How.MERGE_BASE)
    assert baseline.tree.read("a.md") == f"main{BEFORE - 1}".encode()


@pytest.mark.parametrize("against", [None, "main", "origin/main", "refs/heads/main", "v1", "{main}"])
def test_a_branch_that_a_shallow_clone_lacks_is_fetched(
    against: str | None, server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    against = against and against.format(**server)
    git("tag", "-a", "-m", "first", "v1", "main")
    place = clone("--depth=1", "--branch=feature")
    assert refusal(place, against)[0].startswith(("git knows no commit", "no default branch is known"))
    baseline = find_baseline(place, None, against, fetch=True)
    assert (baseline.commit, baseline.how) == (server["parted"], How.MERGE_BASE)
    assert baseline.named == (against or "origin/HEAD")


def test_commits_that_the_remote_has_not_do_not_stop_a_fetch(
    server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    place = clone("--depth=1", "--no-single-branch", "--branch=feature")
    git("-C", str(place), "commit", "--allow-empty", "-m", "mine")
    assert find_baseline(place, None, None, fetch=True).commit == server["parted"]


def test_a_merge_base_beyond_which_a_nearer_one_may_hide_is_not_trusted(
    server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    """The branch took in what had parted from `main` earlier: a shallow clone sees that meeting, not the later one."""
    git("switch", "-c", "earlier", server["main2"])
    git("commit", "--allow-empty", "-m", "earlier")
    git("switch", "feature")
    git("merge", "-s", "ours", "-m", "take it in", "earlier")
    git("switch", "main")
    place = clone("--depth=4", "--no-single-branch", "--branch=feature")
    assert git("-C", str(place), "merge-base", "HEAD", "origin/main").strip() == server["main2"]
    assert refusal(place)[0].startswith("this clone is too shallow")
    assert find_baseline(place, None, None, fetch=True).commit == server["parted"]


def test_a_shallow_branch_that_took_main_in_is_certain(
    server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    git("switch", "feature")
    git("merge", "-s", "ours", "-m", "again", "main")
    git("switch", "main")
    place = clone("--depth=2", "--no-single-branch", "--branch=feature")
    assert find_baseline(place, None, None, fetch=False).commit == server["main"]


def test_histories_that_never_meet_are_fetched_to_their_ends(
    server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    assert server
    assert len(DEEPENINGS) < 10
    git("switch", "--orphan", "other")
    for number in range(3):
        git("commit", "--allow-empty", "-m", f"other{number}")
    place = clone("--depth=1", "--no-single-branch", "--branch=other")
    message, _ = refusal(place, "main", fetch=True)
    assert message == "`main` and the head have no commit in common: one was rewritten, or they are unrelated"


def test_a_whole_clone_stays_whole(server: dict[str, str], clone: Callable[..., Path], git: Git) -> None:
    place = clone("--single-branch", "--branch=feature")
    assert refusal(place, "main")[1].endswith("`git fetch --no-tags origin main`")
    assert find_baseline(place, None, "main", fetch=True).commit == server["parted"]
    assert git("-C", str(place), "rev-parse", "--is-shallow-repository") == "false\n"


REMOTES = {
    "none": (None, "'origin' does not appear to be a git repository"),
    "one that is gone": ("file:///nowhere/at/all", "'/nowhere/at/all' does not appear to be a git repository"),
    "a program": ("ext::sh -c touch% {mark}", "transport 'ext' not allowed"),
}


@pytest.mark.parametrize("kind", REMOTES)
def test_a_remote_that_cannot_be_asked_is_explained(
    kind: str, server: dict[str, str], clone: Callable[..., Path], git: Git, tmp_path: Path
) -> None:
    assert server
    place = clone("--single-branch", "--branch=feature")
    address, complaint = REMOTES[kind]
    if address is None:
        git("-C", str(place), "remote", "remove", "origin")
    else:
        git("-C", str(place), "remote", "set-url", "origin", address.format(mark=tmp_path / "mark"))
    message, advice = refusal(place, "main", fetch=True)
    assert message == f"git could not fetch `main` from `origin`: {complaint}"
    assert advice
    assert not (tmp_path / "mark").exists()


def test_a_program_that_the_repository_names_for_the_other_side_is_not_run(
    server: dict[str, str], clone: Callable[..., Path], git: Git, tmp_path: Path
) -> None:
    place = clone("--single-branch", "--branch=feature")
    git("-C", str(place), "config", "remote.origin.uploadpack", f"touch {tmp_path / 'mark'}; git-upload-pack")
    assert find_baseline(place, None, "main", fetch=True).commit == server["parted"]
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize(
    ("against", "message"),
    [
        ("nowhere", "git could not fetch `nowhere` from `origin`: couldn't find remote ref nowhere"),
        ("HEAD~99", "git knows no commit `HEAD~99`"),
        ("+main:refs/heads/x", "git knows no commit `+main:refs/heads/x`"),
        ("0" * 40, f"git could not fetch `{'0' * 40}` from `origin`: "),
        ("refs/tags/blob", "`refs/tags/blob` is no commit on `origin`"),
    ],
)
def test_what_the_remote_has_not_is_explained(
    against: str, message: str, server: dict[str, str], clone: Callable[..., Path], git: Git
) -> None:
    assert server
    place = clone("--depth=1", "--branch=feature")
    git("tag", "blob", "main:a.md")
    assert refusal(place, against, fetch=True)[0].startswith(message)
