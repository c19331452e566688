"""What tells a dotprompt file from those of other tools that end in `.prompt` as well.

A file is dotprompt's by what nothing else has: its helpers, or the structure of its front matter. Such a file with the
tags of another tool can be read as either, and is not guessed. Plain text is anybody's.
"""

from __future__ import annotations

import re
from typing import Any

_HELPER = re.compile(
    r"""\{\{[#{~&]{0,2}[ \t]{0,20}(?:(?:role|section)[ \t]{1,20}["']|history[ \t]{0,20}~?\}\}|media[ \t]{1,20}url=)"""
)
_HANDLEBARS = re.compile(r"\{\{~?(?:#(?:if|each|unless|with|ifEquals|unlessEquals)[ \t]|else[ \t]{0,20}~?\}\})")
_STATEMENT = re.compile(
    r"\{%[-+]?[ \t\n]{0,20}(?:if|elif|elsif|else|endif|for|endfor|set|assign|include|import|from|extends|block|macro"
    r"|raw|unless|case|capture|render)\b"
)
_SPEAKER = re.compile(
    r"^[ \t]{0,20}<(?:system|user|assistant|message(?:[ \t][^>\n]{0,200})?)>[ \t]{0,20}$", re.MULTILINE
)
_OWN_LINE = re.compile(r"^(?:model|config|input|output|tools)[ \t]*:", re.MULTILINE)
_FOREIGN_KEYS = frozenset(
    {"provider", "endpoint", "temperature", "maxTokens", "max_tokens", "topP", "top_p", "prompts", "messages", "kind"}
)


def is_dotprompt(header: Any, body: str) -> bool:
    """Say whether a file is dotprompt's by its front matter, read, or by its text."""
    if _HELPER.search(body):
        return True
    if has_statements(body) or has_speakers(body):
        return False
    return has_structure(header) or _is_likely(header, body)


def other_marks(header: Any, body: str) -> str | None:
    """Return the marks of another tool in a file that has dotprompt's own too, in words; None when there are none."""
    has_helper = _HELPER.search(body) is not None
    if (has_helper or has_structure(header)) and has_statements(body):
        return "tags between `{%` and `%}`, as Jinja2 and Liquid have them"
    if not has_helper and has_structure(header) and has_speakers(body):
        return "messages between tags such as `<system>`, as Humanloop and Continue have them"
    return None


def has_structure(header: Any) -> bool:
    """Say whether front matter has a part that only dotprompt's has."""
    if not isinstance(header, dict):
        return False
    parts = (("input", ("schema", "default")), ("output", ("schema", "format")))
    for name, keys in parts:
        part = header.get(name)
        if isinstance(part, dict) and any(key in part for key in keys):
            return True
    return isinstance(header.get("config"), dict)


def has_statements(body: str) -> bool:
    """Say whether a text has statements of Jinja2 or Liquid."""
    return "{%" in body and _STATEMENT.search(body) is not None


def has_speakers(body: str) -> bool:
    """Say whether a text has messages between tags that name who speaks."""
    return "<" in body and _SPEAKER.search(body) is not None


def names_own_keys(written: str) -> bool:
    """Say whether front matter that cannot be read seems to be dotprompt's."""
    return _OWN_LINE.search(written) is not None


def _is_likely(header: Any, body: str) -> bool:
    """Say whether a text with blocks of Handlebars, or one with a model above it, can be nobody else's."""
    has_blocks = "{{" in body and _HANDLEBARS.search(body) is not None
    if header is None:
        return has_blocks
    names_model = isinstance(header, dict) and isinstance(header.get("model"), str)
    return names_model and (has_blocks or _FOREIGN_KEYS.isdisjoint(header))
