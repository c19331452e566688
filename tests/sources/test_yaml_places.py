from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.sources.documents import KeyPath
from promptops.sources.text import LineIndex
from promptops.sources.yaml import YamlDocument, read_yaml

TEXT = """\
# a comment
name: refund
"quoted key": 'value'
inputs:
  order_id: string   # which
  tone: {enum: [plain, warm], default: plain}

# another comment
tools:
- issue-refund
- name: lookup
  effects: none

empty:
text: |
  one
  two

folded: >-
   three
   four
plain: five
  six
shared: &anchor !!map
  k: v
again: *anchor
items: [*anchor, x]
merged:
  <<: *anchor
  own: 1
last:
  deep:
    - - x
      - *anchor

"""


def read(text: str) -> YamlDocument:
    (document,), faults = read_yaml(text)
    assert faults == ()
    return document


def cut(text: str, place: Range) -> str:
    lines = LineIndex(text)
    return text[lines.offset(place.line, place.column) : lines.offset(place.end_line, place.end_column)]


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        (("name",), "refund", "name"),
        (("quoted key",), "'value'", '"quoted key"'),
        (("inputs", "order_id"), "string", "order_id"),
        (("inputs", "tone"), "{enum: [plain, warm], default: plain}", "tone"),
        (("inputs", "tone", "enum", 1), "warm", "warm"),
        (("inputs",), TEXT[TEXT.index("order_id") : TEXT.index("\n\n# another")], "inputs"),
        (("tools",), "- issue-refund\n- name: lookup\n  effects: none", "tools"),
        (("tools", 0), "issue-refund", "issue-refund"),
        (("tools", 1), "name: lookup\n  effects: none", "name: lookup\n  effects: none"),
        (("tools", 1, "effects"), "none", "effects"),
        (("empty",), "empty", "empty"),
        (("text",), "|\n  one\n  two", "text"),
        (("folded",), ">-\n   three\n   four", "folded"),
        (("plain",), "five\n  six", "plain"),
        (("shared",), "k: v", "shared"),
        (("again",), "*anchor", "again"),
        (("again", "k"), "v", "k"),
        (("items",), "[*anchor, x]", "items"),
        (("items", 0), "*anchor", "*anchor"),
        (("items", 1), "x", "x"),
        (("merged",), "<<: *anchor\n  own: 1", "merged"),
        (("merged", "own"), "1", "own"),
        (("merged", "k"), "v", "k"),
        (("last", "deep", 0), "- x\n      - *anchor", "- x\n      - *anchor"),
        (("last",), "deep:\n    - - x\n      - *anchor", "last"),
    ],
)
def test_values_and_keys_have_exact_ranges(keys: KeyPath, value: str, key: str) -> None:
    document = read(TEXT)
    assert cut(TEXT, document.range_of(keys)) == value
    assert cut(TEXT, document.range_of(keys, "key")) == key


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ((), Range(2, 1, 2, 1)),
        (("nothing",), Range(2, 1, 2, 1)),
        ((0,), Range(2, 1, 2, 1)),
        (("inputs", "nothing", "below"), Range(4, 1, 4, 7)),
        (("name", "x"), Range(2, 1, 2, 5)),
        (("tools", 2), Range(9, 1, 9, 6)),
        (("tools", -1), Range(9, 1, 9, 6)),
        (("tools", "x"), Range(9, 1, 9, 6)),
        (("tools", 1, "nothing"), Range(11, 3, 11, 15)),
        (("again", "nothing"), Range(26, 1, 26, 6)),
        (("merged", "<<"), Range(28, 1, 28, 7)),
    ],
)
def test_what_is_not_there_stands_at_what_is(keys: KeyPath, place: Range) -> None:
    assert read(TEXT).range_of(keys, "key") == place


def test_the_top_of_a_document_is_all_of_it() -> None:
    document = read(TEXT)
    assert cut(TEXT, document.range_of(())) == TEXT.removeprefix("# a comment\n").rstrip()


