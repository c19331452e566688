"""Languages in which a name between braces is replaced, and nothing else has a meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from promptops.templates import braces, crewai
from promptops.templates.format import FormatError, fields
from promptops.templates.limits import MAX_TOKENS
from promptops.templates.trees.nodes import InexactError, Node, Nodes, Text, Value, joined

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DOUBLED = re.compile(r"\{\{|\}\}")


def _none(text: str) -> Iterator[Node]:
    yield Text(text)


def _braces(text: str) -> Iterator[Node]:
    yield from _replaced(text, [(use.name, use.start, use.end) for use in braces.parse(text).variables], 2)


def _crewai(text: str) -> Iterator[Node]:
    yield from _replaced(text, [(use.name, use.start, use.end) for use in crewai.parse(text).variables], 1)


def _replaced(text: str, uses: list[tuple[str, int, int]], width: int) -> Iterator[Node]:
    """Yield the nodes of a text whose uses of names stand between so many braces."""
    at = 0
    for name, start, end in uses:
        if not _PLAIN.fullmatch(name):
            raise InexactError(f"`{name}` is one name here, and none in Jinja2", start, end, "rename it")
        yield Text(text[at : start - width])
        yield Value((name,), place=(start, end))
        at = end + width
    yield Text(text[at:])


def _format(text: str) -> Iterator[Node]:
    at = 0
    try:
        for field in fields(text):
            if not _PLAIN.fullmatch(field.name) or text[field.end : field.end + 1] != "}":
                raise InexactError("only a plain name between braces can be translated", field.start, field.end)
            yield Text(_DOUBLED.sub(lambda pair: pair[0][0], text[at : field.start - 1]))
            yield Value((field.name,), place=(field.start, field.end))
            at = field.end + 1
    except FormatError as refused:
        raise InexactError(*refused.error) from refused
    yield Text(_DOUBLED.sub(lambda pair: pair[0][0], text[at:]))


_READERS: Mapping[str, Callable[[str], Iterator[Node]]] = {
    "none": _none,
    "braces": _braces,
    "crewai": _crewai,
    "format": _format,
}
LANGUAGES = tuple(_READERS)


def from_names(text: str, language: str) -> Nodes:
    """Return the nodes of a text in one of `LANGUAGES`. Raises `InexactError`."""
    nodes = list(islice(_READERS[language](text), MAX_TOKENS))
    if len(nodes) == MAX_TOKENS:
        raise InexactError(f"the text has more than {MAX_TOKENS // 2:,} values", 0, len(text), "split it")
    return joined(nodes)
