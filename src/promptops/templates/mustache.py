"""Mustache templates: tags between `{{` and `}}`, or between the delimiters that the template chooses.

Refused is what every implementation refuses. Between `{{#list}}` and `{{/list}}` a name may be one of the list's items,
so names in there are none that the template surely takes from whoever renders it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.sources.text import shown
from promptops.templates.model import Include, Template, TemplateError, Variable

_SIGILS = "!#^/>=&{"
_SECTIONS = "#^"
_KEY = re.compile(r"\S(?:.*\S)?", re.DOTALL)


class _Tag(NamedTuple):
    """One tag: the sign that it begins with, what it names, where that and the tag itself stand."""

    sigil: str
    key: str
    at: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the tag for a message, with the usual delimiters."""
        return f"`{{{{{self.sigil}{shown(self.key)}}}}}`"


class _RefusedError(Exception):
    def __init__(self, message: str, start: int, end: int, help: str) -> None:
        self.error = TemplateError(message, start, end, help)


def parse(text: str) -> Template:
    """Return the variables and partials of a template, or its first error."""
    try:
        return _parsed(text)
    except _RefusedError as refused:
        return Template(error=refused.error)


def _parsed(text: str) -> Template:
    variables: list[Variable] = []
    includes: list[Include] = []
    opened: list[_Tag] = []
    lists = 0
    for tag in _tags(text):
        if tag.sigil == "/":
            lists -= _closed(tag, opened).sigil == "#"
        elif tag.sigil == ">":
            includes.append(_include(tag))
        elif not lists and tag.key and not tag.key.startswith("."):
            name = tag.key.partition(".")[0]
            variables.append(Variable(name, tag.at, tag.at + len(name)))
        if tag.sigil and tag.sigil in _SECTIONS:
            opened.append(tag)
            lists += tag.sigil == "#"
    if opened:
        last = opened[-1]
        raise _RefusedError(f"{last.text} is never closed", last.start, last.end, f"end it with {_end_of(last)}")
    return Template(tuple(variables), tuple(includes))


def _closed(tag: _Tag, opened: list[_Tag]) -> _Tag:
    """Take the section that a tag closes off the stack."""
    if not opened:
        raise _RefusedError(f"{tag.text} closes nothing", tag.start, tag.end, "remove it, or open the section before")
    last = opened.pop()
    if last.key != tag.key:
        message = f"{tag.text} stands where {_end_of(last)} must come first"
        raise _RefusedError(message, tag.start, tag.end, "close the sections in the order in which they are open")
    return last


def _end_of(section: _Tag) -> str:
    return section._replace(sigil="/").text


def _include(tag: _Tag) -> Include:
    target = None if tag.key.startswith("*") else tag.key
    return Include(target, tag.at, tag.at + len(tag.key), "partial")


def _tags(text: str) -> Iterator[_Tag]:
    """Yield every tag but comments and those that choose the delimiters."""
    opening, closing = "{{", "}}"
    at = 0
    while opening and closing and (start := text.find(opening, at)) >= 0:
        inner = start + len(opening)
        if inner == len(text):
            return
        stop = text.find(closing, inner)
        if stop < 0:
            raise _RefusedError(f"`{shown(opening)}` is never closed", start, inner, f"end it with `{shown(closing)}`")
        at = stop + len(closing)
        sigil = text[inner] if text[inner] in _SIGILS else ""
        if sigil == "{":
            if (opening, closing) != ("{{", "}}") or not text.startswith("}", at):
                continue  # three braces that two end are no tag of any kind
            at += 1
        if sigil == "=":
            opening, closing = _delimiters(text, inner + 1, stop)
        elif sigil != "!" and stop > inner:
            yield _tag(text, sigil, (start, at), (inner + len(sigil), stop))


def _delimiters(text: str, start: int, stop: int) -> tuple[str, str]:
    if stop == start or text[stop - 1] != "=":
        message = "a tag that begins with `=` must end with it"
        raise _RefusedError(message, start - 1, stop, "choose delimiters as in `{{=<% %>=}}`")
    chosen = text[start : stop - 1].strip().split(" ")
    return chosen[0], chosen[-1]


def _tag(text: str, sigil: str, place: tuple[int, int], inner: tuple[int, int]) -> _Tag:
    key = _KEY.search(text, *inner)
    if key is None:
        return _Tag(sigil, "", inner[0], *place)
    return _Tag(sigil, key[0], key.start(), *place)
