"""JSON that has one meaning: what two readers could take differently is refused."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from itertools import chain
from typing import Any, NoReturn

from promptops.trust.limits import MAX_DEPTH, MAX_INTEGER, MAX_VALUES
from promptops.trust.refusals import Code, RefusedError

_BYTE_ORDER = b"\xef\xbb\xbf"
_MARKS = (b",", b"[", b"{")
_CONTAINERS = frozenset((dict, list))
_DIGITS = len(str(MAX_INTEGER)) + 1
"""Characters of the longest whole number, with its sign: longer text is not even converted."""
_MAYBE_LONE = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape of half a surrogate pair; decoded UTF-8 can hold no other."""


def loads(data: bytes, limit: int, *, depth: int = MAX_DEPTH, fractions: bool = False) -> Any:
    """Return the value of a strict JSON text of at most `limit` bytes and `depth` levels of lists and objects.

    `fractions` admits finite numbers with a fraction or an exponent.

    Raises:
        RefusedError: `too-long`, `too-many-values`, `too-deep`, `malformed-json`, `duplicate-field` or `bad-number`.
    """
    if len(data) > limit:
        raise RefusedError(Code.TOO_LONG, f"the document has {len(data)} bytes, more than {limit}")
    _check_values(data)
    text = _text(data)
    value = _parse(text, fractions=fractions)
    _check_depth(value, depth)
    if _MAYBE_LONE.search(text) and not _is_unicode(value):
        raise RefusedError(Code.MALFORMED_JSON, "the document has half of a surrogate pair")
    return value


def _check_values(data: bytes) -> None:
    """Refuse what would take too much memory, before it takes any."""
    if len(data) > MAX_VALUES and sum(map(data.count, _MARKS)) > MAX_VALUES:
        message = f"the document has more than {MAX_VALUES:,} commas and opening brackets"
        raise RefusedError(Code.TOO_MANY_VALUES, message)


def _text(data: bytes) -> str:
    if data.startswith(_BYTE_ORDER):
        raise RefusedError(Code.MALFORMED_JSON, "the document begins with a byte order mark")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(Code.MALFORMED_JSON, f"the document is not UTF-8 at byte {error.start}") from None


def _parse(text: str, *, fractions: bool) -> Any:
    try:
        return (_WITH_FRACTIONS if fractions else _WHOLE).decode(text)
    except json.JSONDecodeError as error:
        raise RefusedError(Code.MALFORMED_JSON, f"the document is not JSON at character {error.pos}") from None
    except RecursionError:
        raise RefusedError(Code.TOO_DEEP, "the document is nested too deeply") from None


def _is_unicode(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_depth(value: Any, limit: int) -> None:
    """Go down level by level, so that no depth costs the stack of the interpreter anything."""
    level: list[Any] = [[value]]
    for _ in range(limit + 1):
        inside = chain.from_iterable(each.values() if type(each) is dict else each for each in level)
        level = [item for item in inside if type(item) in _CONTAINERS]
        if not level:
            return
    raise RefusedError(Code.TOO_DEEP, f"the document is nested deeper than {limit} levels")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise RefusedError(Code.DUPLICATE_FIELD, f"the key {json.dumps(twice)} stands in one object twice")
    return found


def _whole(text: str) -> int:
    if len(text) > _DIGITS or abs(number := int(text)) > MAX_INTEGER:
        raise RefusedError(Code.BAD_NUMBER, f"the number {text[:_DIGITS]} is beyond 2^53 - 1")
    return number


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise RefusedError(Code.BAD_NUMBER, "a number is too large")
    return number


def _no_fraction(text: str) -> NoReturn:
    raise RefusedError(Code.BAD_NUMBER, f"the number {text[:_DIGITS]} is not a whole number")


def _not_a_number(text: str) -> NoReturn:
    raise RefusedError(Code.BAD_NUMBER, f"`{text}` is not a number of JSON")


_WHOLE = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_no_fraction, parse_constant=_not_a_number
)
_WITH_FRACTIONS = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_fraction, parse_constant=_not_a_number
)
