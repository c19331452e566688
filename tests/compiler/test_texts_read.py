"""What a rule over the project finds in texts is found anew whenever one of them changes, although a cache is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request

RULE = "unbacked-promise"
TOOL = "kind: Tool\nname: pay\npromises: [money is on its way]\n"


def told(root: Path) -> list[str]:
    return [
        found.rule for found in Compiler(Request(root, date(2026, 11, 1))).verdict.diagnostics if found.rule == RULE
    ]


@pytest.mark.parametrize("variants", ["", "variants: [{name: v, file: ./v.txt}]\n"])
def test_a_text_that_comes_to_promise_something_is_told(variants: str, tmp_path: Path) -> None:
    changed = tmp_path / ("v.txt" if variants else "p.prompt.md")
    head = f"---\nname: p\n{variants}---\n"

    def write(text: str) -> None:
        (tmp_path / "p.prompt.md").write_text(f"{head}Hello.\n", encoding="utf-8")
        changed.write_text(text if variants else f"{head}{text}", encoding="utf-8")

    (tmp_path / "promptops.yaml").write_text("name: shop\n", encoding="utf-8")
    (tmp_path / "pay.yaml").write_text(TOOL, encoding="utf-8")
    for text, expected in (("Good day.\n", []), ("Your money is on its way.\n", [RULE]), ("Good day, then.\n", [])):
        write(text)
        assert told(tmp_path) == expected
        assert told(tmp_path) == expected
