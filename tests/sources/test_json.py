from __future__ import annotations

import sys

import pytest

from promptops.diagnostics import Range
from promptops.sources.documents import MAX_CHARACTERS, MAX_DEPTH, MAX_FAULTS, MAX_NODES, KeyPath
from promptops.sources.json import JsonDocument, read_json
from promptops.sources.text import LineIndex


def read(text: str) -> JsonDocument:
    document, faults = read_json(text)
    assert faults == ()
    assert document is not None
    return document


def cut(text: str, place: Range) -> str:
    lines = LineIndex(text)
    return text[lines.offset(place.line, place.column) : lines.offset(place.end_line, place.end_column)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, -2.5e3, true, false, null, "x"]}', {"a": [1, -2500.0, True, False, None, "x"]}),
        (' \r\n"\\ud83d\\ude00\\u00e9"\n', "😀é"),
        ('["\\\\ud83d"]', ["\\ud83d"]),
        ("12345678901234567890", 12345678901234567890),
        ('{"no": "no", "": {}}', {"no": "no", "": {}}),
    ],
)
def test_values(text: str, value: object) -> None:
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "the file is empty", (1, 1, 1, 1)),
        ("\n \n", "the file is empty", (1, 1, 1, 1)),
        ('{"a": 1,}', "a comma stands before a closing bracket", (1, 8, 1, 9)),
        ("[1,\n 2 ,\n]", "a comma stands before a closing bracket", (2, 4, 2, 5)),
        ("{,}", "a comma stands before a closing bracket", (1, 2, 1, 3)),
        ("{a: 1}", "a key is missing here", (1, 2, 1, 3)),
        ("{'a': 1}", "a string stands in single quotes", (1, 2, 1, 3)),
        ("[\"a\", 'b']", "a string stands in single quotes", (1, 7, 1, 8)),
        ('{"a" 1}', "`:` is missing behind the key", (1, 6, 1, 7)),
        ('{"a": 1\n "b": 2}', "`,` is missing before this", (2, 2, 2, 3)),
        ('{"a":', "a value is missing here", (1, 6, 1, 6)),
        ('{"é": "😀", "b": x}', "`x` is no JSON value", (1, 17, 1, 18)),
        ("[True]", "`True` is no JSON value", (1, 2, 1, 6)),
        ('{"a": "x', "the string opened here is not closed", (1, 7, 1, 8)),
        ('"x\ny"', "a control character stands in a string", (1, 3, 1, 3)),
        ('"x\ty"', "a control character stands in a string", (1, 3, 1, 4)),
        ('"\\q"', "no such escape exists in JSON", (1, 2, 1, 3)),
        ('"a\\u12"', "the escape lacks hexadecimal digits", (1, 3, 1, 4)),
        ("{} {}", "text stands behind the end of the value", (1, 4, 1, 5)),
        ("// note\n{}", "JSON has no comments", (1, 1, 1, 2)),
        ('{"a": 1} # note', "JSON has no comments", (1, 10, 1, 11)),
        ('["NaN", NaN]', "`NaN` is no JSON value", (1, 9, 1, 12)),
        ("NaN0", "`NaN` is no JSON value", (1, 1, 1, 4)),
        ("[-Infinity, 1", "`-Infinity` is no JSON value", (1, 2, 1, 11)),
        ('["\\\\ud83d", "\\ud83d"]', "the escape is half of a surrogate pair", (1, 14, 1, 20)),
        ('["\\udE00\\ud83d"]', "the escape is half of a surrogate pair", (1, 3, 1, 9)),
    ],
)
def test_what_is_not_json_is_one_fault(text: str, message: str, place: tuple[int, int, int, int]) -> None:
    document, (fault,) = read_json(text)
    assert document is None
    assert (fault.rule, fault.message, fault.place) == ("invalid-yaml", message, Range(*place))


def test_a_number_that_python_refuses_is_a_fault() -> None:
    digits = "1" * (sys.get_int_max_str_digits() + 1)
    document, (fault,) = read_json(f'["{digits}", 1.{digits}, -{digits}]')
    assert document is None
    assert fault.message == f"a number of {len(digits) + 1:,} characters is too long to be read"
    assert fault.place == Range(1, len(digits) * 2 + 10, 1, len(digits) * 3 + 11)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("levels", [MAX_DEPTH, MAX_DEPTH * 5, 20_000])
