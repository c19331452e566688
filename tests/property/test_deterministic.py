"""Same files, same compiler, same bytes: wherever, whenever and by whomever the project is compiled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
ODD = {
    "notes/zürich.md": "Grüezi {{ name }}.\n",
    "notes/日本.md": "こんにちは\n",
    "prompts/odd.prompt.md": "---\nname: odd\nversion: 1.0.0\ninputs: {x: string, y: string}\n---\nAnswer.\n",
}

Output = dict[str, bytes]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def environment(home: Path, **changes: str) -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "HOME": str(home), "PROMPTOPS_CACHE_DIR": "", "GIT_CONFIG_NOSYSTEM": "1"}
    return {**kept, **changes}


def make(root: Path, *, backwards: bool = False) -> Path:
    """Write the project below a folder, in one order or the other."""
    contents = {
        path.relative_to(EXAMPLES).as_posix(): path.read_bytes() for path in EXAMPLES.rglob("*") if path.is_file()
    }
    contents = {path: data for path, data in contents.items() if "build/" not in path}
    contents |= {path: text.encode() for path, text in ODD.items()}
    contents["promptops.yaml"] += b"sources: [{files: 'notes/*.md', dialect: markdown, template: jinja}]\n"
    for path in sorted(contents, reverse=backwards):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(contents[path])
    return root


def compile_project(root: Path, environment: dict[str, str], *options: str) -> Output:
    """Run the command as of a day, and return what it prints and every file that it leaves behind."""
    words = [sys.executable, "-m", "promptops", "compile", "--as-of", "2026-11-01", "--format", "json", *options]
    done = subprocess.run([*words, str(root)], env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    written = {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "build").rglob("*.json")}
    return {**written, "report": done.stdout}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Output:
    output = compile_project(make(tmp_path_factory.mktemp("expected")), environment(home))
    assert len(output) == 5  # a manifest, three bundles and the report
    assert output["report"].count(b'"unused-input"') > 1
    return output


CHANGES = {
    "another order of hashes": {"PYTHONHASHSEED": "1"},
    "yet another order of hashes": {"PYTHONHASHSEED": "4242"},
    "a locale that knows ASCII only": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "another language": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another terminal": {"COLUMNS": "40", "TERM": "xterm-256color"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_surroundings_do_not_show(change: str, expected: Output, tmp_path: Path, home: Path) -> None:
    assert compile_project(make(tmp_path), environment(home, **CHANGES[change])) == expected


def test_the_place_and_the_order_of_the_files_do_not_show(expected: Output, tmp_path: Path, home: Path) -> None:
    root = tmp_path / "élsewhere with spaces" / "deep" / "down"
    root.mkdir(parents=True)
    assert compile_project(make(root, backwards=True), environment(home)) == expected


def test_the_time_and_the_modes_of_the_files_do_not_show(expected: Output, tmp_path: Path, home: Path) -> None:
    before = os.umask(0o077)
    try:
        root = make(tmp_path)
        for path in root.rglob("*"):
            os.utime(path, (1, 1))
        assert compile_project(root, environment(home)) == expected
    finally:
        os.umask(before)


def test_the_cache_does_not_show(expected: Output, tmp_path: Path, home: Path) -> None:
    root = make(tmp_path / "project")
    cached = environment(home, PROMPTOPS_CACHE_DIR=str(tmp_path / "cache"))
    first = root / "prompts/support/refund-reply.prompt.md"
    text = first.read_text(encoding="utf-8")
    for content in (text, f"{text}\nAnd now {{{{ for_something_else }}}}.\n", text):
        first.write_text(content, encoding="utf-8")
        output = compile_project(root, cached)
    assert output == expected
    shutil.rmtree(root / "build")
    assert compile_project(root, cached) == expected


@pytest.fixture
def repository(tmp_path: Path, home: Path) -> tuple[Path, Callable[..., None]]:
    root = make(tmp_path / "project")

    def git(*arguments: str) -> None:
        person = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *person, *arguments], cwd=root, env=environment(home), check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    return root, git


Repository = tuple[Path, Callable[..., None]]


def test_a_work_tree_a_commit_and_a_folder_are_the_same(expected: Output, repository: Repository, home: Path) -> None:
    root, git = repository
    assert compile_project(root, environment(home)) == expected
    assert compile_project(root, environment(home), "--at", "main") == expected
    git("rm", "-r", "-q", "prompts")
    assert compile_project(root, environment(home), "--at", "HEAD") == expected


def test_line_breaks_do_not_show(expected: Output, repository: Repository, home: Path) -> None:
    root, git = repository
    git("config", "core.autocrlf", "true")
    git("rm", "-r", "-q", ".")
    git("reset", "--hard", "-q")
    assert b"\r\n" in (root / "promptops.yaml").read_bytes()
    assert compile_project(root, environment(home)) == expected
    shutil.rmtree(root / ".git")
    assert compile_project(root, environment(home)) == expected


def test_nothing_tells_where(expected: Output, tmp_path_factory: pytest.TempPathFactory, home: Path) -> None:
    place = str(tmp_path_factory.getbasetemp())
    for data in expected.values():
        assert place.encode() not in data
        assert str(home).encode() not in data
