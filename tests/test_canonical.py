"""Canonical JSON against the numbers and orderings that RFC 8785 gives."""

from __future__ import annotations

import math
from typing import Any

import pytest

from promptops.canonical import canonical_bytes, canonical_json, digest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        (1.0, "1"),
        (-0.0, "0"),
        (0.2, "0.2"),
        (1e-5, "0.00001"),
        (1.5e-6, "0.0000015"),
        (1.5e-7, "1.5e-7"),
        (-2.25e-10, "-2.25e-10"),
        (5e-324, "5e-324"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (278908409818195066880.0, "278908409818195070000"),
        ("€\u000f\n'B\"\\/", '"€\\u000f\\n\'B\\"\\\\/"'),
        # RFC 8785, 3.2.3: sorted by UTF-16 code units, so an astral key stands before U+FB33.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_text_is_that_of_the_standard(value: Any, text: str) -> None:
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf]])
def test_numbers_that_are_not_finite_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_bytes(value)


def test_digest_does_not_depend_on_key_order() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
