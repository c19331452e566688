"""What a line of a prompt is, judged by the line alone."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["heading", "bullet", "prose", "code", "table"]
"""A heading is a Markdown heading, a rule, or a tag alone on its line; code is also JSON, YAML and template control."""

_LIMIT = 200
"""Characters at which a line is looked at; its kind shows at its beginning, and a tag alone is short."""

_HEADING = re.compile(r"#{1,6}(?=\s|$)|(?:-{3,}|={3,}|\*{3,}|_{3,})$")
_LEVEL = re.compile(r"#{1,6}(?:\s+|$)")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]{0,60}(?:\s[^<>]{0,100})?/?>$")
BULLET = re.compile(
    r"(?:[-*+\u2022\u2023\u25e6\u2013\u25aa]|\(?\d{1,3}[.)]|\(?[A-Za-z]\))(?:\s+(?:\[[ xX]\]\s+)?)(?=\S)"
)
"""The mark of a list item with the blanks behind it."""

_CONTROL = re.compile(r"(?:\{%[^%\n]{0,150}%\}\s*)+$|\{\{[#/^>!~][^{}]{0,150}\}\}$|\{#[^#\n]{0,150}#\}$")
_JSON = re.compile(
    r"(?!\{\{[{\s]*[A-Za-z_.]|\{[%#])(?:[\[\]{}()]{1,6}[,;]?$|[\[{]{1,3}\s*[\"'{\[]|\"[^\"\n]{1,80}\"\s*:)"
)
_KEY = re.compile(r"(?:- )?[a-z_][\w-]{0,40}:(?=\s|$)")
_MAX_VALUE_WORDS = 4
"""Behind a key more words than these are a sentence."""


def kind_of(line: str) -> Kind:
    """Return what a line outside fences is: a stripped line of one character or more."""
    first = line[0]
    if first.isalpha():
        return "bullet" if line[1:2] == ")" and BULLET.match(line) else "prose"
    if first == "|":
        return "table"
    head = line if len(line) <= _LIMIT else line[:_LIMIT]
    if first in '{["]}()' and (_CONTROL.match(head) or _JSON.match(head)):
        return "code"
    if (first in "#-=*_" and _HEADING.match(line)) or (first == "<" and _TAG.match(head)):
        return "heading"
    return "bullet" if BULLET.match(head) else "prose"


def begins_with_key(line: str) -> bool:
    """Say whether a stripped line begins with a name in lower case and a colon."""
    return _KEY.match(line) is not None


def is_key_and_value(line: str) -> bool:
    """Say whether a stripped line reads like one of YAML: a name in lower case, a colon, a short value."""
    found = _KEY.match(line)
    return found is not None and len(line[found.end() : found.end() + _LIMIT].split()) <= _MAX_VALUE_WORDS


def mark_of(line: str) -> str:
    """Return the mark that a heading or bullet begins with, with the blanks behind it; empty where it has none."""
    found = BULLET.match(line) or _LEVEL.match(line)
    return found[0] if found else ""
