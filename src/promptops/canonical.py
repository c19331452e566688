"""Canonical JSON (RFC 8785): one sequence of bytes for one value."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_FOREIGN = re.compile(r"[:,\[]-?\d+(?:\.0[,}\]]|(?:\.\d+)?e(?:\+|-0))")
"""A number that Python may write otherwise than ECMAScript: a whole float, or one with an exponent above zero or of one
digit. A string can hold the like, which costs time and nothing else.
"""
_MARKS = (".0,", ".0}", ".0]", "e-0", "e+")
"""What every such number has in it: to look for these is ten times as fast."""

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LARGEST_PLAIN = 1e21
"""From here on, ECMAScript writes an integer with an exponent."""


def canonical_json(value: Any) -> str:
    """Return the canonical JSON text of a value of dicts with string keys, lists, strings, numbers, bools and None.

    Raises:
        ValueError: a number is not finite.
    """
    text = _encode(value)
    if isinstance(value, str):
        return text
    return _written(value) if isinstance(value, float) or _is_foreign(text) else text


def canonical_bytes(value: Any) -> bytes:
    """Return the canonical JSON of a value as UTF-8."""
    return canonical_json(value).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _is_foreign(text: str) -> bool:
    """Say whether the standard may write otherwise what Python has written so."""
    # RFC 8785 sorts keys by UTF-16 code units, Python by code points: they agree where each is one unit.
    if not text.isascii() and _ASTRAL.search(text):
        return True
    for mark in _MARKS:
        if mark in text:
            return _FOREIGN.search(text) is not None
    return False


def _written(value: Any) -> str:
    """Write canonical JSON without the C encoder, for the rare values that it writes otherwise."""
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_encode(key)}:{_written(item)}" for key, item in ordered) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_written(item) for item in value) + "]"
    return _number(value) if isinstance(value, float) else _encode(value)


def _number(value: float) -> str:
    """Write a number as ECMAScript's Number::toString does."""
    text = _encode(value)
    if value.is_integer() and abs(value) < _LARGEST_PLAIN:
        # The shortest digits that name the float, padded with zeros.
        mantissa, _, exponent = text.removesuffix(".0").partition("e+")
        head, _, tail = mantissa.partition(".")
        return str(int(head + tail.ljust(int(exponent or 0), "0")))
    mantissa, _, exponent = text.partition("e-")
    if not exponent:
        return text
    power = int(exponent)
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    if power > 6:  # noqa: PLR2004 - ECMAScript's own threshold
        return f"{sign}{digits}e-{power}"
    return f"{sign}0.{'0' * (power - 1)}{digits.replace('.', '')}"
