"""A second run answers from the cache when nothing has changed, and only then."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from promptops.cli import entry

Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Ask = Callable[..., tuple[int, str]]

_PROMPT = "---\nname: a\nowner: support\noutput: {format: json, schema: ../generated/a.json}\n---\nAnswer in JSON.\n"
_SCHEMA = '{"type": "object"}'
_BROKEN = '---\nname: b\nowner: support\n---\n{% include "missing" %}\n'


@pytest.fixture(autouse=True)
def _project(write: Write, git: Git, repository: Path) -> None:
    write(
        {
            "prompts/a.prompt.md": _PROMPT,
            "prompts/b.prompt.md": _BROKEN,
            "generated/a.json": _SCHEMA,
            "data/linked.yaml": "kind: Tool\nname: linked\nowner: support\ndescription: Looks up.\n",
            ".gitignore": "generated/\ndata/\n",
        }
    )
    (repository / "tools").mkdir()
    (repository / "tools" / "linked.yaml").symlink_to("../data/linked.yaml")
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Return `ask(*words)`, which runs the command as its script does and returns exit status and output."""
    monkeypatch.setattr(gc, "disable", lambda: None)

    def run_entry(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["promptops", *words])
        with pytest.raises(SystemExit) as ended:
            entry.main()
        assert isinstance(ended.value.code, int)
        sys.stdout.flush()
        return ended.value.code, capfd.readouterr().out

    return run_entry


def _forbid_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("promptops.cli.main.main", lambda **_: pytest.fail("the answer was known"))


@pytest.mark.parametrize(
    "words",
    [
        ("lint",),
        ("lint", "prompts", "--quiet"),
        ("lint", "--format", "json"),
        ("compile",),
        ("lint", "--as-of", "2026-11-01"),
    ],
)
def test_an_unchanged_tree_gets_the_same_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (Path("generated") / "a.json").unlink()  # a file that git ignores is not vouched for
    Path("prompts/a.prompt.md").write_text(_PROMPT.partition("output")[0] + "---\nHello.\n", encoding="utf-8")
    Path("tools/linked.yaml").unlink()
    first = ask(*words)
    _forbid_compiling(monkeypatch)
    assert ask(*words) == first


class Change(NamedTuple):
    """What happens between two runs, in this order: a rule for git to ignore files by, git commands, files."""

    exclude: str = ""
    git: tuple[str, ...] = ()
    files: Mapping[str, str | None] = {}


