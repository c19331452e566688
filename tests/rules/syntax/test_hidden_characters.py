from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic
from promptops.errors import ConfigError
from promptops.rules.invisible import MAX_HIDDEN
from promptops.rules.syntax.hidden_characters import MAX_EDITS, MAX_RELATED

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "hidden-characters"
PROMPT = "---\nname: a\n---\n{}\n"


@pytest.mark.parametrize(
    ("line", "columns", "message"),
    [
        pytest.param("ab\u202ecd", (3, 4), "the line holds `U+202E RIGHT-TO-LEFT OVERRIDE`", id="one"),
        pytest.param(
            "a\u200b\u200bb\u2060",
            (2, 4),
            "the line holds 3 hidden characters, the first `U+200B ZERO WIDTH SPACE`",
            id="three, two of them together",
        ),
        pytest.param(
            "Hi\U000e0053\U000e0061\U000e0079",
            (3, 6),
            "the line holds 3 hidden characters, the first `U+E0053 TAG LATIN CAPITAL LETTER S`; they spell `Say`",
            id="a message in tags",
        ),
    ],
)
def test_a_line_is_reported_once_for_each_sort(line: str, columns: tuple[int, int], message: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(f"Answer.\r\n{line}")})
    assert (found.rule, found.message) == (RULE, message)
    assert found.primary == ("a.prompt.md", 5, columns[0], 5, columns[1])


def test_the_lines_of_a_file_are_one_finding(lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format("a\u200bb\nplain\nc\u200bd\u200be\n\u2060f")}, RULE)
    assert found.message == "3 lines hold 4 hidden characters, the first `U+200B ZERO WIDTH SPACE`"
    assert found.primary == ("a.prompt.md", 4, 2, 4, 3)
    assert [(each.span[1:], each.text) for each in found.related] == [
        ((6, 2, 6, 3), "here, too"),
        ((7, 1, 7, 2), "here, too"),
    ]


def test_what_does_something_else_is_a_finding_of_its_own(lint: Lint) -> None:
    text = "a\u200bb\nc\u202ed\u202c\ne\U000e0053\nf\x1bg\n\u200bh"
    found = lint({"a.prompt.md": PROMPT.format(text)}, RULE)
    assert [(each.primary.line, len(each.related)) for each in found] == [(4, 1), (5, 0), (6, 0), (7, 0)]
    assert len({each.fingerprint for each in found}) == 4


def test_few_of_many_lines_are_pointed_at(lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format("a\u200bb\n" * 1_200)}, RULE)
    assert found.message.startswith("1,200 lines hold 1,200 hidden characters")
    assert len(found.related) == MAX_RELATED
    assert found.fix is not None
    assert len(found.fix.edits) == MAX_EDITS


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        pytest.param("plain\n\na\u200bb\nc\u200bd", True, id="other lines"),
        pytest.param("a\u200bb\nc\u200bd\ne\u200bf", False, id="one more"),
        pytest.param("a\u200bb\nc\u200bdd", False, id="the text around it"),
    ],
)
def test_what_was_accepted_in_some_lines_is_not_in_others(changed: str, same: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    texts = ("a\u200bb\nc\u200bd", changed)
    before, after = (lint({"a.prompt.md": PROMPT.format(text)}, RULE)[0].fingerprint for text in texts)
    assert (before == after) is same


def test_a_comment_silences_one_sort(lint: Lint) -> None:
    text = "a\u200bb {# promptops: ignore[hidden-characters] it is a marker #}\nc\u200bd\ne\u202ef"
    (found,) = lint({"a.prompt.md": PROMPT.format(text)})
    assert (found.rule, found.primary.line) == (RULE, 6)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("It\u0092s", "write `\u2019`: the text was read in another encoding than its own"),
        ("It\u00e2\u0080\u0099s", "write `\u2019`: the text was read in another encoding than its own"),
        ("A\x0bB", "write the character that was meant: it was lost when the text was copied or converted"),
        ("a\u200bb", "delete what you cannot say the purpose of"),
    ],
)
def test_the_advice_is_about_what_stands_there(text: str, advice: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(text)}, RULE)
    assert found.help == advice


