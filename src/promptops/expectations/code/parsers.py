"""Calls by which source code reads an answer as JSON, and what it takes out of it by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

MAX_CALLS: Final = 50
"""Calls of one file that are looked at, the first ones."""
MAX_READ: Final = 500
"""Names that are taken out of answers in one file, the first ones."""

_CALL = re.compile(
    r"\b(?:json\.loads|json\.Unmarshal|JSON\.parse|model_validate_json|parse_raw|parse_json|parseJson|extract_json"
    r"|JsonOutputParser|PydanticOutputParser|json_repair\.loads|repair_json|ObjectMapper\(\)\.readValue)\b"
)
JSON = "(?i)json"
"""The pattern of the word by which a model is told to write it."""
_REACH = 400
_ASSIGNED = re.compile(
    r"(?:(?P<names>\{[^{}]{1,300})\}|(?<![\w.])(?P<variable>[A-Za-z_$][\w$]{0,59}))"
    r"\s{0,4}(?::[^=\n]{0,80})?=\s{0,8}(?:await\s{1,4})?[\w.\s(<>]{0,80}\Z"
)
"""What the result of a call is put into: a variable, or several by their names."""
_TAKEN = re.compile(r"[{,]\s{0,40}(?P<name>[A-Za-z_]\w{0,59})")
_AT_ONCE = re.compile(r"\([^()\n]{0,200}\)[!?]?\.(?P<name>[A-Za-z_]\w{0,59})(?![\w(])")


def parsing_of_json(source: str) -> tuple[int, int] | None:
    """Return the offsets of the first call of a source text that reads a text as JSON."""
    found = _CALL.search(source)
    return None if found is None else found.span()


def read_by_name(source: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the names by which a source text takes something out of what it has read as JSON.

    That is `answer.category`, where `answer` is what such a call returned, and `const { category } = JSON.parse(text)`.
    """
    variables: set[str] = set()
    for call in islice(_CALL.finditer(source), MAX_CALLS):
        start = max(0, call.start() - _REACH)
        into = _ASSIGNED.search(source, start, call.start())
        if into is not None and into["variable"]:
            variables.add(into["variable"])
        elif into is not None:
            yield from (each.span("name") for each in _TAKEN.finditer(source, *into.span("names")))
        at_once = _AT_ONCE.match(source, call.end())
        if at_once is not None:
            yield at_once.span("name")
    if variables:
        any_of_them = "|".join(map(re.escape, sorted(variables)))
        read = re.compile(rf"(?<![\w.$])(?:{any_of_them})[!?]?\.(?P<name>[A-Za-z_]\w{{0,59}})(?!\w|\s{{0,4}}\()")
        yield from (each.span("name") for each in islice(read.finditer(source), MAX_READ))
