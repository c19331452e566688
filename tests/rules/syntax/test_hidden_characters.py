from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic

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
def test_a_line_is_reported_once(line: str, columns: tuple[int, int], message: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(f"Answer.\r\n{line}")})
    assert (found.rule, found.message) == (RULE, message)
    assert found.primary == ("a.prompt.md", 5, columns[0], 5, columns[1])


def test_each_line_is_a_finding_of_its_own(lint: Lint) -> None:
    found = lint({"a.prompt.md": PROMPT.format("a\u200bb\nplain\nc\u200bd")}, RULE)
    assert [each.primary.line for each in found] == [4, 6]
    assert len({each.fingerprint for each in found}) == 2


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
