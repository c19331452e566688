"""One tag by itself, compiled; what a tag says is remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from promptops.regex import regex
from promptops.templates.programs.model import Json
from promptops.templates.programs.vocabulary import CONSUMERS, FILTERS, FUNCTIONS, OF_MAPPINGS
from promptops.templates.tag import PLAIN_STRING

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PATH = rf"(?P<path>{_NAME}(?:\.{_NAME})*)"
_FILTERS = {name for name, parameters in FILTERS.items() if not parameters} - CONSUMERS
_PLAIN = regex(
    rf"\{{\{{[-+]?\s*{_PATH}(?P<filters>(?:\s*\|\s*(?:{'|'.join(sorted(_FILTERS))})){{0,3}})\s*-?\}}\}}"
    rf"|\{{%[-+]?\s*(?P<keyword>else|endif|endfor)\s*[-+]?%\}}"
)
"""The tags of which most are made, read without Jinja2, which costs more to load than it takes to read them."""

_PLAIN_IF = regex(
    rf"\{{%[-+]?\s*(?P<keyword>if|elif)\s+(?P<negated>not\s+)?{_PATH}"
    rf"(?:\s*(?P<operator>[=!]=)\s*(?P<text>{PLAIN_STRING}))?\s*[-+]?%\}}"
)
_PLAIN_FOR = regex(rf"\{{%[-+]?\s*(?P<keyword>for)\s+(?P<name>{_NAME})\s+in\s+{_PATH}\s*[-+]?%\}}")
_PLAIN_INCLUDE = regex(r"\{%[-+]?\s*include\s*(?:\"[^\"'\\{}\r\n]*\"|'[^\"'\\{}\r\n]*')\s*[-+]?%\}")
_OPERATORS = {"==": "eq", "!=": "ne"}
_KEYWORD = regex(r"\{%[-+]?\s*(\w+)")
_WORDS = FUNCTIONS | {"and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "true"}
_ODD = _WORDS | {"False", "None", "True"}

_SURROUNDINGS = {
    "": ("", ""),
    "set": ("", ""),
    "include": ("", ""),
    "if": ("", "{% endif %}"),
    "elif": ("{% if 0 %}", "{% endif %}"),
    "for": ("", "{% endfor %}"),
}
"""What makes a whole template out of a tag: before it, behind it."""


class Step(NamedTuple):
    """What one tag says.

    `keyword` is empty for a tag that stands for itself. `parts` are the step of such a tag, the condition of an `if` or
    `elif`, or the head of a `for`. `targets` counts those of an `include`, of which the step has an empty reference;
    `optional` says that there need not be one. `uses_loop` says that it asks the loop around it for something.
    """

    keyword: str
    parts: Sequence[Json] = ()
    targets: int = 0
    optional: bool = False
    uses_loop: bool = False


@lru_cache(maxsize=4096)
def read_step(source: str) -> Step | None:
    """Return what a tag says; None for one that must be read in its surroundings, for any error and any refusal.

    The source begins and ends with the tag's delimiters and has no other brace.
    """
    return _plain(source) or _parsed(source)


def _plain(source: str) -> Step | None:
    if match := _PLAIN.fullmatch(source):
        if match["keyword"]:
            return Step(match["keyword"])
        filters = match["filters"]
        return _step("", match, lambda value: ("write", _filtered(value, filters)))
    if match := _PLAIN_IF.fullmatch(source):
        condition = partial(_condition, match)
        return _step(match["keyword"], match, lambda value: (condition(value),))
    if (match := _PLAIN_FOR.fullmatch(source)) and match["name"] not in _ODD:
        name = match["name"]
        return _step("for", match, lambda value: ([name], value, None))
    if _PLAIN_INCLUDE.fullmatch(source):
        return Step("", ("include", "", True), targets=1)
    return None


def _condition(match: re.Match[str], value: Json) -> Json:
    if match["operator"]:
        value = ["compare", value, _OPERATORS[match["operator"]], ["const", match["text"][1:-1]]]
    return ["not", value] if match["negated"] else value


def _step(keyword: str, match: re.Match[str], parts: Callable[[Json], Sequence[Json]]) -> Step | None:
    value = _path(match["path"])
    return None if value is None else Step(keyword, parts(value))


def _filtered(value: Json, filters: str) -> Json:
    for name in filters.split("|")[1:]:
        value = ("filter", name.strip(), value)
    return value


def _path(written: str) -> Sequence[Json] | None:
    """Return names with dots between them as an expression, None for what may be something else."""
    name, *attributes = written.split(".")
    if name in _ODD:
        return None
    value: Sequence[Json] = ("name", name)
    for attribute in attributes:
        if attribute in OF_MAPPINGS or attribute.startswith("__"):
            return None
        value = ("get", value, attribute)
    return value


def _parsed(source: str) -> Step | None:
    match = _KEYWORD.match(source)
    keyword = match[1] if match else ""
    if keyword not in _SURROUNDINGS:
        return None
    from promptops.templates.programs.syntax import read_tag  # noqa: PLC0415  Jinja2 costs more than most templates

    before, behind = _SURROUNDINGS[keyword]
    return read_tag(keyword, before + source + behind)
