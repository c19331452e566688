"""Jinja2's parser, told to remember places and to explain itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NoReturn, TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import ExprStmtExtension, LoopControlExtension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from promptops.templates import blocks, wording
from promptops.templates.limits import MAX_BLOCKS, MAX_DEPTH
from promptops.templates.tokens import RefusedError, Source, parser_tokens, read_tokens
from promptops.templates.translation import TranslationExtension

Reference = nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends
_ReferenceT = TypeVar("_ReferenceT", bound=Reference)

_ENVIRONMENT = Environment(  # noqa: S701  nothing is rendered, so nothing needs escaping
    keep_trailing_newline=True,
    cache_size=0,
    extensions=[ExprStmtExtension, LoopControlExtension, TranslationExtension],
)


def read_source(text: str) -> Source:
    """Split a text into tokens. Raises RefusedError when there are too many of them."""
    return read_tokens(text, _ENVIRONMENT.lexer)


class _Stream(TokenStream):
    """Tokens that say plainly when they are not what the parser expects."""

    def __init__(self, source: Source) -> None:
        self._source = source
        super().__init__(_all_tokens(source), None, None)

    def expect(self, expr: str) -> Token:
        if not self.current.test(expr):
            raise RefusedError(wording.not_expected(self._source, self.current, expr))
        return next(self)


def _all_tokens(source: Source) -> Iterator[Token]:
    yield from parser_tokens(source)
    if source.stuck is not None:
        raise RefusedError(wording.unreadable(source, source.stuck))


class TemplateParser(Parser):
    """Parses a source to nodes whose line numbers are offsets; raises RefusedError when it is no template.

    `references` are the nodes that name other templates. `follows` maps the offset at which an expression begins
    to that of the token behind it.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(_ENVIRONMENT, "")
        self.source = source
        self.stream = _Stream(source)
        self.references: list[Reference] = []
        self.follows: dict[int, int] = {}
        self._statements: list[Token] = []
        self._depth = 0

    def fail(self, msg: str, lineno: int | None = None, exc: type[TemplateSyntaxError] | None = None) -> NoReturn:
        """Put Jinja2's message into plain words; the class of the exception says nothing more."""
        del exc
        raise RefusedError(wording.refusal(self.source, self.stream.current, msg, lineno))

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        """Say what is wrong with the innermost statement, which has no tag that Jinja2 knows."""
        del name, lineno
        *around, keyword = [statement.lineno for statement in self._statements]
        raise RefusedError(blocks.unknown_tag(self.source, keyword, around))

    def fail_eof(self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None) -> NoReturn:
        """Say that the innermost block is still open at the end."""
        del end_tokens, lineno
        raise RefusedError(blocks.unclosed_block(self.source, self._statements[-1].lineno))

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        """Remember the statement while it is open."""
        self._statements.append(self.stream.current)
        node = super().parse_statement()
        self._statements.pop()
        return node

    def parse_statements(self, end_tokens: tuple[str, ...], drop_needle: bool = False) -> list[nodes.Node]:  # noqa: FBT001, FBT002  Jinja2's signature
        """Refuse a body inside too many others."""
        if len(self._statements) > MAX_BLOCKS:
            raise RefusedError(wording.too_deep(self.source, self._statements[-1].lineno))
        return super().parse_statements(end_tokens, drop_needle)

    def parse_condexpr(self) -> nodes.Expr:
        """Count an expression inside another, and remember where it ends."""
        start = self.stream.current.lineno
        node = self._inside(super().parse_condexpr)
        self.follows[start] = self.stream.current.lineno
        return node

    def parse_not(self) -> nodes.Expr:
        """Count a `not` in front of an operand."""
        parse = super().parse_not
        return self._inside(parse) if self.stream.current.test("name:not") else parse()

    def parse_unary(self, with_filter: bool = True) -> nodes.Expr:  # noqa: FBT001, FBT002  Jinja2's signature
        """Count a sign in front of an operand."""
        parse = partial(super().parse_unary, with_filter)
        return self._inside(parse) if self.stream.current.type in {"sub", "add"} else parse()

    def _inside(self, parse: Callable[[], nodes.Expr]) -> nodes.Expr:
        if self._depth == MAX_DEPTH:
            raise RefusedError(wording.too_deep(self.source, self.stream.current.lineno))
        self._depth += 1
        node = parse()
        self._depth -= 1
        return node

    def parse_include(self) -> nodes.Include:
        """Remember the reference."""
        return self._remembered(super().parse_include())

    def parse_import(self) -> nodes.Import:
        """Remember the reference."""
        return self._remembered(super().parse_import())

    def parse_from(self) -> nodes.FromImport:
        """Remember the reference."""
        return self._remembered(super().parse_from())

    def parse_extends(self) -> nodes.Extends:
        """Remember the reference."""
        return self._remembered(super().parse_extends())

    def _remembered(self, node: _ReferenceT) -> _ReferenceT:
        self.references.append(node)
        return node
