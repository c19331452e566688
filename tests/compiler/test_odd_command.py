"""The command in a repository that holds every oddity at once: findings and an exit status, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]
Run = Callable[..., subprocess.CompletedProcess[bytes]]

BODY = "---\nname: {}\n---\nAnswer.\n"
FILES: dict[bytes, bytes] = {
    b"promptops.yaml": b"name: odd\nrules: {missing-owner: off}\nsources: [{files: 'notes/', dialect: text}]\n",
    b"good.prompt.md": BODY.format("good").encode(),
    b"bom.prompt.md": b"\xef\xbb\xbf" + BODY.format("bom").encode(),
    b"crlf.prompt.md": BODY.format("crlf").replace("\n", "\r\n").encode(),
    b"cr.prompt.md": BODY.format("cr").replace("\n", "\r").encode(),
    b"latin.prompt.md": BODY.format("latin").encode() + b"\xe9",
    b"wide.prompt.md": BODY.format("wide").encode("utf-16"),
    b"nul.yaml": b"kind: Tool\nname: a\0\n",
    b"tabs.yaml": b"kind: Tool\nname: tabs\nlabels:\n\ta: b\n",
    b"deep.yaml": b"kind: Tool\nname: deep\nannotations: {a: " + b"[" * 30_000 + b"\n",
    b"bomb.yaml": b"kind: Tool\nname: bomb\nannotations:\n a: &a [1, 1]\n b: &b [*a, *a]\n c: ["
    + b"*b, " * 90_000
    + b"]\n",
    b"tag.yaml": b"kind: Tool\nname: tag\nannotations: {a: !!python/object/apply:os.system [touch ran]}\n",
    b"twice.yaml": b"kind: Tool\nname: one\nname: two\n",
    b"big.yaml": b"kind: Tool\nname: big\n#" + b"x" * 9_000_000,
    b"line.prompt.md": b"---\nname: line\n---\n" + b"word {{ x }} " * 300_000,
    b"pointer.prompt.md": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    b"a.prompt.md": b"---\nname: a\nversion: 1.0.0\n---\n{% include 'b@1' %}\n",
    b"b.prompt.md": b"---\nname: b\nversion: 1.0.0\n---\n{% include 'a@1' %}\n",
    b"passwd.prompt.md": b"---\nname: p\noutput: {schema: ../../../etc/passwd}\n---\nAnswer.\n",
    b"ansi.prompt.md": b'---\nname: "\\e[31mred"\n---\nAnswer.\n',
    b'new\nline \x1b[31m".prompt.md': BODY.format("named").encode().replace(b"Answer", b"Answer {{ x }}"),
    b"caf\xe9.prompt.md": BODY.format("misnamed").encode(),
    b"notes/\xff.txt": b"text",
    b"tools.json": b'[{"name": "\\u0000\\n\\u001b[2J", "inputSchema": {"type": "object"}}]',
    b"CODEOWNERS": b"*a*b*c @x\n" * 12_000,
}
LINKS = {
    b"outside.prompt.md": b"/etc/passwd",
    b"loop.prompt.md": b"loop.prompt.md",
    b"dangling.prompt.md": b"nowhere",
    b"device.prompt.md": b"/dev/zero",
    b"folder": b"/etc",
}


@pytest.fixture
def odd(root: Path, git: Git) -> None:
    below = os.fsencode(root) + b"/"
    (root / "notes").mkdir()
    for name, data in FILES.items():
        Path(os.fsdecode(below + name)).write_bytes(data)
    for name, target in LINKS.items():
        Path(os.fsdecode(below + name)).symlink_to(os.fsdecode(target))
    git("init")
    git("add", ".")
    git("commit", "-m", "odd")
    os.mkfifo(root / "pipe.yaml")
    hook = root / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ran\n")
    hook.chmod(0o755)
    git("config", "core.fsmonitor", str(hook))


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Run:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PROMPTOPS_CACHE_DIR": str(tmp_path / "cache")}

    def run_command(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "promptops", *words, "--as-of", "2026-11-01"]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False, timeout=120)

    return run_command


UNREADABLE = {
    "big.yaml",
    "caf\ufffd.prompt.md",
    "dangling.prompt.md",
    "device.prompt.md",
    "loop.prompt.md",
    "notes/\ufffd.txt",
    "outside.prompt.md",
    "pointer.prompt.md",
}


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("options", [(), ("--no-cache",), ("--at", "HEAD")])
def test_every_oddity_is_a_finding_and_the_rest_compiles(options: tuple[str, ...], run: Run, root: Path) -> None:
    first, second = (run("compile", "--format", "json", *options) for _ in range(2))
    assert (first.returncode, first.stderr) == (1, b"")
    assert second.stdout == first.stdout
    found = json.loads(first.stdout)["diagnostics"]
    assert {each["path"] for each in found if each["rule"] == "unreadable-file"} == UNREADABLE
    assert b"root:" not in first.stdout
    manifest = json.loads((root / "build/manifest.json").read_bytes())
    assert manifest["bundles"] is None
    assert {"prompt:good", "prompt:bom", "prompt:crlf", "prompt:cr"} <= {
        each["reference"] for each in manifest["resources"]
    }
    assert not (root / "ran").exists()


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", ["text", "sarif", "github", "gitlab", "junit", "markdown"])
def test_every_report_can_be_written(name: str, run: Run) -> None:
    done = run("lint", "--format", name)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "good.prompt.md" not in done.stdout.decode()
    assert b"\x1b" not in done.stdout


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize(
    "words",
    [
        ("lint", "--at", "nowhere"),
        ("lint", "--at", "--upload-pack=touch ran"),
        ("lint", "--at=--output=ran"),
        ("lint", "nowhere"),
        ("lint", "x" * 5_000),
        ("lint", "--config", "pipe-that-is-not-there"),
        ("lint", "--config", "notes"),
        ("lint", "--select", "no-such-rule"),
    ],
)
def test_misuse_is_told_in_a_line(words: tuple[str, ...], run: Run, root: Path) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().lower().startswith(("error: ", "usage: "))
    assert b"Traceback" not in done.stderr
    assert not (root / "ran").exists()


@pytest.mark.parametrize("link", ["build", "build/bundles", "out"])
def test_nothing_is_written_where_a_link_leads_out_of_the_project(
    link: str, root: Path, tmp_path: Path, run: Run
) -> None:
    (root / "promptops.yaml").write_text(f"output: {link.partition('/')[0]}\n")
    (root / "good.prompt.md").write_text(BODY.format("good"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(outside, target_is_directory=True)
    done = run("compile")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: ")
    assert list(outside.iterdir()) == []
