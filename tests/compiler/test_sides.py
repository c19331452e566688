"""What is read again of a side is what was compiled of it, however little of the file is parsed for that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.compiler.locating import FileLocator
from promptops.compiler.sides import Compiled
from promptops.formats.native import read_markdown
from promptops.resources.entries import Place
from promptops.sources.front_matter import body_offsets
from promptops.sources.trees import FolderTree

PATH = "prompt.prompt.md"
HEAD = "---\nname: support/reply\nversion: 1.0.0\n"


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return folder


def compiled(folder: Path) -> Compiled:
    return Compiler(Request(folder, date(2026, 11, 1), cache=None)).compiled.compiled


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}---\nAnswer {{{{ name }}}}.\n",
        f"{HEAD}---\r\nAnswer {{# not this #}} it.\r\nNow.\r\n",
        f"{HEAD}template: none\n---\n{{# all of it #}}\n\n",
        f"{HEAD}template: mustache\n---\nAnswer {{{{! not this }}}} it.\n",
        f"{HEAD}---\n",
        f"{HEAD}body: another\n---\nAnswer.\n",
        f"{HEAD}variants:\n  - {{name: short, weight: 1, body: Be brief.}}\n---\nAnswer.\n",
        f"{HEAD}description: has no 'messages' and no \"variants\"\n---\nAnswer.\n",
        f"{HEAD}messages:\n  - {{role: user, content: Hello.}}\n---\n",
        "---\nname: [\n---\nAnswer.\n",
    ],
)
def test_texts_are_the_same_where_the_header_is_not_parsed(tmp_path: Path, text: str) -> None:
    side = compiled(written(tmp_path, {"promptops.yaml": "name: shop\n", PATH: text}))
    parsed = side.files.texts_of(PATH)
    entries = side.project.named("prompt", "support/reply")
    assert [side.side.snapshot(entry).texts for entry in entries] == list(parsed)
    plain = [[(text.keys, text.text) for text in texts] for texts in parsed]
    assert [list(compiled(tmp_path).side.texts(entry)) for entry in entries] == plain
    assert [list(side.side.texts(entry)) for entry in entries] == plain


@given(
    st.sampled_from(["", "---\nname: a\n---\n", "--- \n---\n", "---\nname: a\n", "---\nname: a\n---"]),
    st.text("ab \n\r\u00e4\U0001f600-", max_size=30),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_places_in_a_body_are_found_without_its_header(header: str, body: str, start: int, end: int) -> None:
    text = header + body
    drafts = read_markdown(PATH, text, configured=True).drafts
    for place in (Place(PATH, 0, ("body",)), Place(PATH, 0, ("body",), "value", start, max(start, end))):
        by_offsets = FileLocator(PATH, text, lambda: drafts, body_offsets(text))
        if drafts:
            assert by_offsets.range_of(place) == FileLocator(PATH, text, lambda: drafts).range_of(place)


def test_what_is_tied_and_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    before = {
        "promptops.yaml": "name: shop\n",
        PATH: f"{HEAD}---\nRefuse what is not about our own range of products, however nicely it is asked.\n",
        "judge.prompt.md": "---\nname: support/judge\nversion: [\n---\nJudge.\n",
        "eval.yaml": "kind: Eval\nname: support/eval\nsubjects: [support/reply]\n"
        "judge: {prompt: support/judge, rubric: Is it kind?}\n",
    }
    after = {**before, PATH: f"{HEAD}---\nAnswer.\n"}
    head = Compiler(Request(written(tmp_path / "after", after), date(2026, 11, 1), cache=None))
    comparing = Comparing(head, FolderTree(written(tmp_path / "before", before)))
    assert [change.name for change in comparing.comparison.changes] == ["support/reply"]
    assert comparing.judged.findings
