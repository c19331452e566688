from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.reports.encoding import to_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [None, True]}, '{"b":1,"a":[null,true]}'),
        ("中文 é", '"中文 é"'),
        ("\x1b\x9b\x7f\u202e\n", r'"\u001b\u009b\u007f\u202e\n"'),
        ("\U000e0041", r'"\udb40\udc41"'),
        ("##[stop-commands]x", r'"\u0023#[stop-commands]x"'),
    ],
)
def test_unsafe_characters_are_escaped_without_loss(value: Any, text: str) -> None:
    assert to_json(value) == text
    assert json.loads(text) == value


def test_a_lone_surrogate_is_spelled_out() -> None:
    assert json.loads(to_json({"\udce9": "\ud83d\ude00 \ud83d"})) == {r"\u{dce9}": r"\u{d83d}\u{de00} \u{d83d}"}


def test_indented() -> None:
    assert to_json({"a": [1]}, indent=2) == '{\n  "a": [\n    1\n  ]\n}'
