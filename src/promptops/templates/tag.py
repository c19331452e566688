"""One tag by itself: which names it uses and binds, what it includes, and which block it opens or ends."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from promptops.regex import regex
from promptops.templates.model import GLOBALS, SELF_NAME, Include, Variable

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PATH = rf"(?P<name>{_NAME})(?:\.{_NAME})*"
PLAIN_STRING = r"(?:\"[^\"\\{}\r\n]*\"|'[^'\\{}\r\n]*')"
"""A string that is what stands between its quotes, and ends no tag."""

# The tags that make up most prompts, read without Jinja2, which costs more to load than it takes to read them.
_PLAIN = tuple(
    regex(pattern)
    for pattern in (
        rf"\{{\{{[-+]?\s*{_PATH}(?:\s*\|\s*{_NAME})*\s*-?\}}\}}",
        rf"\{{%[-+]?\s*(?P<keyword>if|elif)\s+(?:not\s+)?{_PATH}(?:\s*[=!]=\s*{PLAIN_STRING})?\s*[-+]?%\}}",
        rf"\{{%[-+]?\s*(?P<keyword>for)\s+(?P<binds>{_NAME}(?:\s*,\s*{_NAME})*)\s+in\s+{_PATH}\s*[-+]?%\}}",
        r"\{%[-+]?\s*(?P<keyword>else|endif|endfor)\s*[-+]?%\}",
        r"\{%[-+]?\s*include\s*(?P<quote>[\"'])(?P<target>[^\"'\\{}\r]*)(?P=quote)\s*[-+]?%\}",
    )
)
_KEYWORD = regex(r"\{%[-+]?\s*(\w+)")
_LOOP = regex(rf"\{{%[-+]?\s*for\s+({_NAME}(?:\s*,\s*{_NAME})*)\s+in\s")
_WORD = regex(_NAME)

_RESERVED = frozenset({"and", "else", "false", "False", "if", "in", "is", "none", "None", "not", "or", "true", "True"})
_NOT_FREE = GLOBALS | {SELF_NAME}

# What makes a whole template out of a tag: before it, behind it.
_SURROUNDINGS = {
    "": ("", ""),
    "include": ("", ""),
    "if": ("", "{% endif %}"),
    "elif": ("{% if 0 %}", "{% endif %}"),
    "for": ("", "{% endfor %}"),
}
_STRUCTURE = frozenset({"if", "elif", "for"})


class Tag(NamedTuple):
    """What one tag says; its places count from its own beginning.

    `keyword` is `if`, `elif`, `else`, `for`, `endif` or `endfor`, and empty for a tag that stands for itself.
    `binds` are the names that a `for` gives to its body.
    """

    variables: tuple[Variable, ...] = ()
    includes: tuple[Include, ...] = ()
    keyword: str = ""
    binds: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_tag(source: str) -> Tag | None:
    """Return what a tag says; None for an error and for any tag that cannot be understood by itself.

    The source begins and ends with the tag's delimiters and has no other brace.
    """
    for pattern in _PLAIN:
        if match := pattern.fullmatch(source):
            return _plain(match)
    return _parsed(source)


def _plain(match: re.Match[str]) -> Tag | None:
    groups = match.groupdict()
    if groups.get("target") is not None:
        return Tag(includes=(Include(match["target"], *match.span("target"), "include"),))
    binds = tuple(_WORD.findall(groups.get("binds") or ""))
    name = groups.get("name")
    if name in _RESERVED or not _RESERVED.isdisjoint(binds):
        return _parsed(match[0])
    variables = () if name is None or name in _NOT_FREE else (Variable(name, *match.span("name")),)
    return Tag(variables, keyword=groups.get("keyword") or "", binds=binds)


def _parsed(source: str) -> Tag | None:
    from promptops.templates.syntax import parse_syntax  # noqa: PLC0415  Jinja2 costs more than most templates

    match = _KEYWORD.match(source)
    keyword = match[1] if match else ""
    loop = _LOOP.match(source)
    if keyword not in _SURROUNDINGS or (keyword == "for" and loop is None):
        return None
    before, behind = _SURROUNDINGS[keyword]
    template = parse_syntax(before + source + behind)
    if template.error is not None:
        return None
    shift = len(before)
    return Tag(
        tuple([Variable(name, start - shift, end - shift) for name, start, end in template.variables]),
        template.includes,
        keyword if keyword in _STRUCTURE else "",
        tuple(_WORD.findall(loop[1])) if loop else (),
    )
