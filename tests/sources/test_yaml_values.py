from __future__ import annotations

import math
from typing import Any

import pytest

from promptops.sources.yaml import read_yaml


def values(text: str) -> list[Any]:
    documents, faults = read_yaml(text)
    assert faults == ()
    return [document.value for document in documents]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("010", 10),
        ("0o17", 15),
        ("0o18", "0o18"),
        ("0x1F", 31),
        ("0xg", "0xg"),
        ("-0x1F", "-0x1F"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12e03", 12000.0),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5E-1", -0.05),
        (".", "."),
        ("-x", "-x"),
        ("+", "+"),
        ("1.2.3", "1.2.3"),
        ("190:20:30", "190:20:30"),
        ("2027-03-01", "2027-03-01"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.Inf", math.inf),
        ("inf", "inf"),
        ("nan", "nan"),
        ("=", "="),
        ("٣", "٣"),
        ("1 2", "1 2"),
        ("the end", "the end"),
        ("'10'", "10"),
        ('"true"', "true"),
        ("''", ""),
        ("! 'a'", "a"),
        ("!!str 010", "010"),
        ("!!str", ""),
        ("!!int '3'", 3),
        ("!!float 3", 3.0),
        ("!!float .5", 0.5),
        ("!!bool true", True),
        ("!!null ''", None),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("!<tag:yaml.org,2002:str> 1", "1"),
    ],
)
def test_words_follow_the_core_schema(word: str, value: object) -> None:
    (document,) = values(f"k: {word}\n")
    assert document == {"k": value}
    assert type(document["k"]) is type(value)


def test_not_a_number_is_a_number() -> None:
    (document,) = values("[.nan, .NaN, .NAN]")
    assert all(math.isnan(number) for number in document)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- a\n- - b\n  - c\n-\n  d: e\n", ["a", ["b", "c"], {"d": "e"}]),
        ("a:\n- 1\n- 2\nb: {c: [d, {e: f}]}\n", {"a": [1, 2], "b": {"c": ["d", {"e": "f"}]}}),
        ("a: |\n  x\n   y\n\n  z\n\n\n", {"a": "x\n y\n\nz\n"}),
        ("a: |-\n  x\nb: |+\n  y\n\nc: z\n", {"a": "x", "b": "y\n\n", "c": "z"}),
        ("a: >\n  x\n  y\n\n  z\n", {"a": "x y\nz\n"}),
        ("a: x\n  y\n\n  z\n", {"a": "x y\nz"}),
        ("a: 'it''s'\nb: \"\\u00e9\\x41\\n\\\n  c\"\n", {"a": "it's", "b": "éA\nc"}),
        ("a: 1 # note\nb: c#d\n", {"a": 1, "b": "c#d"}),
        ("a: http://x.y/z?q=[1]\n", {"a": "http://x.y/z?q=[1]"}),
        ('{"a": 1, "b": [true, null]}', {"a": 1, "b": [True, None]}),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
        ("1: a\ntrue: b\n~: c\n2.0: d\n", {"1": "a", "true": "b", "~": "c", "2.0": "d"}),
        ("? a\n: b\n? |\n  long\n: c\n", {"a": "b", "long\n": "c"}),
        ("?\n: a\n", {"": "a"}),
        ("ä: 😀\n", {"ä": "😀"}),
        ("a: x\u2028y\x85z\nb: |\n  x\u2029y\n", {"a": "x\u2028y\x85z", "b": "x\u2029y\n"}),
        ('k\u2028: "\\N\x85\ue000"\nb: [&x y\x85, *x]\n', {"k\u2028": "\x85\x85\ue000", "b": ["y\x85", "y\x85"]}),
        ("Use {{ x }} here", "Use {{ x }} here"),
    ],
)
def test_documents(text: str, value: object) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n  \n# only a comment\n", []),
        ("---\n---\n# nothing\n...\n", []),
        ("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("---\n# first\n---\nb: 2\n...\n---\n- 1\n", [{"b": 2}, [1]]),
        ("--- ~\n--- ''\n", [None, ""]),
        ("%YAML 1.2\n---\na\n", ["a"]),
    ],
)
def test_a_stream_gives_the_documents_that_hold_anything(text: str, expected: list[object]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}),
        ("a: &x {k: 1}\nb:\n  <<: *x\n  m: 2\n", {"a": {"k": 1}, "b": {"k": 1, "m": 2}}),
        ("a: &x {k: 1, m: 1}\nb:\n  <<: *x\n  m: 2\n", {"a": {"k": 1, "m": 1}, "b": {"k": 1, "m": 2}}),
        ("- &x {k: 1}\n- &y {k: 2, m: 3}\n- <<: [*x, *y]\n", [{"k": 1}, {"k": 2, "m": 3}, {"k": 1, "m": 3}]),
        ("- &x {k: 1}\n- &y {<<: *x, m: 2}\n- {<<: *y}\n", [{"k": 1}, {"k": 1, "m": 2}, {"k": 1, "m": 2}]),
        ("<<: {a: 1}\n", {"a": 1}),
        ("'<<': x\n", {"<<": "x"}),
    ],
)
def test_aliases_and_merges(text: str, value: object) -> None:
    assert values(text) == [value]


def test_copies_made_by_aliases_are_separate() -> None:
    (document,) = values("a: &x [1]\nb: *x\n")
    document["a"].append(2)
    assert document["b"] == [1]


def test_keys_of_a_mapping_come_in_its_order_and_merged_ones_behind() -> None:
    (document,) = values("- &x {k: 1}\n- {z: 1, <<: *x, b: 2}\n")
    assert list(document[1]) == ["z", "b", "k"]


def test_line_breaks_of_yaml_1_1_are_characters_unless_no_stand_in_is_left() -> None:
    rest = "".join(map(chr, range(0xE003, 0xF900)))
    assert values(f"a: x\x85y {rest}\n") == [{"a": f"x\x85y {rest}"}]
    assert values(f"- 'x\x85  y \ue000{rest}'\n") == [[f"x y \ue000{rest}"]]
