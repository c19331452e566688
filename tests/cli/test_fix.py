from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_TOOL = """\
# A comment on top.
kind:   Tool   # three blanks

name: t
owner: 'support'
descripton: >-   # a misspelt key
  Looks up
  an order.
parameters: {type: object,   properties: {a: {type: string}}}
"""
_FIXED = _TOOL.replace("descripton", "description")


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _bom(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


@pytest.mark.parametrize("encode", [str.encode, _crlf, _bom, lambda text: b"\xef\xbb\xbf" + _crlf(text)])
def test_everything_but_the_mistake_stays_as_it_is(
    run: Run, write: Write, repository: Path, encode: Callable[[str], bytes]
) -> None:
    write({"t.yaml": encode(_TOOL)})
    result = run("lint", "--fix")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "all good: 1 file, 1 resource\n", "fixed t.yaml\n")
    assert (repository / "t.yaml").read_bytes() == encode(_FIXED)


def test_without_the_option_nothing_is_changed(run: Run, write: Write, repository: Path) -> None:
    write({"t.yaml": _TOOL})
    result = run("lint", "--format", "json")
    assert json.loads(result.stdout)["summary"]["fixable"] == 1
    assert (repository / "t.yaml").read_text(encoding="utf-8") == _TOOL


@pytest.mark.parametrize("options", [("--ignore", "unknown-key"), ("--select", "references"), ("other",)])
def test_what_was_not_asked_for_is_not_fixed(
    run: Run, write: Write, repository: Path, options: tuple[str, ...]
) -> None:
    write({"t.yaml": _TOOL, "other/x.txt": "", "promptops.yaml": "name: shop\n"})
    run("lint", "--fix", *options)
    assert (repository / "t.yaml").read_text(encoding="utf-8") == _TOOL


def test_a_fix_may_uncover_the_next(run: Run, write: Write, repository: Path) -> None:
    prompt = "---\nname: a\nowner: support\ndescription: {{ greeting }}\nverson: 1.0.0\n---\nHello.\n"
    write({"a.prompt.md": prompt})
    assert run("lint", "--fix").exit_code == 0
    fixed = (repository / "a.prompt.md").read_text(encoding="utf-8")
    assert fixed == prompt.replace("{{ greeting }}", '"{{ greeting }}"').replace("verson", "version")


def test_every_file_that_was_fixed_is_named(run: Run, write: Write) -> None:
    write({path: _TOOL.replace("name: t", f"name: {name}") for name, path in (("b", "b.yaml"), ("a", "deep/a.yaml"))})
    assert run("lint", "--fix").stderr == "fixed b.yaml\nfixed deep/a.yaml\n"


def test_a_file_that_cannot_be_written_is_told(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", path, len(data))

    write({"t.yaml": _TOOL})
    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = run("lint", "--fix")
    assert result.exit_code == 2
    assert "error: `t.yaml` cannot be fixed: Permission denied" in result.stderr


def test_compile_fixes_before_it_writes(run: Run, write: Write, repository: Path) -> None:
    write({"t.yaml": _TOOL})
    assert run("compile", "--fix").exit_code == 0
    assert b"Looks up an order." in (repository / "build" / "manifest.json").read_bytes()
