"""What the JSON parser says of a syntax error, said so that the author of the file can put it right."""

from __future__ import annotations

import json
import sys
from itertools import accumulate
from typing import Any

from promptops.diagnostics import Fault
from promptops.sources.documents import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES
from promptops.sources.json_tokens import half_character, tokens
from promptops.sources.text import INVALID, LineIndex, shown

_ADVICE = {
    "Expecting value": ("a value is missing here", None),
    "Expecting property name enclosed in double quotes": ("a key is missing here", "write keys in double quotes"),
    "Expecting ':' delimiter": ("`:` is missing behind the key", None),
    "Expecting ',' delimiter": ("`,` is missing before this", None),
    "Extra data": ("text stands behind the end of the value", "keep one value in the file"),
    "Unterminated string starting at": ("the string opened here is not closed", 'close it with `"`'),
    "Invalid control character at": ("a control character stands in a string", r"write it as an escape, such as `\n`"),
    "Invalid \\escape": ("no such escape exists in JSON", "double the backslash"),
    "Invalid \\uXXXX escape": ("the escape lacks hexadecimal digits", "double the backslash"),
}
_LONGEST_WORD = 100
_SPLIT = "split the file"
_WORDS = "write text in double quotes, and `true`, `false` and `null` in lower case"


class NotJsonError(ValueError):
    """A literal that Python reads and JSON has not: `NaN`, `Infinity`, `-Infinity`."""


def explain(error: Exception, lines: LineIndex) -> Fault:
    """Return the fault for what stopped the JSON parser."""
    if isinstance(error, json.JSONDecodeError):
        return _explain_syntax(error, lines)
    if isinstance(error, RecursionError):
        return _too_deep(lines)
    if isinstance(error, NotJsonError):
        literal = str(error)
        start = next(token.start() for token in tokens(lines.text) if token[0].startswith(literal))
        return _fault(f"`{literal}` is no JSON value", lines, start, len(literal), "write `null` or a string")
    limit = sys.get_int_max_str_digits()
    number = next(found for found in tokens(lines.text) if _has_digits(found[0].removeprefix("-"), limit + 1))
    message = f"a number of {len(number[0]):,} characters is too long to be read"
    return _fault(message, lines, number.start(), len(number[0]), "put it in quotes")


def _has_digits(word: str, number: int) -> bool:
    return len(word) >= number and word[:number].isdecimal()


def excess(text: str, value: Any, lines: LineIndex) -> Fault | None:
    """Return the fault of a value that exceeds a limit or holds half a character, or None."""
    if text.count("[") + text.count("{") >= MAX_DEPTH or len(text) > MAX_NODES:
        depth, nodes = _measure(value)
        if depth > MAX_DEPTH:
            return _too_deep(lines)
        if nodes > MAX_NODES:
            return _fault(f"the file holds more than {MAX_NODES:,} keys and values", lines, 0, 0, _SPLIT)
    half = half_character(text) if "\\ud" in text or "\\uD" in text else None
    if half is None:
        return None
    return _fault("the escape is half of a surrogate pair", lines, half, 6, "write the character itself")


def too_long(lines: LineIndex) -> Fault:
    """Return the fault of a text that is not read at all."""
    return _fault(f"the file holds more than {MAX_CHARACTERS:,} characters", lines, 0, 0, _SPLIT)


def _explain_syntax(error: json.JSONDecodeError, lines: LineIndex) -> Fault:
    text, place = lines.text, error.pos
    mark = text[place : place + 1]
    if not text.strip():
        return _fault("the file is empty", lines, 0, 0, "write a JSON value")
    comma = place if mark == "," else len(text[:place].rstrip()) - 1
    if text[comma : comma + 1] == "," and text[comma + 1 :].lstrip()[:1] in ("}", "]"):
        return _fault("a comma stands before a closing bracket", lines, comma, 1, "remove it")
    if mark in ("/", "#"):
        return _fault("JSON has no comments", lines, place, 1, "remove it")
    if mark == "'":
        return _fault("a string stands in single quotes", lines, place, 1, "write it in double quotes")
    word = next(tokens(text[place : place + _LONGEST_WORD]))[0] if mark.isalnum() else ""
    if word and error.msg == "Expecting value":
        return _fault(f"`{shown(word)}` is no JSON value", lines, place, len(word), _WORDS)
    if error.msg.endswith("escape"):
        place = text.rfind("\\", 0, place + 1)
    message, advice = _ADVICE.get(error.msg, (f"invalid JSON: {shown(error.msg)}", None))
    return _fault(message, lines, place, 1, advice)


def _measure(value: Any) -> tuple[int, int]:
    """Return the depth of a value, up to one more than is allowed, and the number of its keys and values."""
    depth = nodes = 0
    level = [value]
    while level and depth <= MAX_DEPTH:
        depth += 1
        nodes += len(level) + sum(len(item) for item in level if isinstance(item, dict))
        level = [child for item in level if isinstance(item, dict | list) for child in _children(item)]
    return depth, nodes


def _children(item: dict[str, Any] | list[Any]) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else item


def _too_deep(lines: LineIndex) -> Fault:
    steps = ((token[0] in ("[", "{")) - (token[0] in ("]", "}")) for token in tokens(lines.text))
    levels = zip(tokens(lines.text), accumulate(steps), strict=True)
    place = next((token.start() for token, depth in levels if depth == MAX_DEPTH), 0)
    return _fault(f"values are nested more than {MAX_DEPTH} deep", lines, place, 1, _SPLIT)


def _fault(message: str, lines: LineIndex, start: int, length: int, advice: str | None) -> Fault:
    return Fault(INVALID, message, lines.range(start, min(start + length, max(start, lines.line_end(start)))), advice)
