from __future__ import annotations

from typing import Any

import pytest

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
