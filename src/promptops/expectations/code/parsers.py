"""Calls by which source code reads an answer as JSON."""

from __future__ import annotations

import re

_CALL = re.compile(
    r"\b(?:json\.loads|json\.Unmarshal|JSON\.parse|model_validate_json|parse_raw|parse_json|parseJson|extract_json"
    r"|JsonOutputParser|PydanticOutputParser|json_repair\.loads|repair_json|ObjectMapper\(\)\.readValue)\b"
)
JSON = "(?i)json"
"""The pattern of the word by which a model is told to write it."""


def parsing_of_json(source: str) -> tuple[int, int] | None:
    """Return the offsets of the first call of a source text that reads a text as JSON."""
    found = _CALL.search(source)
    return None if found is None else found.span()
