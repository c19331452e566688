"""Files that resources name and nothing reads: they must be there, and what they hold is part of the digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.compiler import Compiler
from promptops.diagnostics import Diagnostic
from promptops.sources.trees import MAX_FILE_BYTES

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]
Lint = Callable[..., tuple[Diagnostic, ...]]
Git = Callable[..., str]

SETTINGS = "rules: {missing-owner: off}\n"
RESOURCES = (
    "kind: Dataset\nname: d\nfiles: [cases.jsonl, 'more/*.jsonl']\n---\n"
    "kind: Feature\nname: f\nrunbook: ../run.md\n---\nkind: Eval\nname: e\nevidence: results.json\n"
)
FILES: dict[str, str | bytes | None] = {
    "promptops.yaml": SETTINGS,
    "data/all.yaml": RESOURCES,
    "data/cases.jsonl": "{}\n",
    "data/more/a.jsonl": "{}\n",
    "run.md": "Call somebody.\n",
    "data/results.json": "{}\n",
}


def digests(compiler: Compiler) -> dict[str, str]:
    assert compiler.verdict.diagnostics == ()
    return {entry.kind: entry.digest for entry in compiler.compiled.project.entries}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"data/cases.jsonl": "{} \n"}, "dataset"),
        ({"data/more/a.jsonl": "[]\n"}, "dataset"),
        ({"data/more/b.jsonl": ""}, "dataset"),
        ({"data/more/a.jsonl": None, "data/more/b.jsonl": "{}\n"}, "dataset"),
        ({"run.md": "Call nobody.\n"}, "feature"),
        ({"data/results.json": "[]\n"}, "eval"),
        ({"data/cases.jsonl": "{}\r\n"}, None),
        ({"data/more/b.json": "", "data/more/deep/c.jsonl": ""}, None),
    ],
)
@pytest.mark.parametrize("is_cached", [False, True])
def test_what_the_files_hold_is_part_of_the_digest(
    change: dict[str, str | bytes | None],
    kind: str | None,
    is_cached: bool,  # noqa: FBT001 - a case
    write: Write,
    compiler: Make,
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache" if is_cached else None
    write(FILES)
    before = digests(compiler(cache=cache))
    write(change)
    after = digests(compiler(cache=cache))
    assert {each for each in before if before[each] != after[each]} == ({kind} - {None})


def test_the_digest_is_the_same_in_every_tree(root: Path, write: Write, compiler: Make, git: Git) -> None:
    content = b"x" * 100
    pointer = (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{hashlib.sha256(content).hexdigest()}\nsize 100\n"
    )
    write({**FILES, "data/more/big.jsonl": b"x" * (MAX_FILE_BYTES + 1), "data/more/large.jsonl": content})
    found = [digests(compiler())]
    git("init")
    git("add", ".")
    found.append(digests(compiler()))
    git("commit", "-m", "one")
    found += [digests(compiler()), digests(compiler(ref="HEAD"))]
    write({"data/more/large.jsonl": pointer})
    found.append(digests(compiler()))
    moved = root / "moved"
    moved.mkdir()
    for name in ("data", "run.md"):
        (root / name).rename(moved / name)
    found.append(digests(compiler()))
    assert found == [found[0]] * len(found)


@pytest.mark.parametrize(
    ("resource", "place", "told"),
    [
        ("kind: Dataset\nfiles: [a.jsonl, b.jsonl]", (3, 18), ("unknown-reference", "there is no file `deep/b.jsonl`")),
        ("kind: Dataset\nfiles: 'x/*.jsonl'", (3, 8), ("invalid-value", "`files` must be a list, not a string")),
        ("kind: Dataset\nfiles: ['x/*.jsonl']", (3, 9), ("unknown-reference", "there is no file `deep/x/*.jsonl`")),
        ("kind: Feature\nrunbook: run.md", (3, 10), ("unknown-reference", "there is no file `deep/run.md`")),
        ("kind: Eval\nevidence: ../../a.json", (3, 11), ("invalid-value", "`../../a.json` leaves the project")),
        ("kind: Eval\nevidence: broken", (3, 11), ("unknown-reference", "there is no file `deep/broken`")),
        ("kind: Eval\nevidence: outside", (3, 11), ("unknown-reference", "there is no file `deep/outside`")),
    ],
)
def test_what_is_not_there_is_reported_at_its_key(
    resource: str, place: tuple[int, int], told: tuple[str, str], root: Path, write: Write, lint: Lint
) -> None:
    kind, _, rest = resource.partition("\n")
    write({"promptops.yaml": SETTINGS, "deep/r.yaml": f"{kind}\nname: r\n{rest}\n", "deep/a.jsonl": ""})
    (root / "deep/broken").symlink_to("nowhere")
    (root / "deep/outside").symlink_to(root.parent)
    (found,) = lint()
    assert (found.rule, found.message) == told
    assert (found.primary.path, found.primary.line, found.primary.column) == ("deep/r.yaml", *place)


def test_a_pattern_over_too_many_files_is_refused(write: Write, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("promptops.sources.search.MAX_CANDIDATES", 3)
    write({"promptops.yaml": SETTINGS, "a.yaml": "kind: Dataset\nname: d\nfiles: ['**/x']\n", "x": "", "y": ""})
    (found,) = lint()
    assert found.rule == "invalid-value"
    assert found.help == "begin it with the path of a folder"


def test_a_file_that_comes_and_goes_is_seen_with_a_cache(write: Write, compiler: Make, tmp_path: Path) -> None:
    rules = []
    changes: list[dict[str, str | bytes | None]] = [FILES, {"run.md": None}, {"run.md": ""}]
    for change in changes:
        write(change)
        rules.append([each.rule for each in compiler(cache=tmp_path / "cache").verdict.diagnostics])
    assert rules == [[], ["unknown-reference"], []]
