"""The `trans` tag of Jinja2's translation extension, read for its names only."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.parser import Parser


class TranslationExtension(Extension):
    """Reads `{% trans … %}`; Jinja2's own reading forgets where the names stand.

    The result is an output of the expressions in the tag and of the names in its text that the tag does not define.
    """

    tags = {"trans"}  # noqa: RUF012  Jinja2 declares the type

    def parse(self, parser: Parser) -> nodes.Output:
        """Parse one tag up to its `endtrans`."""
        keyword = next(parser.stream)
        translation = _Translation(parser)
        translation.parse_tag()
        translation.parse_text()
        if parser.stream.current.test("name:pluralize"):
            translation.parse_plural()
        parser.stream.expect("name:endtrans")
        return nodes.Output(translation.uses, lineno=keyword.lineno)


class _Translation:
    """One `trans` tag: its names, those of them that it gives a value, and the expressions that are evaluated."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._stream = parser.stream
        self._names: set[str] = set()
        self._values: set[str] = set()
        self.uses: list[nodes.Expr] = []

    def parse_tag(self) -> None:
        self._stream.next_if("string")
        may_trim = True
        while self._stream.current.type != "block_end":
            if self._names:
                self._stream.expect("comma")
            if self._stream.skip_if("colon"):
                break
            name = self._stream.expect("name")
            if name.value in self._names:
                self._parser.fail(f"`{name.value}` is given twice", name.lineno)
            if self._stream.skip_if("assign"):
                self.uses.append(self._parser.parse_expression())
                self._values.add(name.value)
            elif may_trim and name.value in {"trimmed", "notrimmed"}:
                may_trim = False
                continue
            else:
                self._use(name)
            self._names.add(name.value)
        self._stream.expect("block_end")

    def parse_text(self) -> None:
        """Read text and plain names up to the next tag with a keyword."""
        while self._stream.current.type != "block_begin":
            if not self._stream:
                self._parser.fail_eof()
            if next(self._stream).type == "variable_begin":
                self._use(self._stream.expect("name"))
                self._stream.expect("variable_end")
        next(self._stream)

    def parse_plural(self) -> None:
        plural = next(self._stream)
        if self._stream.current.type != "block_end":
            name = self._stream.expect("name")
            if name.value not in self._names:
                self._parser.fail(f"`{name.value}` is not named in the `trans` tag", name.lineno)
            self._use(name)
        elif not self._names and not self.uses:
            self._parser.fail("`pluralize` needs a variable to count", plural.lineno)
        self._stream.expect("block_end")
        self.parse_text()

    def _use(self, name: Token) -> None:
        if name.value not in self._values:
            self.uses.append(nodes.Name(name.value, "load", lineno=name.lineno))
