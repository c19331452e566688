from __future__ import annotations

import re
from typing import Any

import pytest

from promptops.regex import regex


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search", ("a1 b2",)),
        ("match", ("a1 b2", 3)),
        ("fullmatch", ("a1",)),
        ("findall", ("a1 b2",)),
        ("split", ("a1 b2 c",)),
        ("sub", ("x", "a1 b2")),
        ("subn", ("x", "a1 b2")),
    ],
)
def test_it_does_what_a_compiled_pattern_does(method: str, arguments: tuple[Any, ...]) -> None:
    lazy, compiled = regex(r"[A-Z](\d)", re.IGNORECASE), re.compile(r"[A-Z](\d)", re.IGNORECASE)
    for _ in range(2):
        told, expected = (getattr(each, method)(*arguments) for each in (lazy, compiled))
        assert str(told) == str(expected)
    assert [match.span() for match in lazy.finditer("a1 b2")] == [(0, 2), (3, 5)]
    assert lazy.pattern == compiled.pattern


def test_it_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    really = re.compile

    def watched(*given: Any) -> re.Pattern[Any]:
        compiled.append(given)
        return really(*given)

    monkeypatch.setattr(re, "compile", watched)
    pattern = regex(rb"\d+")
    assert not compiled
    assert pattern.sub(b"n", b"1 22") == b"n n"
    assert pattern.fullmatch(b"1") is not None
    assert compiled == [(rb"\d+", 0)]
