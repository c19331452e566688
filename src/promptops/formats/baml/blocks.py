"""What stands between the braces of a BAML declaration: fields of a class or enum, settings of any other block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.formats.baml.syntax import Declaration, Field, Setting, Source, Span

MAX_DEPTH = 40
"""Values nested deeper are kept as the text that they are."""

_BARE_ENDS = frozenset({",", "{", "}", "[", "]", "@", "@@"})
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


def fields(source: Source, span: Span) -> Iterator[Field]:
    """Yield the fields of a class, or the values of an enum; what else stands there, such as a method, is left out."""
    index, end = span
    while index < end:
        token = source.tokens[index]
        if token.kind != "word" or (token.text == "function" and source.is_mark(index + 2, "(")):
            index = _past(source, index, end)
            continue
        last = _field_end(source, index + 1, end)
        first_attribute = next((at for at in range(index + 1, last) if source.is_mark(at, "@")), last)
        yield Field(token, (index + 1, first_attribute), (first_attribute, last))
        index = last


def _past(source: Source, index: int, end: int) -> int:
    """Return the number of the token behind an attribute of the block, a method, or anything unknown."""
    while index < end and source.tokens[index].kind != "newline":
        index = source.behind(index)
    return index + 1


def _field_end(source: Source, index: int, end: int) -> int:
    """Return where a field ends: with its line, unless the next one begins with `|` or an attribute of the field."""
    while index < end:
        if source.tokens[index].kind == "newline":
            following = index
            while following < end and source.tokens[following].kind == "newline":
                following += 1
            if following >= end or not source.is_mark(following, "|", "@"):
                return index
            index = following
        else:
            index = source.behind(index)
    return end


def attributes(source: Source, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the attributes in a stretch, each by name with the tokens between its brackets."""
    index, end = span
    while index < end:
        if source.is_mark(index, "@", "@@") and index + 1 < end and source.tokens[index + 1].kind == "word":
            opening = index + 2
            has_arguments = source.is_mark(opening, "(") and opening in source.closing
            yield (
                source.tokens[index + 1].text,
                (opening + 1, source.closing[opening]) if has_arguments else (opening, opening),
            )
            index = source.behind(opening) if has_arguments else opening
        else:
            index = source.behind(index)


def block_attributes(source: Source, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the attributes of a block itself, which begin with `@@`."""
    index, end = span
    while index < end:
        if source.is_mark(index, "@@"):
            yield from attributes(source, (index, _past(source, index, end)))
            index = _past(source, index, end)
        else:
            index = source.behind(index)


def settings(source: Source, declared: Declaration) -> tuple[Setting, ...]:
    """Return the keys in the block of a declaration with their values; of an attribute it may have, nothing."""
    span = declared.body or (0, 0)
    found = source.settings.get(span)
    if found is None:
        found = source.settings[span] = tuple(_settings(source, span, 0))
    return found


def _settings(source: Source, span: Span, depth: int) -> Iterator[Setting]:
    index, end = span
    while index < end:
        token = source.tokens[index]
        if token.kind not in ("word", "quoted"):
            index = _past_attribute(source, index) if source.is_mark(index, "@", "@@") else source.behind(index)
            continue
        first = index + 1
        if first >= end or source.tokens[first].kind == "newline":
            yield Setting(token, None, "none", token.end, token.end)
            index = first
            continue
        value, kind, index = _value(source, first, end, depth)
        yield Setting(token, value, kind, source.tokens[first].start, source.tokens[max(index, first + 1) - 1].end)


def _past_attribute(source: Source, index: int) -> int:
    opening = index + 2
    return source.behind(opening) if source.is_mark(opening, "(") else opening


def _value(source: Source, index: int, end: int, depth: int) -> tuple[Any, str, int]:
    """Return the value that begins at a token, what it is, and the number of the token behind it."""
    token = source.tokens[index]
    if token.kind in ("quoted", "raw"):
        return string_of(token.text), token.kind, index + 1
    if source.is_mark(index, "{", "[") and index in source.closing and depth < MAX_DEPTH:
        inner, last = (index + 1, source.closing[index]), source.closing[index] + 1
        if token.text == "{":
            found = {string_of(each.key.text): each.value for each in _settings(source, inner, depth + 1)}
            return found, "map", last
        return [_value(source, first, stop, depth + 1)[0] for first, stop in source.parts(inner)], "list", last
    return _bare(source, index, end)


def _bare(source: Source, index: int, end: int) -> tuple[Any, str, int]:
    """Return a value without quotes: all up to the end of the line, a comma, a bracket or an attribute."""
    last = index
    while last < end and source.tokens[last].kind != "newline" and not source.is_mark(last, *_BARE_ENDS):
        last += 1
    last = max(last, index + 1)
    text = source.text[source.tokens[index].start : source.tokens[last - 1].end]
    if last == index + 1 and source.tokens[index].kind == "number":
        return (float(text) if "." in text else _integer(text)), "number", last
    return _WORDS.get(text, text), "word", last


def _integer(text: str) -> int | str:
    return int(text) if len(text) < 16 else text  # noqa: PLR2004 - digits that JSON carries exactly


def string_of(text: str) -> str:
    """Return what a quoted string, a block string or a word stands for."""
    if text.startswith("#"):
        marks = len(text) - len(text.lstrip("#"))
        return text[marks + 1 : -marks - 1]
    if not text.startswith('"'):
        return text
    inner = text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:]
    return inner.replace('\\"', '"').replace("\\n", "\n") if "\\" in inner else inner
