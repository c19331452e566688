"""A second run answers from the cache when nothing has changed, and only then."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

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
    monkeypatch.setattr("promptops.cli.main.main", lambda: pytest.fail("the answer was known"))


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


def _commit_elsewhere(git: Git) -> None:
    git("mv", "prompts/b.prompt.md", "prompts/c.prompt.md")


_CHANGES: dict[str, Callable[[Write, Git], object]] = {
    "edit": lambda write, _: write({"prompts/b.prompt.md": _BROKEN.replace("missing", "gone")}),
    "same size": lambda write, _: write({"prompts/b.prompt.md": _BROKEN.replace("missing", "missinh")}),
    "new file": lambda write, _: write({"prompts/c.prompt.md": _BROKEN.replace("name: b", "name: c")}),
    "removal": lambda _, __: Path("prompts/b.prompt.md").unlink(),
    "rename": lambda _, git: git("mv", "prompts/b.prompt.md", "prompts/c.prompt.md"),
    "ignored attachment": lambda write, _: write({"generated/a.json": '{"type": "objekt"}'}),
    "lost attachment": lambda _, __: Path("generated/a.json").unlink(),
    "behind a link": lambda write, _: write({"data/linked.yaml": "kind: Tool\nname: linked\nonwer: support\n"}),
    "ignore rules": lambda write, _: write(
        {".gitignore": "generated/\ndata/\nprompts/b*\n", "prompts/b2.prompt.md": ""}
    ),
    "exclusion": lambda _, git: (git("rm", "--cached", "-q", "prompts/b.prompt.md"), _exclude("b.prompt.md")),
    "assumed unchanged": lambda write, git: (
        git("update-index", "--assume-unchanged", "prompts/b.prompt.md"),
        write({"prompts/b.prompt.md": _BROKEN.replace("missing", "gone")}),
    ),
    "configuration": lambda write, _: write({"promptops.yaml": "rules: {unknown-reference: warning}\n"}),
    "ignored configuration": lambda write, _: (
        _exclude("promptops.yaml"),
        write({"promptops.yaml": "rules: {unknown-reference: warning}\n"}),
    ),
    "ignored owners": lambda write, _: (
        _exclude("CODEOWNERS"),
        write(
            {"CODEOWNERS": "* @acme/legal\n", "teams/t.yaml": 'kind: Team\nname: support\ncodeowners: ["@acme/x"]\n'}
        ),
    ),
    "baseline": lambda write, _: write({"promptops-baseline.json": '{"version": 1, "accepted": []}'}),
    "ignored baseline": lambda write, _: (
        _exclude("promptops-baseline.json"),
        write({"promptops-baseline.json": "damaged"}),
    ),
}


def _exclude(pattern: str) -> None:
    with Path(".git/info/exclude").open("a", encoding="utf-8") as file:
        file.write(f"{pattern}\n")


@pytest.mark.parametrize("change", _CHANGES)
@pytest.mark.parametrize("command", ["lint", "compile"])
def test_any_change_is_seen(ask: Ask, write: Write, git: Git, change: str, command: str) -> None:
    ask(command)
    ask(command)
    _CHANGES[change](write, git)
    again = ask(command)
    assert again == ask(command, "--no-cache")
    assert again == ask(command)


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


def test_another_terminal_or_day_asks_anew(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("prompts/a.prompt.md").unlink()
    Path("tools/linked.yaml").unlink()
    ask("lint")
    monkeypatch.setattr("time.gmtime", lambda: (2040, 1, 1, 0, 0, 0, 0, 1, 0))
    with pytest.raises(BaseException, match="the answer was known"):
        _asked_again(ask, monkeypatch)


def _asked_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    _forbid_compiling(monkeypatch)
    ask("lint")