@pytest.mark.parametrize(
    ("text", "keys", "place"),
    [
        ("a: 1\r\nb:\r\n- c\r\n", ("b", 0), (3, 3, 3, 4)),
        ("a: 1\rb: 2\r", ("b",), (2, 4, 2, 5)),
        ("é: [😀, ü]\n", ("é", 1), (1, 8, 1, 9)),
        ("'😀😀': x\n", ("😀😀",), (1, 7, 1, 8)),
        ("a: 'x\x85  y'\nb: 1\n", ("b",), (2, 4, 2, 5)),
        ("a: 'x\x85  y'\nb: 1\n", ("a",), (1, 4, 1, 11)),
        ("a: 'x\x85y'\nb: &x 1\nc: *x\n", ("c",), (3, 4, 3, 6)),
        ("a: 'x\u2028  y'\nb: 1\n", ("b",), (2, 4, 2, 5)),
        ("- &a x\n- &b y\n- [*b, *a, *b]\n", (2, 2), (3, 12, 3, 14)),
        ("&a k: 1\n", ("k",), (1, 7, 1, 8)),
        ("&a # note\n  k: 1\n", (), (2, 3, 2, 7)),
        ("a: !!str\nb: 1\n", ("a",), (1, 1, 1, 2)),
        ("a: !!str &x b\n", ("a",), (1, 13, 1, 14)),
        ("[&x a, !!str , *x]\n", (0,), (1, 5, 1, 6)),
        ("- - - x\n", (0, 0, 0), (1, 7, 1, 8)),
        ("? a\n: b\n? - c\n: - d\n", ("a",), (2, 3, 2, 4)),
        ("--- >\n x\n y\n", (), (1, 5, 3, 3)),
        ("{}", (), (1, 1, 1, 3)),
        ("-\n- x\n", (0,), (1, 2, 1, 2)),
    ],
)
def test_places_in_unusual_files(text: str, keys: KeyPath, place: tuple[int, int, int, int]) -> None:
    documents, _ = read_yaml(text)
    assert documents[0].range_of(keys) == Range(*place)


def test_the_key_of_an_alias_used_as_key_is_the_alias() -> None:
    document = read("a: &x b\n*x : 1\n")
    assert document.range_of(("b",), "key") == Range(2, 1, 2, 3)


def test_a_key_that_is_a_list_is_found_by_its_text() -> None:
    (document,), _ = read_yaml("? [a, b]\n: c\n")
    assert document.range_of(("[a, b]",)) == Range(2, 3, 2, 4)


def test_every_document_of_a_stream_knows_its_own_places() -> None:
    first, second = read_yaml("a: &x 1\nb: *x\n---\na: &x 2\nb: *x\n", first_line=5)[0]
    assert (first.range_of(("b",)), second.range_of(("b",))) == (Range(6, 4, 6, 6), Range(9, 4, 9, 6))
    assert (first.range_of(("zz",)), second.range_of(("zz",))) == (Range(5, 1, 5, 1), Range(8, 1, 8, 1))


def test_places_before_a_syntax_error_are_known() -> None:
    (document,), _ = read_yaml("a: &x 1\nb: *x\n---\nc: *x\n")
    assert document.range_of(("b",)) == Range(2, 4, 2, 6)
    (document,), _ = read_yaml("a: &x 1\nb: *x\n---\nc: [\n")
    assert document.range_of(("b",)) == Range(2, 4, 2, 6)


