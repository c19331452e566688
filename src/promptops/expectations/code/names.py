"""Texts in code that look like the name or the path of a resource."""

from __future__ import annotations

import re
from collections.abc import Iterator

MIN_LENGTH = 4
MAX_LENGTH = 200

_PATH = re.compile(r"(?:[a-z]+:)?[\w.@~-]*(?:/[\w.@~-]+)+")
_FILE = re.compile(
    r"[\w.@~/\\-]+\.(?:md|mdx|prompty|prompt|promptyml|txt|ya?ml|json|jsonl|j2|jinja2?|hbs|mustache|baml|xml)"
)
_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._:-][A-Za-z0-9]+)*(?:@[\w.]+)?")
_MEDIA = ("application/", "text/", "image/", "audio/", "video/", "multipart/", "font/")
_HOLDER = (
    r"(?:[Pp]rompt|PROMPT|[Tt]emplate|TEMPLATE)[sS]?"
    r"(?:_?(?:[Ss]tore|[Rr]egistry|[Mm]anager|[Ll]oader|[Ll]ibrary|[Hh]ub))?"
)
"""What prompts are kept in, as code may call it."""
_LOADER = re.compile(
    r"(?:\.prompt\(|(?:[Ll]oad|[Gg]et|[Uu]se|[Ff]etch|[Rr]ead|[Rr]ender|[Oo]pen|[Bb]uild)_?(?:[Pp]rompt|[Tt]emplate)\w{0,20}\("
    rf"|{_HOLDER}\.(?:get|load|render|fetch|read|use|open)\w{{0,20}}\("
    r"|(?:[Pp]rompts|PROMPTS|[Tt]emplates|TEMPLATES)\[)\s{0,8}\Z"
)
_LOADER_REACH = 80
_WORD = re.compile(r"[^\s\"`]+")
_EMBED = re.compile(r"^//go:embed[ \t]+(?P<paths>\S.*)", re.MULTILINE)


def is_name(text: str) -> bool:
    """Say whether a text may name a resource: a path, a file of a kind that prompts are kept in, or a slug."""
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or " " in text:
        return False
    if text.isidentifier():
        return True
    if "//" in text or text.startswith(_MEDIA):
        return False
    return is_file(text) or _SLUG.fullmatch(text) is not None or _PATH.fullmatch(text) is not None


def is_file(text: str) -> bool:
    """Say whether a text is the path of a file of a kind that prompts are kept in."""
    return len(text) <= MAX_LENGTH and _FILE.fullmatch(text) is not None


def is_loaded(source: str, start: int) -> bool:
    """Say whether what begins at an offset is what a function is called with that loads a prompt."""
    return _LOADER.search(source, max(0, start - _LOADER_REACH), start) is not None


def embedded_files(source: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the paths that a Go file embeds."""
    if "go:embed" in source:
        for line in _EMBED.finditer(source):
            for path in _WORD.finditer(source, *line.span("paths")):
                yield path.span()
