from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.masking import Mask
from promptops.compiler.unit import Finding
from promptops.diagnostics import Edit, Fix, Related, Span
from promptops.sources.text import LineIndex

SECRET = "ghp_" + "R7xK2mQ9vT4bL1nC8wJ5hF3gD6pY0sA2eZ9u"
HIDDEN = "ghp_" + "*" * 36
TEXT = f"name: a\ntoken: {SECRET}\nother: b\n"


def finding(line: int, **said: Any) -> Finding:
    snippet = LineIndex(TEXT).line_text(line)
    made = Finding("unknown-key", "it is wrong", Span("a.yaml", line, 1, line, 3), None, snippet=snippet)
    return made._replace(**said)


def masked(found: Finding) -> Finding:
    return Mask(LineIndex(TEXT)).finding(found)


@pytest.mark.parametrize("line", [1, 3])
def test_a_finding_on_another_line_stays_as_it_is(line: int) -> None:
    found = finding(line)
    assert masked(found) is found


def test_the_quoted_line_keeps_its_length() -> None:
    assert masked(finding(2)).snippet == f"token: {HIDDEN}"


def test_a_finding_over_several_lines_is_masked_by_its_first() -> None:
    over = finding(1, primary=Span("a.yaml", 1, 1, 3, 2), message=f"`{SECRET}` is no key")
    assert masked(over).message == f"`{HIDDEN}` is no key"
    assert masked(over).snippet == "name: a"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"`{SECRET}` is no model", f"`{HIDDEN}` is no model"),
        (f"`{SECRET[:30]}…` is too long", f"`ghp_{'*' * 26}…` is too long"),
        ("the token is no model", "the token is no model"),
    ],
)
def test_words_show_the_first_characters_alone(said: str, shown: str) -> None:
    related = (Related(Span("b.yaml", 1, 1, 1, 1), said),)
    found = masked(finding(2, message=said, help=said, related=related, keys=("token", 0, said)))
    assert (found.message, found.help, found.related[0].text, found.keys) == (shown, shown, shown, ("token", 0, shown))


@pytest.mark.parametrize(("text", "kept"), [(f'"{SECRET}"', False), ("label", True)])
def test_a_fix_that_would_write_it_is_left_out(text: str, *, kept: bool) -> None:
    fix = Fix("put it in quotes", (Edit(Span("a.yaml", 2, 1, 2, 6), text),))
    assert (masked(finding(2, fix=fix)).fix == fix) is kept


PROXY = f"model_list:\n- model_name: a\n  litellm_params:\n    model: openai/gpt-4o\n    api_key: {SECRET}\n"


@pytest.mark.parametrize("cached", [True, False])
def test_what_is_kept_of_a_file_holds_no_credential_of_it(tmp_path: Path, *, cached: bool) -> None:
    root, cache, output = tmp_path / "project", tmp_path / "cache", tmp_path / "build"
    root.mkdir()
    (root / "proxy.yaml").write_text(PROXY)
    compiler = Compiler(Request(root, date(2026, 11, 1), cache=cache if cached else None))
    assert [found.rule for found in compiler.verdict.diagnostics] == ["inlined-secret"]
    compiler.write(output, "1.0.0", with_bundles=False)
    resources = json.loads((output / "manifest.json").read_text())["resources"]
    assert HIDDEN in json.dumps(resources)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "proxy.yaml"]
    assert not [path for path in written if SECRET.encode() in path.read_bytes()]
