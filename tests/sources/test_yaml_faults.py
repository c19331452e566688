from __future__ import annotations

import pytest

from promptops.diagnostics import Fault, Range
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.text import LineIndex
from promptops.sources.yaml import read_yaml


def cut(text: str, place: Range) -> str:
    lines = LineIndex(text)
    return text[lines.offset(place.line, place.column) : lines.offset(place.end_line, place.end_column)]


def only_fault(text: str) -> Fault:
    _, (fault,) = read_yaml(text)
    return fault


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a:\n\tb: 1\n", "a tab stands where only spaces may", (2, 1, 2, 2)),
        ("a:\n  \tb: 1\n", "a tab stands where only spaces may", (2, 3, 2, 4)),
        ("a: b\n\tc\n", "a tab stands where only spaces may", (2, 1, 2, 2)),
        ("a: |\n \tx\n", "a tab stands where only spaces may", (2, 2, 2, 3)),
        ("a: 'x\nb: 1\n", "the quote opened here is not closed", (1, 4, 1, 5)),
        ('a: 1\nb: "x\n--- y"\n', "the quote opened here is not closed", (2, 4, 2, 5)),
        ('a: "x" y\n', "text stands behind a value that has ended", (1, 8, 1, 9)),
        ("a: 'it's'\n", "text stands behind a value that has ended", (1, 8, 1, 9)),
        ("[a]]\n", "text stands behind a value that has ended", (1, 4, 1, 5)),
        ("a: b: c\n", "an unquoted value contains `: `", (1, 5, 1, 6)),
        ("a: 1\n b: 2\n", "a key stands where the value above it goes on", (2, 3, 2, 4)),
        ("a: 1\nbad line\nc: 2\n", "a line among keys has no `:`", (2, 1, 2, 9)),
        ("a:\n  - b\n c: 1\n", "the line fits no mapping above it", (3, 2, 3, 3)),
        ("- a\nb: 1\n", "the line is no item of the list above it", (2, 1, 2, 2)),
        ("a: 1\n...\nb\n", "text stands behind the end of the document", (3, 1, 3, 2)),
        ("a: - b\n", "a list cannot begin here", (1, 4, 1, 5)),
        ("a: | text\n", "text stands behind the sign that begins a block", (1, 6, 1, 7)),
        ("a: ? b\n", "`?` cannot stand here", (1, 4, 1, 5)),
        ("a: [b:, c]\n", "`:` stands where no key ends", (1, 6, 1, 7)),
        ("a: ]\n", "a value is missing here", (1, 4, 1, 5)),
        ("a: @me\n", "`@` cannot begin a value", (1, 4, 1, 5)),
        ("a: `x`\n", "a backtick cannot begin a value", (1, 4, 1, 5)),
        ("a: %x\n", "`%` cannot begin a value", (1, 4, 1, 5)),
        ("a: *x y\n", "alias `*x` repeats nothing", (1, 4, 1, 6)),
        (
            "a: **bold**\n",
            "a value that begins with `*` or `&` is an alias or an anchor, and this is neither",
            (1, 4, 1, 12),
        ),
        ("a: &x 1\nb: &x 2\n", "anchor `&x` is given twice", (2, 4, 2, 6)),
        ('a: "\\q"\n', "no such escape exists in double quotes", (1, 5, 1, 6)),
        ('a: "\\x4"\n', "the escape lacks hexadecimal digits", (1, 7, 1, 8)),
        ('a: "\\ud83d\\ude00"\n', "the escape stands for no character", (1, 7, 1, 8)),
        ("a: !x!y z\n", "tag `!x!y` is not read", (1, 4, 1, 8)),
        ("a: !<x y\n", "a tag is written wrongly", (1, 4, 1, 9)),
        ("%YAML 2.0\n---\na\n", "the file asks for another YAML than 1.2", (1, 1, 1, 2)),
        ("%FOO\n---\na\n", "this is no directive of YAML", (1, 1, 1, 5)),
        ("%YAML x\n---\na\n", "invalid YAML: did not find expected version number", (1, 7, 1, 8)),
        ("a: [1, 2\nb: 3\n", "the `[` opened here is not closed", (1, 4, 1, 5)),
        ("a: {b: 1\n", "the `{` opened here is not closed", (1, 4, 1, 5)),
        ("a: [b, c: d: e]\n", "`,` or `]` is missing before this", (1, 12, 1, 12)),
        ("a: [\n", "the text ends inside brackets", (2, 1, 2, 1)),
        ("a: [\n     'b'\n     'c' ]\n", "`,` or `]` is missing before this", (3, 6, 3, 6)),
        ("ok: 1\nä: \x07\n", "the character U+0007 is not allowed", (2, 4, 2, 5)),
        ("a: \ud800\n", "the character U+D800 is not allowed", (1, 4, 1, 5)),
        ("a: \0\n", "the character U+0000 is not allowed", (1, 4, 1, 5)),
    ],
)
def test_a_syntax_error_is_one_fault(text: str, message: str, place: tuple[int, int, int, int]) -> None:
    fault = only_fault(text)
    assert (fault.rule, fault.message, fault.place) == ("invalid-yaml", message, Range(*place))
    assert fault.help or message.startswith("invalid YAML: ")


@pytest.mark.parametrize(
    ("text", "related", "reason"),
    [
        ("a: [1, 2\nb: 3\n", (2, 2, 2, 2), "reading stopped here"),
        ("a: [\n     'b'\n     'c' ]\n", (1, 4, 1, 5), "opened here"),
        ("a: &x 1\nb: &x 2\n", (1, 4, 1, 6), "first given here"),
    ],
)
def test_a_syntax_error_shows_the_other_place(text: str, related: tuple[int, int, int, int], reason: str) -> None:
    assert only_fault(text).related == ((Range(*related), reason),)


