"""Texts that are strict JSON, and texts that are not."""

from __future__ import annotations

import json
from typing import Any

from promptops.trust import Code

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
    "65 levels of lists and objects, the deepest one empty": (b'[{"a":' * 32 + b"[]" + b"}]" * 32, Code.TOO_DEEP),
    "65 levels behind shallow ones": (b'{"a":[],"b":' * 64 + b"{}" + b"}" * 64, Code.TOO_DEEP),
    "one byte too many": (b" " * (LIMIT - 1) + b"{}", Code.TOO_LONG),
}

ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "an emoji as a pair": (b'"\\ud83d\\ude00"', "\U0001f600"),
    "an escaped backslash before a u": (b'"\\\\ud800"', "\\ud800"),
    "the largest numbers": (b"[9007199254740991,-9007199254740991]", [2**53 - 1, 1 - 2**53]),
    "white space": (b' {\t"a" :\r\n1} ', {"a": 1}),
    "64 levels": (b"[" * 64 + b"]" * 64, json.loads("[" * 64 + "]" * 64)),
    "64 levels of lists and objects": (
        b'[1,{"a":' * 32 + b"0" + b"}]" * 32,
        json.loads('[1,{"a":' * 32 + "0" + "}]" * 32),
    ),
    "a hundred brackets in a text": (b'"' + b"[{" * 50 + b'"', "[{" * 50),
    "a scalar": (b"null", None),
    "a text": (b'"[["', "[["),
}
