"""Jinja2 as nodes: texts, values, conditions, loops over lists, and includes; all else is Jinja2's own."""

from __future__ import annotations

from collections.abc import Sequence

from promptops.templates.grammar import read_source
from promptops.templates.limits import MAX_BLOCKS
from promptops.templates.model import GLOBALS, SELF_NAME, TemplateError
from promptops.templates.tokens import RefusedError, Token
from promptops.templates.trees.nodes import (
    Condition,
    Include,
    InexactError,
    Loop,
    Node,
    Nodes,
    Test,
    Text,
    Value,
    joined,
)

_BLANK = frozenset({"whitespace"})
_SILENT = frozenset({"comment_begin", "comment", "comment_end", "raw_begin", "raw_end"})
_ENDS = {"if": ("elif", "else", "endif"), "for": ("else", "endfor"), "else": ("endif", "endfor")}
_WORDS = frozenset({"and", "else", "if", "in", "is", "not", "or", "true", "false", "none", "True", "False", "None"})
_COMPUTED = GLOBALS | {SELF_NAME, "super", "caller"}
_PLAIN_ADVICE = "only plain values, `if`, `for` over a list and `include` have their like elsewhere"


def from_jinja(text: str) -> Nodes:
    """Return the nodes of a template. Raises `InexactError` at the first thing that only Jinja2 has."""
    try:
        source = read_source(text)
    except RefusedError as refused:
        raise InexactError(*refused.error) from refused
    if source.stuck is not None:
        raise InexactError("this is no template", source.stuck, source.stuck + 1)
    tokens = [token for token in source.tokens if token.kind not in _BLANK]
    return _Reader(tokens, len(text)).read()


class _Reader:
    def __init__(self, tokens: Sequence[Token], length: int) -> None:
        self._tokens = tokens
        self._at = 0
        self._last = Token(length, length, "end", "")

    def read(self) -> Nodes:
        nodes, ending = self._nodes(0)
        if ending is not None:
            raise self._strange(ending)
        return nodes

    def _nodes(self, depth: int, *ends: str) -> tuple[Nodes, Token | None]:
        """Return the nodes up to a tag with one of some keywords, which is returned too, with its opening taken."""
        if depth > MAX_BLOCKS:
            raise InexactError("blocks are nested too deeply", self._peek().start, self._peek().end)
        found: list[Node] = []
        while (token := self._peek()).kind != "end":
            self._at += 1
            if token.kind == "data":
                found.append(Text(token.text))
            elif token.kind == "variable_begin":
                found.append(self._written())
            elif token.kind == "block_begin":
                keyword = self._take("name")
                if keyword.text in ends:
                    return joined(found), keyword
                found.append(self._block(keyword, depth))
            elif token.kind not in _SILENT:
                raise self._strange(token)
        return joined(found), None

    def _written(self) -> Node:
        if self._peek().kind == "string":
            return self._string()
        value = self._value()
        if self._peek().text == "if":
            for word in ("if", *_spelt(value), "is", "not", "none"):
                self._take_text(word)
            value = Value(value.path, no_null=True, place=value.place)
        self._take("variable_end")
        return value

    def _string(self) -> Text:
        token = self._take("string")
        self._take("variable_end")
        if "\\" in token.text:
            raise InexactError("a string with escapes", token.start, token.end, "write the characters themselves")
        return Text(token.text[1:-1])

    def _value(self) -> Value:
        first = self._take("name")
        if first.text in _WORDS or first.text in _COMPUTED:
            raise self._strange(first)
        parts, end = [first.text], first.end
        while self._peek().text in (".", "["):
            opening = self._take("operator")
            part = self._take("name" if opening.text == "." else "string")
            parts.append(part.text if opening.text == "." else part.text[1:-1])
            end = part.end if opening.text == "." else self._take_text("]").end
        return Value(tuple(parts), place=(first.start, end))

    def _block(self, keyword: Token, depth: int) -> Node:
        if keyword.text == "if":
            return self._condition(depth)
        if keyword.text == "for":
            return self._loop(depth)
        if keyword.text == "include":
            target = self._take("string")
            self._take("block_end")
            return Include(target.text[1:-1], (target.start + 1, target.end - 1))
        raise self._strange(keyword)

    def _condition(self, depth: int) -> Condition:
        branches: list[tuple[Test, Nodes]] = []
        ending: str | None = "elif"
        while ending == "elif":
            holds = self._peek().text != "not"
            if not holds:
                self._take("name")
            test = Test(self._value(), holds)
            self._take("block_end")
            nodes, ending = self._inner(depth, "if")
            branches.append((test, nodes))
        otherwise: Nodes = ()
        if ending == "else":
            self._take("block_end")
            otherwise, ending = self._inner(depth, "else")
        self._close(ending, "endif")
        return Condition(tuple(branches), otherwise)

    def _loop(self, depth: int) -> Loop:
        name = self._take("name")
        self._take_text("in")
        over = self._value()
        self._take("block_end")
        body, ending = self._inner(depth, "for")
        otherwise: Nodes = ()
        if ending == "else":
            self._take("block_end")
            otherwise, ending = self._inner(depth, "else")
        self._close(ending, "endfor")
        return Loop(over, name.text, body, otherwise)

    def _inner(self, depth: int, block: str) -> tuple[Nodes, str | None]:
        nodes, ending = self._nodes(depth + 1, *_ENDS[block])
        return nodes, None if ending is None else ending.text

    def _close(self, ending: str | None, wanted: str) -> None:
        if ending != wanted:
            raise self._strange(self._peek())
        self._take("block_end")

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._last

    def _take(self, kind: str) -> Token:
        token = self._peek()
        if token.kind != kind:
            raise self._strange(token)
        self._at += 1
        return token

    def _take_text(self, text: str) -> Token:
        token = self._peek()
        if token.text != text:
            raise self._strange(token)
        return self._take(token.kind)

    def _strange(self, token: Token) -> InexactError:
        error = TemplateError(
            f"only Jinja2 has what stands here: `{token.text.strip()}`", token.start, token.end, _PLAIN_ADVICE
        )
        return InexactError(*error)


def _spelt(value: Value) -> list[str]:
    """Return the tokens of a value as `to_jinja` writes it, of plain names."""
    first, *others = value.path
    return [first, *(piece for part in others for piece in (".", part))]