def test_documents_before_a_syntax_error_are_kept() -> None:
    documents, (fault,) = read_yaml("a: 1\n---\nb: 2\n---\nc: [1\n")
    assert [document.value for document in documents] == [{"a": 1}, {"b": 2}]
    assert fault.place == Range(5, 4, 5, 5)


def test_lines_are_counted_from_the_first_line_given() -> None:
    _, (fault,) = read_yaml("a: 1\nb: [1\n", first_line=7)
    assert fault.place == Range(8, 4, 8, 5)


def test_errors_behind_unusual_line_breaks_stand_where_an_editor_shows_them() -> None:
    assert only_fault("a: x\x85y\u2028z\nb: 1: \x85\n").place == Range(2, 5, 2, 6)


@pytest.mark.parametrize(
    ("text", "keys", "place", "first"),
    [
        ("a: 1\nb: 2\na: 3\n", ("a",), (3, 1, 3, 2), (1, 1, 1, 2)),
        ("x:\n  - {k: 1, 'k': 2}\n", ("x", 0, "k"), (2, 12, 2, 15), (2, 6, 2, 7)),
        ("1: a\n'1': b\n", ("1",), (2, 1, 2, 4), (1, 1, 1, 2)),
        ("- &m {}\n- <<: *m\n  <<: *m\n", (1, "<<"), (3, 3, 3, 5), (2, 3, 2, 5)),
        ("a: &k b\n*k : 1\nb: 2\n", ("b",), (3, 1, 3, 2), (2, 1, 2, 3)),
    ],
)
def test_a_duplicate_key_is_a_fault(
    text: str, keys: tuple[str | int, ...], place: tuple[int, int, int, int], first: tuple[int, int, int, int]
) -> None:
    fault = only_fault(text)
    assert (fault.rule, fault.message) == ("duplicate-key", f"key `{keys[-1]}` is given twice")
    assert (fault.keys, fault.place) == (keys, Range(*place))
    assert fault.related == ((Range(*first), "first given here"),)


def test_of_duplicate_keys_the_first_counts() -> None:
    (document,), faults = read_yaml("a: 1\na: 2\na: 3\n")
    assert document.value == {"a": 1}
    assert [fault.place.line for fault in faults] == [2, 3]
    assert document.range_of(("a",)) == Range(1, 4, 1, 5)


@pytest.mark.parametrize(
    ("text", "message", "source", "value"),
    [
        ("a: !function utils.f\n", "tag `!function` is not read", "utils.f", {"a": "utils.f"}),
        ("a: !env 3\n", "tag `!env` is not read", "3", {"a": 3}),
        ("a: !!python/name:os.system x\n", "tag `!!python/name:os.system` is not read", "x", {"a": "x"}),
        ("a: !!binary aGk=\n", "tag `!!binary` is not read", "aGk=", {"a": "aGk="}),
        ("a: !<x:y> [1]\n", "tag `!<x:y>` is not read", "[1]", {"a": [1]}),
        ("a: !!omap {b: 1}\n", "tag `!!omap` is not read", "{b: 1}", {"a": {"b": 1}}),
        ("a: !!seq {b: 1}\n", "tag `!!seq` is not read", "{b: 1}", {"a": {"b": 1}}),
        ("!k a: 1\n", "tag `!k` is not read", "a", {"a": 1}),
        ("a: !!int x\n", "the value is not what its tag `!!int` says", "x", {"a": "x"}),
        ("a: !!int 1.5\n", "the value is not what its tag `!!int` says", "1.5", {"a": 1.5}),
        ("a: !!bool 1\n", "the value is not what its tag `!!bool` says", "1", {"a": 1}),
        ("a: !!float 0x10\n", "the value is not what its tag `!!float` says", "0x10", {"a": 16}),
        ("<<: x\na: 1\n", "`<<` merges what is neither a mapping nor a list of mappings", "x", {"a": 1}),
        ("<<: [{b: 2}, 3]\n", "`<<` merges what is neither a mapping nor a list of mappings", "3", {"b": 2}),
        ("? [a, b]\n: c\n", "a list stands where a key should", "[a, b]", {"[a, b]": "c"}),
        ("? {a: b}\n: c\n", "a mapping stands where a key should", "{a: b}", {"{a: b}": "c"}),
        ("a: " + "9" * 501, "a number of 501 characters is too long to be read", "9" * 501, {"a": "9" * 501}),
    ],
)
def test_what_is_not_read_is_a_fault_and_the_rest_goes_on(text: str, message: str, source: str, value: object) -> None:
    (document,), (fault,) = read_yaml(text)
    assert (fault.rule, fault.message, cut(text, fault.place)) == ("invalid-yaml", message, source)
    assert fault.help
    assert document.value == value


def test_faults_know_their_path_of_keys() -> None:
    assert only_fault("a:\n  - b: !x 1\n").keys == ("a", 0, "b")


def test_a_fault_that_an_alias_repeats_is_reported_once() -> None:
    (document,), (fault,) = read_yaml("a: &x [!t 1]\nb: *x\nc: {<<: {d: *x}}\n")
    assert document.value == {"a": [1], "b": [1], "c": {"d": [1]}}
    assert fault.place.line == 1


def test_a_file_full_of_faults_gives_a_bounded_number() -> None:
    for line in ("a: 1\n", "? [x]\n: 1\n", "- !t x\n", "- {{ x }}\n"):
        _, faults = read_yaml(line * (MAX_FAULTS * 2))
        assert len(faults) == MAX_FAULTS
