from __future__ import annotations

import pytest

from promptops.reports.printable import in_prose, line_start, printable

_PLAIN = (
    "plain text, `names`, 100% — naïve 中文\u3000の e\u0301 👍🏽 ⚠️ \u00a0 ##heading [link](x) # [ ## x ##\\[a\ufffd"
)


def test_text_that_does_no_harm_is_left_alone() -> None:
    assert printable(_PLAIN) is _PLAIN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\u{1b}[31m"),
        ("a\nb\r\tc\0", r"a\u{a}b\u{d}\u{9}c\u{0}"),
        ("\x7f\x9b\x85", r"\u{7f}\u{9b}\u{85}"),
        ("\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028", r"\u{202e}\u{2066}\u{200b}\u{200d}\u{feff}\u{ad}\u{2028}"),
        ("\ud800\udfff", r"\u{d800}\u{dfff}"),
        ("\ufffe\uffff", r"\u{fffe}\u{ffff}"),
        ("\U000e0041\U000e0100\ufe01", r"\u{e0041}\u{e0100}\u{fe01}"),
        ("\u3164\u115f\uffa0", r"\u{3164}\u{115f}\u{ffa0}"),
        ("x ##[set-output name=a]b", r"x \u{23}#[set-output name=a]b"),
        ("###[add-mask]", r"#\u{23}#[add-mask]"),
        ("##vso[task.setvariable]", r"\u{23}#vso[task.setvariable]"),
        ("##VSO[x", r"\u{23}#VSO[x"),
    ],
)
def test_text_that_does_harm_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\nb", r"a\n\nb"),
        (r"a\nb", r"a\\nb"),
        (r"a\\nb", r"a\\\nb"),
        ("a\\\nb", r"a\\u{a}b"),
        ("\r\n\x1b", r"\u{d}\n\u{1b}"),
        (r"\d+\s", r"\d+\s"),
    ],
)
def test_prose_shows_line_feeds_so_that_they_cannot_be_mistaken(text: str, shown: str) -> None:
    assert in_prose(text) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a::b.md", "a::b.md"),
        (":a.md", ":a.md"),
        ("::error::x", r"\u{3a}:error::x"),
        ("\u3000 ::error::x", "\u3000 " + r"\u{3a}:error::x"),
        ("\n::error::x", r"\u{a}\u{3a}:error::x"),
    ],
)
def test_no_line_starts_with_a_workflow_command(path: str, shown: str) -> None:
    assert line_start(path) == shown