def test_deep_nesting_is_a_fault(opening: str, closing: str, levels: int) -> None:
    read(opening * (MAX_DEPTH - 1) + "1" + closing * (MAX_DEPTH - 1))
    document, (fault,) = read_json(opening * levels + "1" + closing * levels)
    assert document is None
    assert fault.message == f"values are nested more than {MAX_DEPTH} deep"
    assert fault.place.column == len(opening) * (MAX_DEPTH - 1) + 1


def test_a_long_text_of_few_values_is_read() -> None:
    assert read(f'["{"x" * MAX_NODES}", {{}}]').value == ["x" * MAX_NODES, {}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[{'1,' * MAX_NODES}1]", f"the file holds more than {MAX_NODES:,} keys and values"),
        (
            "{" + ",".join(f'"{n}":1' for n in range(MAX_NODES // 2)) + "}",
            f"the file holds more than {MAX_NODES:,} keys and values",
        ),
        (f'"{"x" * MAX_CHARACTERS}"', f"the file holds more than {MAX_CHARACTERS:,} characters"),
    ],
    ids=["list", "object", "text"],
)
def test_a_file_that_is_too_large_is_a_fault(text: str, message: str) -> None:
    document, (fault,) = read_json(text)
    assert (document, fault.message) == (None, message)


def test_of_equal_keys_the_first_counts_and_the_others_are_faults() -> None:
    text = '{"a": 1, "b": [{"c": 1, "\\u0063": 2}],\n "a": 3}'
    document, (inner, outer) = read_json(text)
    assert document is not None
    assert document.value == {"a": 1, "b": [{"c": 1}]}
    assert document.range_of(("a",)) == Range(1, 7, 1, 8)
    assert (outer.rule, outer.message, outer.keys) == ("duplicate-key", "key `a` is given twice", ("a",))
    assert (outer.place, outer.related) == (Range(2, 2, 2, 5), ((Range(1, 2, 1, 5), "first given here"),))
    assert (inner.keys, inner.place) == (("b", 0, "c"), Range(1, 25, 1, 33))


def test_the_number_of_duplicate_keys_reported_is_bounded() -> None:
    _, faults = read_json("{" + '"a": 1, ' * 1_000 + '"b": 2}')
    assert len(faults) == MAX_FAULTS


TEXT = '{\r\n  "na\\"me": "x {y}: \\"]\\u00e9",\r\n  "list": [1, {"é": 😀}, [], {"k": null}]\r\n}\r\n'.replace(
    "😀", '"😀"'
)


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        ((), TEXT.strip(), ""),
        (('na"me',), '"x {y}: \\"]\\u00e9"', '"na\\"me"'),
        (("list",), '[1, {"é": "😀"}, [], {"k": null}]', '"list"'),
        (("list", 0), "1", "1"),
        (("list", 1), '{"é": "😀"}', '{"é": "😀"}'),
        (("list", 1, "é"), '"😀"', '"é"'),
        (("list", 2), "[]", "[]"),
        (("list", 3, "k"), "null", '"k"'),
        (("list", 4), '"list"', '"list"'),
        (("list", "x"), '"list"', '"list"'),
        (("list", 3, "x"), '{"k": null}', '{"k": null}'),
        (("list", 0, 0), "1", "1"),
        (("nothing",), "", ""),
        ((0,), "", ""),
    ],
)
def test_values_and_keys_have_exact_ranges(keys: KeyPath, value: str, key: str) -> None:
    document = read(TEXT)
    assert cut(TEXT, document.range_of(keys)) == value
    assert cut(TEXT, document.range_of(keys, "key")) == key


@pytest.mark.parametrize(
    ("start", "end", "source"),
    [
        (0, 1, "a"),
        (1, 2, "\\t"),
        (2, 4, "😀\\u00e9"),
        (4, 6, "\\ud83d\\ude00z"),
        (3, 3, ""),
        (5, 99, "z"),
        (-3, 1, "a"),
        (5, 2, ""),
    ],
)
def test_a_piece_of_a_string_is_found(start: int, end: int, source: str) -> None:
    text = '["a\\t😀\\u00e9\\ud83d\\ude00z", 1]'
    document = read(text)
    for _ in range(2):
        assert cut(text, document.range_in((0,), start, end)) == source
    assert cut(text, document.range_in((1,), 0, 1)) == "1"
    assert cut(text, document.range_in((2,), 0, 1)) == ""
