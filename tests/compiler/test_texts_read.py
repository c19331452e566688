"""A rule over the project that read a text finds anew when the text changes, though nothing else can see the change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from promptops.compiler import Compiler
from promptops.compiler.linking import Linker

Make = Callable[..., Compiler]
Write = Callable[[Mapping[str, str]], None]

PROMPT = "---\nname: p\nowner: support\nmodel: m\n---\n{}\n"
FILES = {
    "promptops.yaml": "name: example\n",
    "m.yaml": "kind: Model\nname: m\nowner: support\nid: o200k_base\ncontext_window: 5000\n",
    "support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
}


def overflows(compiler: Compiler) -> list[str]:
    return [each.rule for each in compiler.verdict.diagnostics if each.rule == "context-overflow"]


def test_a_text_of_the_same_size_class_is_counted_again(write: Write, compiler: Make, tmp_path: Path) -> None:
    write({**FILES, "p.prompt.md": PROMPT.format("word " * 4600)})
    assert overflows(compiler(cache=tmp_path / "cache")) == []
    write({"p.prompt.md": PROMPT.format("word " * 5200)})
    assert overflows(compiler(cache=tmp_path / "cache")) == ["context-overflow"]


def test_a_text_that_nobody_read_is_patched(
    write: Write, compiler: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**FILES, "p.prompt.md": PROMPT.format("word " * 60)})
    assert overflows(compiler(cache=tmp_path / "cache")) == []
    write({"p.prompt.md": PROMPT.format("word " * 70)})
    monkeypatch.setattr(Linker, "judge_project", None)
    assert overflows(compiler(cache=tmp_path / "cache")) == []
