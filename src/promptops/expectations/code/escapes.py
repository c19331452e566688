r"""The escapes of string literals, language by language. A broken one stays as it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape as _without_entities
from textwrap import dedent

Decoder = Callable[[str], str]
"""Turns the text between a literal's quotes into the text that it stands for."""

_OCTAL, _HEX = r"(?P<octal>[0-7]{1,3})", r"x[0-9A-Fa-f]{2}"
_SHORT, _LONG = r"u[0-9A-Fa-f]{4}", r"U[0-9A-Fa-f]{8}"
_PAIR = r"u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
_OTHER = r"(?P<other>\r\n|.)"
_BREAKS = {"\n": "", "\r\n": "", "\r": ""}
_COMMON = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_BELL = {"a": "\a", "v": "\v"}
_SURROGATES = range(0xD800, 0xE000)
_MAX_CODE_POINT = 0x10FFFF
_BRACES = re.compile(r"\{\{|\}\}")


def _decoder(*codes: str, plain: Mapping[str, str], keeps_unknown: bool = True) -> Decoder:
    """Return what decodes the escapes of a language: numeric codes, and characters that stand for others."""
    escape = re.compile("\\\\(?:" + "|".join((*codes, _OTHER)) + ")", re.DOTALL)

    def character(found: re.Match[str]) -> str:
        groups = found.groupdict()
        other = groups["other"]
        if other is not None:
            return plain.get(other, found[0] if keeps_unknown else other)
        if groups.get("name"):
            return _named(groups["name"]) or found[0]
        if groups.get("high"):
            return chr(0x10000 + ((int(groups["high"], 16) & 0x3FF) << 10) + (int(groups["low"], 16) & 0x3FF))
        octal = groups.get("octal")
        number = int(octal, 8) if octal else int(found[0].lstrip("\\uUx").strip("{}") or "0", 16)
        return found[0] if number in _SURROGATES or number > _MAX_CODE_POINT else chr(number)

    return lambda raw: escape.sub(character, raw) if "\\" in raw else raw


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""


_python = _decoder(r"N\{(?P<name>[^{}\n]{1,100})\}", _OCTAL, _HEX, _SHORT, _LONG, plain={**_COMMON, **_BELL, **_BREAKS})
_python_bytes = _decoder(_OCTAL, _HEX, plain={**_COMMON, **_BELL, **_BREAKS})
_ecma = _decoder(
    _PAIR,
    r"u\{[0-9A-Fa-f]{1,6}\}",
    _SHORT,
    _HEX,
    r"(?P<octal>0)(?![0-9])",
    plain={**_COMMON, **_BREAKS, "v": "\v", **{sign: "\\" + sign for sign in "xu0123456789"}},
    keeps_unknown=False,
)
_java = _decoder(_PAIR, r"u+[0-9A-Fa-f]{4}", _OCTAL, plain={**_COMMON, **_BREAKS, "s": " "})
_go = _decoder(r"(?P<octal>[0-7]{3})", _HEX, _SHORT, _LONG, plain={**_COMMON, **_BELL})


@cache
def python_decoder(prefix: str) -> Decoder:
    """Return what decodes a Python string with a prefix, such as `rb` or `F`."""
    marks = prefix.lower()
    if "r" in marks:
        escapes: Decoder = str
    else:
        escapes = _python_bytes if "b" in marks else _python
    if "f" in marks or "t" in marks:
        return lambda raw: _BRACES.sub(_single_brace, escapes(raw))
    return escapes


def _single_brace(found: re.Match[str]) -> str:
    return found[0][0]


def ecma_text(raw: str) -> str:
    """Decode the text of a JavaScript or TypeScript string or template."""
    return _ecma(raw)


def jsx_text(raw: str) -> str:
    """Decode text between JSX tags: lines are trimmed and joined by a space, character references resolved."""
    lines = raw.split("\n")
    if len(lines) > 1:
        kept = [lines[0].rstrip(), *(line.strip() for line in lines[1:-1]), lines[-1].lstrip()]
        raw = " ".join(line for line in kept if line)
    return _without_entities(raw) if "&" in raw else raw


def go_text(raw: str) -> str:
    """Decode the text of an interpreted Go string."""
    return _go(raw)


def go_raw_text(raw: str) -> str:
    """Return the text of a raw Go string, which holds no carriage returns."""
    return raw.replace("\r", "")


def java_text(raw: str) -> str:
    """Decode the text of a Java string."""
    return _java(raw)


def java_block(raw: str) -> str:
    """Decode the text of a Java text block: its indentation and the spaces at line ends are no part of it."""
    lines = raw.replace("\r\n", "\n").partition("\n")[2].split("\n")
    # The last line, which holds the closing quotes, takes part in finding the indentation even when it is empty.
    margin = dedent("\n".join([*lines[:-1], lines[-1] + "|"]))[:-1]
    return _java("\n".join(line.rstrip() for line in margin.split("\n")))
