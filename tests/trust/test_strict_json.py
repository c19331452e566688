from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.refusing import refused

from promptops.trust import Code, RefusedError, strict_json

LIMIT = 10_000

REFUSED = {
    "nothing": (b"", Code.MALFORMED_JSON),
    "white space alone": (b" \n", Code.MALFORMED_JSON),
    "byte order mark": (b"\xef\xbb\xbf{}", Code.MALFORMED_JSON),
    "UTF-16": ("{}".encode("utf-16"), Code.MALFORMED_JSON),
    "UTF-16 without a mark": ("{}".encode("utf-16-le"), Code.MALFORMED_JSON),
    "a byte that is not UTF-8": (b'"\xff"', Code.MALFORMED_JSON),
    "an over-long encoding": (b'"\xc0\xaf"', Code.MALFORMED_JSON),
    "an encoded surrogate": (b'"\xed\xa0\x80"', Code.MALFORMED_JSON),
    "half of an escaped surrogate pair": (b'"\\uD83D"', Code.MALFORMED_JSON),
    "the halves in the wrong order": (b'"\\ude00\\ud83d"', Code.MALFORMED_JSON),
    "half of a pair in a key": (b'[{"\\udfff":1}]', Code.MALFORMED_JSON),
    "two documents": (b"{} {}", Code.MALFORMED_JSON),
    "a NUL behind it": (b"{}\0", Code.MALFORMED_JSON),
    "a comma too many": (b"[1,]", Code.MALFORMED_JSON),
    "a comment": (b"[1] // one", Code.MALFORMED_JSON),
    "single quotes": (b"{'a':1}", Code.MALFORMED_JSON),
    "a line break in a text": (b'"a\nb"', Code.MALFORMED_JSON),
    "a space that is not one of JSON's": ("\u00a0{}".encode(), Code.MALFORMED_JSON),
    "a leading zero": (b"01", Code.MALFORMED_JSON),
    "a plus sign": (b"+1", Code.MALFORMED_JSON),
    "digits of another script": ("\u0661".encode(), Code.MALFORMED_JSON),
    "one key twice": (b'{"a":1,"b":2,"a":1}', Code.DUPLICATE_FIELD),
    "one key twice, deep down": (b'[[{"b":{"a":1,"a":2}}]]', Code.DUPLICATE_FIELD),
    "one key in two spellings": (b'{"a":1,"\\u0061":1}', Code.DUPLICATE_FIELD),
    "NaN": (b"[NaN]", Code.BAD_NUMBER),
    "infinity": (b"[Infinity]", Code.BAD_NUMBER),
    "minus infinity": (b"[-Infinity]", Code.BAD_NUMBER),
    "a fraction": (b"[0.5]", Code.BAD_NUMBER),
    "an exponent": (b"[1e3]", Code.BAD_NUMBER),
    "2^53": (b"[9007199254740992]", Code.BAD_NUMBER),
    "minus 2^53": (b"[-9007199254740992]", Code.BAD_NUMBER),
    "five thousand digits": (b"[" + b"1" * 5000 + b"]", Code.BAD_NUMBER),
    "65 levels": (b"[" * 65 + b"]" * 65, Code.TOO_DEEP),
    "four thousand levels": (b"[" * 4000 + b"]" * 4000, Code.TOO_DEEP),
    "65 levels of objects": (b'{"a":' * 65 + b"1" + b"}" * 65, Code.TOO_DEEP),
    "one byte too many": (b" " * (LIMIT - 1) + b"{}", Code.TOO_LONG),
}


@pytest.mark.parametrize(("data", "code"), [pytest.param(*case, id=name) for name, case in REFUSED.items()])
def test_refused(data: bytes, code: Code) -> None:
    assert refused(lambda: strict_json.loads(data, LIMIT)) == code


ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "an emoji as a pair": (b'"\\ud83d\\ude00"', "\U0001f600"),
    "an escaped backslash before a u": (b'"\\\\ud800"', "\\ud800"),
    "the largest numbers": (b"[9007199254740991,-9007199254740991]", [2**53 - 1, 1 - 2**53]),
    "white space": (b' {\t"a" :\r\n1} ', {"a": 1}),
    "64 levels": (b"[" * 64 + b"]" * 64, json.loads("[" * 64 + "]" * 64)),
    "a scalar": (b"null", None),
}


@pytest.mark.parametrize(("data", "value"), [pytest.param(*case, id=name) for name, case in ACCEPTED.items()])
def test_accepted(data: bytes, value: object) -> None:
    assert strict_json.loads(data, LIMIT) == value


def test_fractions_where_they_are_admitted() -> None:
    assert strict_json.loads(b"[0.5, 1e3, -2.5E-1]", LIMIT, fractions=True) == [0.5, 1000, -0.25]
    assert refused(lambda: strict_json.loads(b"[1e999]", LIMIT, fractions=True)) == Code.BAD_NUMBER


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), children),
)


@given(JSON, st.sampled_from([True, False]))
def test_what_python_writes_is_read_as_it_was(value: object, ascii_alone: bool) -> None:  # noqa: FBT001 - hypothesis passes it by place
    data = json.dumps(value, ensure_ascii=ascii_alone).encode()
    assert strict_json.loads(data, 1 << 20) == value


def reference(data: bytes) -> Any:
    """Return what the strict reader must return where it accepts: the standard library's value of the same text."""
    return json.loads(data.decode("utf-8", "strict"), parse_constant=lambda _: math.nan)


@given(st.binary(max_size=60) | st.text('{}[]",:\\u0da8 \n-1.eEtrufalsn', max_size=60).map(str.encode))
def test_any_bytes_are_read_as_the_standard_library_does_or_refused(data: bytes) -> None:
    try:
        value = strict_json.loads(data, LIMIT)
    except RefusedError:
        return
    assert value == reference(data)
