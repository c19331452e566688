"""What to do about a text that is no YAML: the advice fits what is there."""

from __future__ import annotations

import pytest

from promptops.sources.yaml import read_yaml


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("a:\n  schema\n    name: string\n", 3, "is the colon missing after `schema`, on the line above?"),
        ("a: some words\n  b: c\n", 2, "indent it as far as the other keys, or put the value in quotes"),
        ('a: "x" | "y"\n', 1, "put the whole value in one pair of quotes"),
        ("a: | text\n  b\n", 1, "begin the text on the next line, indented"),
    ],
)
def test_the_advice_fits_what_is_there(text: str, line: int, advice: str) -> None:
    _, (fault,) = read_yaml(text)
    assert (fault.place.line, fault.help) == (line, advice)
