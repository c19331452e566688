from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from promptops.conversion.yaml_text import yaml_text
from promptops.sources.yaml import read_yaml

TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("ab \n\t:#-{}[]'\"|>!&*%@`?,~0.no\r\\", max_size=20)
    | st.sampled_from(["no", "on", "<<", "0o17", "1e5", "010", "~", "2026-01-01", "12:30:00", "---", "{{ x }}", "%a"])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(TEXTS, children, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
@example({"a": "\n x\n"})
@example({"a": " x\ny\n\n"})
@example({"a": "x\n \ny"})
@example({"a" * 2000: {"b": ["c" * 2000]}})
@example({"a": [[["x\ny"], {"b": "c\nd"}], []]})
def test_what_is_written_reads_back_as_it_was(value: dict[str, Any]) -> None:
    (document,), faults = read_yaml(yaml_text(value))
    assert (document.value, faults) == (value, ())


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), TEXTS | st.integers() | st.floats(allow_nan=False), max_size=4))
def test_an_older_reader_reads_the_same(value: dict[str, Any]) -> None:
    assert yaml.safe_load(yaml_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}\n"),
        ({"a": "no", "b": "plain-text", "c": ""}, 'a: "no"\nb: plain-text\nc: ""\n'),
        ({"a": {"type": "string"}, "b": [1, 2.0, None]}, "a: {type: string}\nb: [1, 2.0, null]\n"),
        ({"a": "one\n  two\n"}, "a: |\n  one\n    two\n"),
        ({"a": "one\ntwo"}, "a: |-\n  one\n  two\n"),
        ({"a": "one\n\n"}, "a: |+\n  one\n\n"),
        ({"a": " one\ntwo"}, "a: |2-\n   one\n  two\n"),
        ({"a": [{"b": "x\ny", "c": 1}]}, "a:\n  - b: |-\n      x\n      y\n    c: 1\n"),
        ({"a": "tab\there\u200b"}, 'a: "tab\\u0009here\\u200b"\n'),
        ({"a": 1e-7, "b": 1e20}, "a: 1.0e-07\nb: 1.0e+20\n"),
        ({"a": float("inf"), "b": float("-inf"), "c": float("nan")}, "a: .inf\nb: -.inf\nc: .nan\n"),
    ],
)
def test_how_it_is_written(value: dict[str, Any], text: str) -> None:
    assert yaml_text(value) == text
