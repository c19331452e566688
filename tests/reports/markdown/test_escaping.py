from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from promptops.reports.markdown.escaping import LONGEST_NAME, LONGEST_PROSE, cell, clipped, code, prose

_FORGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BLANKS = re.compile(r"[` ]+")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a`b", "``a`b``"),
        ("`a``", "``` `a`` ```"),
        (" a ", "`  a  `"),
        (" ", "` `"),
        ("", "(empty)"),
        ("a\nb\u202e", r"`a\u{a}b\u{202e}`"),
        ("x" * 200, "`" + "x" * 119 + "…`"),
    ],
)
def test_names_stand_in_code_spans(text: str, shown: str) -> None:
    assert code(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "the prompt no longer says it, which the parser searches for",
        "it has 12 lines, 1,200 words and 3.5% more (not: less)!",
        "don't use and/or 'either' \"quoted\" well-known - so",
        "déjà vu, 中文の説明 … → naïve",
        "`a` and `b|c`: `x`'s value (`y`)",
    ],
)
def test_prose_of_words_numbers_and_names_is_left_alone(text: str) -> None:
    assert prose(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask @acme/support now", "ask `@acme/support` now"),
        ("fixes #12, GH-12 and acme/x#12", "fixes `#12`, `GH-12` and `acme/x#12`"),
        ("since 1a2b3c4 or deadbeef or cafebabe", "since `1a2b3c4` or `deadbeef` or `cafebabe`"),
        ("see https://example.org or www.example.org", "see `https://example.org` or `www.example.org`"),
        ("mail me@example.org", "mail `me@example.org`"),
        ("[here](x) ![there](y)", "`[here](x)` `![there](y)`"),
        ("<b>bold</b> &lt;", "`<b>bold</b>` `&lt;`"),
        ("**a** __b__ ~~c~~ *d* _e_", "`**a**` `__b__` `~~c~~` `*d*` `_e_`"),
        ("$x$ and :tada:", "`$x$` and `:tada:`"),
        ("a | b \\", "a `|` b `\\`"),
        ("one ` backtick", "one `` ` `` backtick"),
        ("x`a``b`", "x`ab`"),
        ("$`a`$", "`$a$`"),
        ("``", ""),
        ("x`a`@b`c`, 2.0.0. @d,`e`", "x`a@bc`, `2.0.0`. `@d`,`e`"),
        ("so .,.,.,", "so .,.,.,"),
    ],
)
def test_what_would_act_stands_in_a_code_span(text: str, shown: str) -> None:
    assert prose(text) == shown


def test_long_prose_is_cut() -> None:
    assert prose("z" * 10_000) == "z" * (LONGEST_PROSE - 1) + "…"


hostile = st.lists(
    st.sampled_from(
        ["`", "``", "|", "\\", " ", "\n", "@a", "#1", "<b>", "](x)", "![", "*", "$", "&amp;", "word", "##[x"]
    )
    | st.characters(exclude_categories=()),
    max_size=20,
).map("".join)


def _inline(markdown: str) -> list[Any]:
    (inline,) = (token for token in _FORGE.parse(f"x {markdown} y") if token.type == "inline")
    return list(inline.children or [])


@given(hostile.filter(bool))
def test_a_code_span_shows_just_its_text(text: str) -> None:
    before, span, after = _inline(code(text))
    assert (before.content, after.content) == ("x ", " y")
    assert (span.type, span.content) == ("code_inline", clipped(text, LONGEST_NAME))


@given(hostile)
def test_prose_shows_its_text_and_nothing_but_words_stands_outside_of_code_spans(text: str) -> None:
    tokens = _inline(prose(text))
    assert {token.type for token in tokens} <= {"text", "code_inline"}
    assert (
        _BLANKS.sub("", "".join(token.content for token in tokens))
        == "x" + _BLANKS.sub("", clipped(text, LONGEST_PROSE)) + "y"
    )
    outside = "".join(token.content for token in tokens if token.type == "text")
    assert not re.search(r"[@#<>\[\]&*_~$|\\]|\w:\w", outside)


@given(hostile)
def test_cells_keep_the_shape_of_a_table(text: str) -> None:
    row = f"| {cell(prose(text))} | {cell(code(text))} | end |"
    tokens = _FORGE.parse(f"| a | b | c |\n| --- | --- | --- |\n{row}\n")
    cells = [inside.content for token, inside in pairwise(tokens) if token.type == "td_open"]
    assert len(cells) == 3
    assert cells[2] == "end"
    assert [token.type for token in tokens].count("tr_open") == 2
