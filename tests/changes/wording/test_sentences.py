from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.sentences import sentences

PARTS = st.sampled_from(
    [
        "A b.",
        "c",
        "D?",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "- ",
        "1. ",
        "# ",
        "```\n",
        "|",
        "\u00a0",
        "{{ x }}",
        "{%",
        "`",
        "\u3002",
        "k: v",
        "---",
        "...",
        "<b>",
        "\u2028",
        "http://a.b ",
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Be kind. Be brief! Why? So.", ["Be kind.", "Be brief!", "Why?", "So."]),
        ("Use tools, e.g. Bash, i.e. a shell. Go on.", ["Use tools, e.g. Bash, i.e. a shell.", "Go on."]),
        ("Ask Dr. Who vs. the U.S. Army.", ["Ask Dr. Who vs. the U.S. Army."]),
        ("List fruit, etc. Then stop.", ["List fruit, etc.", "Then stop."]),
        (
            "See fig. 3 and No. 5. Answer yes or no. Then stop.",
            ["See fig. 3 and No. 5.", "Answer yes or no.", "Then stop."],
        ),
        ("Use 0.5 at most. Read https://a.example/x.html?q=1. Go.", None),
        ("Say {{ a. B | c }} and `d. E`. Go.", ["Say {{ a. B | c }} and `d. E`.", "Go."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("**Never lie.** Be kind.", ["**Never lie.**", "Be kind."]),
        ("Wait... then go. Stop.", ["Wait... then go.", "Stop."]),
        (
            "\u8bf7\u56de\u7b54\u3002\u4e0d\u8981\u8bf4\u8c0e\uff01\u597d",
            ["\u8bf7\u56de\u7b54\u3002", "\u4e0d\u8981\u8bf4\u8c0e\uff01", "\u597d"],
        ),
        # A line that was wrapped, and lines that end where they were meant to.
        ("Answer in the language\nof the customer.", ["Answer in the language\nof the customer."]),
        ("Rating: good\nReason: none", ["Rating: good", "Reason: none"]),
        ("Say:\nfoo\n<output>foo</output>", ["Say:", "foo", "<output>foo</output>"]),
        ("1. Read it.\n2. Sum up. Stop.", ["1. Read it.", "2. Sum up.", "Stop."]),
        ("- Read\n  it all\n- Stop", ["- Read\n  it all", "- Stop"]),
        (". . . .", [". . . ."]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_prose_is_cut_where_sentences_end(text: str, expected: list[str] | None) -> None:
    wanted = ["Use 0.5 at most.", "Read https://a.example/x.html?q=1.", "Go."] if expected is None else expected
    assert [sentence.text for sentence in sentences(text)] == wanted


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# Rules", "heading"),
        ("---", "heading"),
        ("<rules>", "heading"),
        ("</rules>", "heading"),
        ("#hashtag", "prose"),
        ("<b>bold</b> text", "prose"),
        ("- Be kind.", "bullet"),
        ("* [x] Done.", "bullet"),
        ("12) Be kind.", "bullet"),
        ("a) Be kind.", "bullet"),
        ("*kind*", "prose"),
        ("-1 is a number", "prose"),
        ("I) am", "bullet"),
        ("| a | b |", "table"),
        ('{"a": 1}', "code"),
        ('"a": 1,', "code"),
        ("}", "code"),
        ("{% if x %}", "code"),
        ("{{#if x}}", "code"),
        ("{{ x }} is a name", "prose"),
        ("{name} is a name", "prose"),
        ("[link](x)", "prose"),
        ("note: be kind", "prose"),
    ],
)
def test_a_line_has_a_kind(line: str, kind: str) -> None:
    assert [(sentence.text, sentence.kind) for sentence in sentences(f"\n  {line}  \n")] == [(line, kind)]


def test_lines_of_yaml_and_of_code_stand_alone() -> None:
    text = "model: x\n  size: 3\n\n```py\na = 1. B\n\nb\n```\n"
    assert [(sentence.text, sentence.kind) for sentence in sentences(text)] == [
        (line, "code") for line in ("model: x", "size: 3", "```py", "a = 1. B", "b", "```")
    ]


@given(st.lists(PARTS, max_size=40).map("".join))
def test_sentences_cover_exactly_what_is_not_blank(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert not text[at : sentence.start].strip()
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        at = sentence.end
    assert not text[at:].strip()
