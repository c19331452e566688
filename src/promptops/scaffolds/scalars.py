"""Texts as YAML scalars."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What some reader of YAML takes for something other than a text."""


def scalar(text: str) -> str:
    """Return a text as a YAML scalar on one line: plain where every reader takes it for a text, else quoted."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text.encode(errors="replace").decode())
