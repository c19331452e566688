"""Texts in code that say nothing about a prompt."""

from __future__ import annotations

import re

MIN_LENGTH = 2
_MIN_PROSE = 4
"""Characters of a text that is more than one word."""
MAX_LENGTH = 20_000
"""A longer text is a prompt or a data set of its own, not what one is searched for."""

_LETTER = re.compile(r"[^\W\d_]")
_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]{1,20}://\S*\s*")
_SQL = re.compile(
    r"\s*(?:SELECT\s[\s\S]*?\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\("
    r"|(?:CREATE|ALTER|DROP)\s+(?:\w+\s+){0,2}(?:TABLE|INDEX|VIEW|DATABASE|SCHEMA|TRIGGER|FUNCTION)\b|PRAGMA\s)"
)
_MARKUP = re.compile(
    r"\s*<(?:!DOCTYPE|!--|/?(?:html|head|body|div|span|p|br|hr|strong|ul|ol|li|table|t[rdh]|tbody|thead|img|svg|script"
    r"|meta|h[1-6])\b(?![-_]))",
    re.IGNORECASE,
)
"""Tags that no prompt takes for delimiters of its own, such as `<input>` or `<code>`."""
_MEDIA = re.compile(r"(?:application|audio|font|image|multipart|text|video)/[\w.+*-]+(?:;.{0,60})?")
_DATE = re.compile(r"(?:%[-#]?[A-Za-z]|[^\w%])+")
_OPAQUE = 60
_ORDINARY = frozenset({"utf-8", "utf8", "UTF-8", "ascii", "latin-1", "__main__", "ignore", "strict"})


def is_noise(text: str) -> bool:
    """Say whether a text cannot be worth looking for: too short or long, without a letter, of another language."""
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or text in _ORDINARY or _LETTER.search(text) is None:
        return True
    if len(text) < _OPAQUE and text.isidentifier():
        return False
    return len(text.strip()) < _MIN_PROSE or _is_of_another_language(text)


def _is_of_another_language(text: str) -> bool:
    if len(text) > _OPAQUE and len(text.split(maxsplit=1)) == 1 and text.isalnum():
        return True  # a digest, or data in base 64
    if "/" in text and (_MEDIA.fullmatch(text) or ("://" in text and _URL.fullmatch(text))):
        return True
    if "%" in text and _DATE.fullmatch(text):
        return True
    if "<" in text and _MARKUP.match(text):
        return True
    return " " in text and _SQL.match(text) is not None
