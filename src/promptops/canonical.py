"""Canonical JSON (RFC 8785): one sequence of bytes for one value."""

from __future__ import annotations

import hashlib
import json
import math
from decimal import Decimal
from typing import Any

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_SMALLEST_ALIKE = 1e-4
"""Below this, Python writes a number with an exponent and ECMAScript does so only below 1e-6."""
_LARGEST_PLAIN = 1e21
"""From here on, ECMAScript writes an integer with an exponent."""


def canonical_json(value: Any) -> str:
    """Return the canonical JSON text of a value of dicts with string keys, lists, strings, numbers, bools and None.

    Raises:
        ValueError: a number is not finite.
    """
    plain, alike = _plain(value)
    text = _encode(plain)
    # RFC 8785 sorts keys by UTF-16 code units, Python by code points: they agree below the surrogates.
    return text if alike and (text.isascii() or max(text) < "\ud800") else _written(plain)


def canonical_bytes(value: Any) -> bytes:
    """Return the canonical JSON of a value as UTF-8."""
    return canonical_json(value).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _plain(value: Any) -> tuple[Any, bool]:
    """Return a value with whole floats as integers, and whether Python writes the rest as ECMAScript does."""
    alike = True
    if isinstance(value, dict):
        fields = {}
        for key, item in value.items():
            fields[key], same = _plain(item)
            alike &= same
        return fields, alike
    if isinstance(value, list | tuple):
        items = [_plain(item) for item in value]
        return [item for item, _ in items], all(same for _, same in items)
    if isinstance(value, float) and math.isfinite(value):
        if value.is_integer() and abs(value) < _LARGEST_PLAIN:
            # The shortest digits that name the float, padded with zeros, as ECMAScript does beyond 2^53.
            return int(Decimal(repr(value))), True
        return value, abs(value) >= _SMALLEST_ALIKE
    return value, True


def _written(value: Any) -> str:
    """Write canonical JSON without the C encoder, for the rare values that it writes otherwise."""
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_encode(key)}:{_written(item)}" for key, item in ordered) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(item) for item in value) + "]"
    return _number(value) if isinstance(value, float) else _encode(value)


def _number(value: float) -> str:
    """Write a fractional number as ECMAScript's Number::toString does."""
    text = _encode(value)
    mantissa, _, exponent = text.partition("e-")
    if not exponent:
        return text
    power = int(exponent)
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    if power > 6:  # noqa: PLR2004 - ECMAScript's own threshold
        return f"{sign}{digits}e-{power}"
    return f"{sign}0.{'0' * (power - 1)}{digits.replace('.', '')}"