_CHANGES = {
    "edit": Change(files={"prompts/b.prompt.md": _BROKEN.replace("missing", "gone")}),
    "edit of the same size": Change(files={"prompts/b.prompt.md": _BROKEN.replace("missing", "missinh")}),
    "new file": Change(files={"prompts/c.prompt.md": _BROKEN.replace("name: b", "name: c")}),
    "removal": Change(files={"prompts/b.prompt.md": None}),
    "rename": Change(git=("mv", "prompts/b.prompt.md", "prompts/c.prompt.md")),
    "ignored attachment": Change(files={"generated/a.json": '{"type": "objekt"}'}),
    "lost attachment": Change(files={"generated/a.json": None}),
    "file behind a link": Change(files={"data/linked.yaml": "kind: Tool\nname: linked\nonwer: support\n"}),
    "ignore rules": Change(
        files={".gitignore": "generated/\ndata/\nb2*\n", "prompts/b2.prompt.md": _BROKEN.replace("name: b", "name: b2")}
    ),
    "exclusion": Change("b.prompt.md", git=("rm", "--cached", "-q", "prompts/b.prompt.md")),
    "edit that git overlooks": Change(
        git=("update-index", "--assume-unchanged", "prompts/b.prompt.md"),
        files={"prompts/b.prompt.md": _BROKEN.replace("missing", "gone")},
    ),
    "configuration": Change(files={"promptops.yaml": "rules: {unknown-reference: warning}\n"}),
    "ignored configuration": Change(
        "promptops.yaml", files={"promptops.yaml": "rules: {unknown-reference: warning}\n"}
    ),
    "ignored owners": Change(
        "CODEOWNERS",
        files={
            "CODEOWNERS": "* @acme/legal\n",
            "teams/support.yaml": 'kind: Team\nname: support\ncodeowners: ["@acme/support"]\n',
        },
    ),
    "baseline": Change(files={"promptops-baseline.json": '{"version": 1, "accepted": []}'}),
    "lock": Change(files={"promptops.lock": '{"catalog":"2026-11-21","lock":1}\n'}),
    "ignored lock": Change("promptops.lock", files={"promptops.lock": "damaged"}),
    "catalogue": Change(files={"promptops.catalog.jsonl": "damaged"}),
    "ignored baseline": Change("promptops-baseline.json", files={"promptops-baseline.json": "damaged"}),
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
@pytest.mark.parametrize("command", ["lint", "compile"])
def test_any_change_is_seen(ask: Ask, write: Write, git: Git, change: Change, command: str) -> None:
    ask(command)
    ask(command)
    _make(change, write, git)
    again = ask(command)
    assert again == ask(command, "--no-cache")
    assert again == ask(command)


def _make(change: Change, write: Write, git: Git) -> None:
    with Path(".git/info/exclude").open("a", encoding="utf-8") as file:
        file.write(f"{change.exclude}\n")
    if change.git:
        git(*change.git)
    write({path: text for path, text in change.files.items() if text is not None})
    for path in (path for path, text in change.files.items() if text is None):
        Path(path).unlink()


_MOVES = {
    "head": ("checkout", "--quiet", "--detach", "HEAD~1"),
    "default branch": ("branch", "--force", "main", "HEAD~2"),
    "name of the default branch": ("branch", "--move", "main", "master"),
    "release": ("tag", "v1.0.0", "main"),
    "remote": ("update-ref", "refs/remotes/origin/main", "HEAD~2"),
}


@pytest.fixture
def feature(write: Write, git: Git) -> None:
    """Stand on a branch that is one commit ahead of the default branch."""
    for branch, text in (("main", "Hello."), ("feature", "Hello, you.")):
        git("switch", "--quiet", "--force-create", branch)
        write({"prompts/b.prompt.md": f"---\nname: b\nversion: 1.0.0\nowner: support\n---\n{text}\n"})
        git("commit", "--quiet", "--all", "--message", "say")


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize("words", [("diff",), ("diff", "--against", "main", "--infos"), ("diff", "prompts")])
def test_the_same_comparison_gets_the_same_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    first = ask(*words)
    assert "1 resource changed" in first[1]
    _forbid_compiling(monkeypatch)
    assert ask(*words) == first


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
def test_a_comparison_sees_any_change(ask: Ask, write: Write, git: Git, change: Change) -> None:
    ask("diff")
    _make(change, write, git)
    again = ask("diff")
    assert again == ask("diff", "--no-cache")
    assert again == ask("diff")


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize("move", _MOVES.values(), ids=_MOVES.keys())
def test_a_comparison_sees_where_commits_and_names_went(ask: Ask, git: Git, move: tuple[str, ...]) -> None:
    before = ask("diff", "--infos")
    git(*move)
    again = ask("diff", "--infos")
    assert again == ask("diff", "--infos", "--no-cache") != before


@pytest.mark.usefixtures("feature")
def test_a_replaced_commit_is_still_what_its_id_says(ask: Ask, git: Git) -> None:
    before = ask("diff", "--infos")
    git("replace", "--graft", "HEAD")
    assert ask("diff", "--infos") == ask("diff", "--infos", "--no-cache") == before


@pytest.mark.usefixtures("feature")
def test_a_comparison_with_a_folder_is_made_anew(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    file = tmp_path / "old" / "b.prompt.md"
    file.write_text("---\nname: b\n---\nHello.\n", encoding="utf-8")
    words = ("diff", "--against", os.fspath(tmp_path / "old"))
    before = ask(*words)
    file.write_text("---\nname: c\n---\nGoodbye.\n", encoding="utf-8")
    assert ask(*words) == ask(*words, "--no-cache") != before


def test_a_configuration_above_is_seen(ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("prompts")
    before = ask("lint")
    write({"promptops.yaml": "rules: {unknown-reference: info}\n"})
    after = ask("lint")
    assert after == ask("lint", "--no-cache") != before


def test_a_report_that_was_lost_is_written_again(ask: Ask) -> None:
    words = ("lint", "--format", "json=report.json")
    ask(*words)
    report = Path("report.json").read_bytes()
    Path("report.json").unlink()
    ask(*words)
    assert Path("report.json").read_bytes() == report


@pytest.mark.parametrize("name", ["strict.yaml", "/strict.yaml"])
def test_a_configuration_elsewhere_is_seen(ask: Ask, tmp_path: Path, name: str) -> None:
    file = tmp_path / name.lstrip("/") if name.startswith("/") else Path("data") / name
    words = ("lint", ".", "--config", os.fspath(file))
    file.write_text("rules: {unknown-reference: info}\n", encoding="utf-8")
    before = ask(*words)
    file.write_text("rules: {unknown-reference: warning}\n", encoding="utf-8")
    assert ask(*words) == ask(*words, "--no-cache") != before


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[1, 2]"])
def test_a_damaged_cache_is_as_none(ask: Ask, tmp_path: Path, damage: bytes) -> None:
    before = ask("lint")
    kept = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert kept
    for file in kept:
        head = file.read_bytes().partition(b"\n")[0]
        file.write_bytes(head + b"\n" + damage)
    assert ask("lint") == before


@pytest.mark.parametrize("change", ["day", "folder", "colour"])
def test_other_surroundings_ask_anew(ask: Ask, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    Path("tools/linked.yaml").unlink()
    ask("lint")
    if change == "day":
        monkeypatch.setattr(time, "gmtime", lambda: time.struct_time((2040, 1, 1, 0, 0, 0, 0, 1, 0)))
    elif change == "folder":
        monkeypatch.chdir("prompts")
    else:
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("promptops.cli.main.main", lambda **_: sys.exit(99))
    assert ask("lint") == (99, "")
