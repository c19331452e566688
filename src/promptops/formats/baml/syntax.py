"""BAML's declarations, read as far as prompts, types, clients and tests need it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from promptops.formats.baml.tokens import Break, Token, Tokens, tokenize

_NAMED = ("class", "enum", "function", "client", "test", "generator", "retry_policy", "template_string", "type")
_SYNONYMS = {"string_template": "template_string"}

Span = tuple[int, int]
"""A stretch of tokens by their numbers, half-open."""


class Parameter(NamedTuple):
    """One parameter of a function or template: its name, and the tokens of its type."""

    name: Token
    type: Span


class Field(NamedTuple):
    """One line of a class or enum: its name, the tokens of its type, and those of its attributes."""

    name: Token
    type: Span
    attributes: Span


class Setting(NamedTuple):
    """A key of a block, its value as plain data, and the offsets of the value."""

    key: Token
    value: Any
    kind: str
    start: int
    end: int


class Declaration(NamedTuple):
    """A declaration: its keyword and name, its signature, and the tokens between its braces.

    `output` is the type behind the arrow, or that of a `type`; `text` the block string of a `template_string`.
    """

    keyword: str
    name: Token
    parameters: tuple[Parameter, ...] = ()
    output: Span = (0, 0)
    body: Span | None = None
    text: Token | None = None


class Source:
    """A BAML file: its declarations in order, and why it could not be read on.

    `settings` remembers what has been read of the blocks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        tokens: Tokens = tokenize(text)
        self.tokens = tokens.items
        self.closing = tokens.closing
        self.broken: Break | None = tokens.broken
        self.settings: dict[Span, tuple[Setting, ...]] = {}
        self.declarations = tuple(self._declarations())

    def slice(self, span: Span) -> str:
        """Return the text of a stretch of tokens, without blanks around it."""
        first, last = self.trimmed(span)
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def trimmed(self, span: Span) -> Span:
        """Return a stretch without line breaks at its ends."""
        first, last = span
        while first < last and self.tokens[first].kind == "newline":
            first += 1
        while last > first and self.tokens[last - 1].kind == "newline":
            last -= 1
        return first, last

    def is_mark(self, index: int, *texts: str) -> bool:
        """Say whether a token is one of some marks."""
        return index < len(self.tokens) and self.tokens[index].kind == "mark" and self.tokens[index].text in texts

    def behind(self, index: int) -> int:
        """Return the number of the token behind one, or behind the bracket that it opens."""
        return self.closing.get(index, index) + 1

    def _declarations(self) -> Iterator[Declaration]:
        index = 0
        while index < len(self.tokens):
            found = self._declaration(index)
            if found is not None:
                yield found[0]
            index = self._line_end(index) if found is None else found[1]

    def _line_end(self, index: int) -> int:
        while index < len(self.tokens) and self.tokens[index].kind != "newline":
            index = self.behind(index)
        return index + 1

    def _declaration(self, index: int) -> tuple[Declaration, int] | None:
        token = self.tokens[index]
        keyword = _SYNONYMS.get(token.text, token.text)
        if token.kind != "word" or keyword not in _NAMED:
            return None
        index += 1
        if keyword == "client" and self.is_mark(index, "<"):
            index += 3
        if index >= len(self.tokens) or self.tokens[index].kind != "word":
            return None
        name = self.tokens[index]
        if keyword == "type":
            return self._alias(name, index + 1)
        parameters, index = self._parameters(index + 1)
        if keyword == "template_string":
            return self._template(name, parameters, self._past_lines(index))
        return self._block(Declaration(keyword, name, parameters), index)

    def _alias(self, name: Token, index: int) -> tuple[Declaration, int] | None:
        if not self.is_mark(index, "="):
            return None
        end = self.type_end(index + 1, len(self.tokens))
        return Declaration("type", name, output=(index + 1, end)), end

    def _template(self, name: Token, parameters: tuple[Parameter, ...], index: int) -> tuple[Declaration, int] | None:
        if index >= len(self.tokens) or self.tokens[index].kind != "raw":
            return None
        return Declaration("template_string", name, parameters, text=self.tokens[index]), index + 1

    def _block(self, head: Declaration, index: int) -> tuple[Declaration, int] | None:
        """Return a declaration with the type behind its arrow and the block behind that."""
        index = self._past_lines(index)
        first = last = index
        if self.is_mark(index, "->"):
            first = last = index + 1
            while last < len(self.tokens) and not self.is_mark(last, "{") and not self._begins(last):
                last = self.behind(last)
        if not self.is_mark(last, "{") or last not in self.closing:
            return None
        end = self.closing[last]
        return head._replace(output=(first, last), body=(last + 1, end)), end + 1

    def _begins(self, index: int) -> bool:
        """Say whether a declaration begins at a token, and so the one before it is not complete."""
        token = self.tokens[index]
        return token.kind == "word" and token.text in _NAMED and self.tokens[index - 1].kind == "newline"

    def _past_lines(self, index: int) -> int:
        while index < len(self.tokens) and self.tokens[index].kind == "newline":
            index += 1
        return index

    def _parameters(self, index: int) -> tuple[tuple[Parameter, ...], int]:
        """Return the parameters in the brackets at a token, if any, and the number of the token behind them."""
        if not self.is_mark(index, "(") or index not in self.closing:
            return (), index
        end = self.closing[index]
        found = []
        for first, last in self.parts((index + 1, end)):
            if self.tokens[first].kind == "word":
                is_typed = self.is_mark(first + 1, ":")
                found.append(Parameter(self.tokens[first], (first + 2, last) if is_typed else (last, last)))
        return tuple(found), end + 1

    def parts(self, span: Span) -> Iterator[Span]:
        """Yield what stands between the commas of a stretch; those between angle brackets are none of them."""
        first, index, angles = span[0], span[0], 0
        while index < span[1]:
            angles += self.is_mark(index, "<") - self.is_mark(index, ">")
            if self.is_mark(index, ",") and angles <= 0:
                yield from self._filled((first, index))
                first = index + 1
            index = self.behind(index)
        yield from self._filled((first, span[1]))

    def _filled(self, span: Span) -> Iterator[Span]:
        first, last = self.trimmed(span)
        if first < last:
            yield first, last

    def type_end(self, index: int, end: int) -> int:
        """Return where the type that begins at a token ends: with its line, unless the next one goes on with `|`."""
        index = self._past_lines(index)
        while index < end:
            if self.tokens[index].kind == "newline":
                following = self._past_lines(index)
                is_within = self.is_mark(following, "|") or self.is_mark(index - 1, "|")
                if following >= end or not is_within:
                    return index
                index = following
            else:
                index = self.behind(index)
        return end