@pytest.mark.parametrize(
    ("allow", "text", "left"),
    [
        pytest.param('"U+200B"', "a\u200bb", 0, id="the only one"),
        pytest.param('["U+200b", "U+E0053"]', "a\u200bb\U000e0053", 0, id="both"),
        pytest.param('"U+200B"', "a\u200bb\u2060", 1, id="another one"),
        pytest.param('"U+200C"', "a\u200bb", 1, id="none that is there"),
        pytest.param("[]", "a\u200bb", 1, id="none at all"),
    ],
)
def test_what_is_allowed_is_left_alone(allow: str, text: str, left: int, lint: Lint) -> None:
    config = f"rules: {{hidden-characters: {{options: {{allow: {allow}}}}}}}\n"
    header = "---\nname: b\nvariants: [{name: x, file: x.md}]\n---\nAnswer.\n"
    files = {"a.prompt.md": PROMPT.format(text), "b.prompt.md": header, "x.md": text, "promptops.yaml": config}
    found = lint(files, RULE)
    assert sorted({each.primary.path for each in found}) == ["a.prompt.md", "b.prompt.md"][: 2 * left]


def test_what_is_allowed_hides_nothing_else(lint: Lint) -> None:
    config = 'rules: {hidden-characters: {options: {allow: "U+200B"}}}\n'
    text = "a\u200b" * (MAX_HIDDEN + 1) + "\u202e"
    (found,) = lint({"a.prompt.md": PROMPT.format(text), "promptops.yaml": config}, RULE)
    assert found.message == "the line holds `U+202E RIGHT-TO-LEFT OVERRIDE`"


@pytest.mark.parametrize("word", ["U+0041", "200B", "U+200", "U+FFFFFF", "ZWSP", "\u200b"])
def test_only_a_hidden_character_can_be_allowed(word: str, lint: Lint) -> None:
    with pytest.raises(ConfigError, match=r"^promptops\.yaml:4:17: .*\.allow\[0\]` is no hidden character, written as"):
        lint({"promptops.yaml": f"rules:\n  {RULE}:\n    options:\n        allow: [{json.dumps(word)}]\n"})


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("ap\u200bprov\u200b\u2060ed", "approved", id="spaces without width"),
        pytest.param("x\ufeff y \U0001f600\U000e0041", "x y \U0001f600", id="a byte order mark, a tag"),
        pytest.param("a\u202eb\u200bc", "a\u202ebc", id="beside an override"),
        pytest.param(
            "\u0645\u200c\u062e a\u200cb \u2764\ufe0f", "\u0645\u200c\u062e ab \u2764\ufe0f", id="beside what is meant"
        ),
    ],
)
def test_the_fix_deletes_what_has_no_meaning_and_nothing_else(text: str, fixed: str, lint: Lint) -> None:
    content = PROMPT.format(text)
    found = lint({"a.prompt.md": content}, RULE)
    assert apply_edits(content, edits_by_file(found)["a.prompt.md"]) == PROMPT.format(fixed)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2066b\u2069", "\x1b[2Jb"])
def test_what_turns_or_steers_is_left_to_the_author(text: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(text)}, RULE)
    assert found.fix is None


def test_every_dialect_is_looked_at(lint: Lint) -> None:
    tools = '[{"name": "a", "description": "x\u200by", "inputSchema": {"type": "object"}}]'
    found = lint({"tools.json": tools, "b.yaml": "kind: Team\nname: b\ncontact: x\u200by\n"}, RULE)
    assert [(each.primary.path, each.primary.column) for each in found] == [("b.yaml", 11), ("tools.json", 33)]


def test_an_escape_can_be_seen(lint: Lint) -> None:
    assert lint({"b.yaml": 'kind: Team\nname: b\ncontact: "x\\u200by"\n'}) == ()


def test_what_yaml_refuses_is_said_once(lint: Lint) -> None:
    (found,) = lint({"b.yaml": "kind: Team\nname: b\ncontact: x\x1by\n"})
    assert found.rule == "invalid-yaml"


def test_an_attached_text_is_looked_at(lint: Lint) -> None:
    header = "---\nname: a\nvariants: [{name: x, file: x.md}]\n---\nAnswer.\n"
    (found,) = lint({"a.prompt.md": header, "x.md": "Be\nki\u200bnd.\n"})
    assert found.message == "`x.md` holds `U+200B ZERO WIDTH SPACE`, in line 2"
    assert found.primary == ("a.prompt.md", 3, 28, 3, 32)
