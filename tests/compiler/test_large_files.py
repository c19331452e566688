"""Files that are one line of about a megabyte, or of ten: each is read, or a finding, and the next file is compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler import Compiler
from promptops.formats.dialects import DIALECTS

Write = Callable[[Mapping[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

SIZES = (950_000, 10_000_000)
GOOD = "---\nname: good\n---\nAnswer.\n"
BEGINNINGS = {
    "a.prompt.md": b"---\nname: a\n---\n",
    "a.yaml": b"kind: Prompt\nname: a\nbody: ",
    "agents.yaml": b"agents: ",
    "promptfooconfig.yaml": b"prompts: ",
    "team.yaml": b"a:\n  backstory: ",
    "evals.yaml": b"a:\n  choice_strings: ",
    "task.yaml": b"task: ",
    "proxy.yaml": b"model_list: ",
    "a.json": b'{"name": "a", "inputSchema": "',
    "CODEOWNERS": b"* @a/b ",
    **{f"a{suffix}": b"" for dialect in DIALECTS for suffix in dialect.suffixes if dialect.owned},
    "a.prompt": b"---\ninput: {}\n---\n{{#if a}}",
    "a.prompt.yml": b"messages: ",
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("filler", [b"a", b"{", b"[", b"{{a}}", b"a: ", b"- ", b"&a *a ", b"\\\\", b'"', b"#"])
@pytest.mark.parametrize("path", BEGINNINGS)
def test_a_very_long_line_holds_up_nothing(path: str, filler: bytes, size: int, write: Write, compiler: Make) -> None:
    line = filler * (size // len(filler))
    write({"promptops.yaml": "name: example\n", "good.prompt.md": GOOD, path: BEGINNINGS[path] + line})
    found = compiler().compiled
    assert "prompt:good" in {entry.reference for entry in found.project.entries}
    assert all(len(each.message) < 1_000 for each in found.verdict.diagnostics)