STYLES = {
    "plain": "text: order {{ id }} of {{ id }}\n",
    "single": "text: 'order {{ id }} of {{ id }}'\n",
    "double": 'text: "order {{ id }} of {{ id }}"\n',
    "tagged": "text: &a !!str 'order {{ id }} of {{ id }}'\n",
    "flow": "{text: 'order {{ id }} of {{ id }}'}",
    "single with quotes": "text: 'it''s order''s {{ id }} of'' {{ id }}'''\n",
    "escapes": 'text: "\\torder\\u00e9 \\x7b{ id }} \\U0001F600of\\n\\"{{ id }}\\x20"\n',
    "multi-line plain": "text: order\n  {{ id\n  }}\n\n\n  of {{\n  id }}\nb: 1\n",
    "multi-line single": "text: 'order\n   {{ id }}\n\n   of  {{ id }} '\n",
    "multi-line double": 'text: "order \\\n   {{ i\\\n  d }}\n\n   of  {{ id }} "\n',
    "folded": "text: >\n  order\n  {{ id }}\n\n    indented\n  of\n  {{ id }}\n",
    "folded strip": "a:\n  text: >-   # note {{ id }}\n     order {{\n     id }}\n     of {{ id }}\n",
    "literal": "text: |\n  order {{ id }}\n  of {{ id }}\n",
    "literal keep": "text: |+\n\n    order\n      {{ id }}\n\n    of\n    {{ id }}\n\n",
    "literal indented": "text: |2-\n    order {{ id }}\n  of {{ id }}\n",
    "literal crlf": "text: |\r\n  order\r\n  {{ id }}\r\n  of {{ id }}\r\n",
    "literal nel": "text: |\n  order\x85  {{ id }}\n  of\u2028{{ id }}\n",
    "literal astral": "text: |\n  order 😀 é {{ id }}\n  of {{ id }}\n",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_a_piece_of_a_string_is_found_in_every_style(text: str) -> None:
    document = read(text)
    keys: KeyPath = ("a", "text") if "a" in document.value else ("text",)
    value = document.value["a"]["text"] if "a" in document.value else document.value["text"]
    first, second = value.index("{{"), value.rindex("{{")
    places = [document.range_in(keys, start, value.index("}}", start) + 2) for start in (first, second)]
    sources = [cut(text, place) for place in places]
    assert sources[0] in ("{{ id }}", "\\x7b{ id }}", "{{ id\n  }}", "{{ i\\\n  d }}", "{{\n     id }}")
    assert sources[1] in ("{{ id }}", "{{\n  id }}")
    assert places[0] < places[1]


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [
        ("a: |\n  x\n  \ty \n  z\n", 2, 3, (3, 3, 3, 4)),
        ("a: |\n  x\n  \ty \n  z\n", 4, 5, (3, 5, 3, 6)),
        ("a: |\n  x\n  \ty \n  z\n", 1, 2, (2, 4, 3, 1)),
        ("a: |+\n  x\n\n\n", 2, 3, (3, 1, 4, 1)),
        ("a: |2\n    x\n", 0, 1, (2, 3, 2, 4)),
        ("a: |2\n    x\n", 1, 2, (2, 4, 2, 5)),
        ("a: |\n  x\n\n    y\n", 4, 5, (4, 4, 4, 5)),
        ("a: >\n  x\n\n    y\n", 3, 4, (4, 5, 4, 5)),
        ("a: x  y\n  z\n", 1, 3, (1, 5, 1, 7)),
        ("a: x  y\n  z\n", 4, 5, (1, 8, 2, 1)),
        ("a: 'x\n\n  y'\n", 1, 2, (1, 6, 2, 1)),
        ("a: 'x'\n", 0, 0, (1, 5, 1, 5)),
        ("a: |\n  x\n  y\n", 2, 2, (3, 3, 3, 3)),
        ("a: 'xyz'\n", -5, 2, (1, 5, 1, 7)),
        ("a: 'xyz'\n", 1, 99, (1, 6, 1, 8)),
        ("a: 'xyz'\n", 2, 1, (1, 7, 1, 7)),
        ("a: |\n  x\n", 9, 12, (3, 1, 3, 1)),
        ("a: ' '' '\n", 0, 1, (1, 5, 1, 6)),
    ],
)
def test_white_space_in_a_string_is_found(text: str, start: int, end: int, place: tuple[int, int, int, int]) -> None:
    assert read(text).range_in(("a",), start, end) == Range(*place)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: [b]\n", ("a",)),
        ("a: {b: c}\n", ("a", "x")),
        ("a: |+\n\n\n", ("a",)),
        ('a: "\\n\\\n \\t"\n', ("a",)),
        ("a:\n", ("a",)),
    ],
)
def test_a_piece_of_what_is_no_visible_text_stands_where_the_value_does(text: str, keys: KeyPath) -> None:
    document = read(text)
    assert document.range_in(keys, 0, 1) == document.range_of(keys)


def test_a_piece_of_an_alias_stands_in_what_it_repeats() -> None:
    assert read("a: &x hello\nb: *x\n").range_in(("b",), 1, 3) == Range(1, 8, 1, 10)
