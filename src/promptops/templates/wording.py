"""What is wrong with a template, in plain words and at the right place."""

from __future__ import annotations

from typing import NamedTuple

from jinja2.lexer import Token as ParserToken
from jinja2.lexer import reverse_operators

from promptops.templates.advice import error_at, quoted
from promptops.templates.model import TemplateError
from promptops.templates.tokens import OPENINGS, Source, Token

TOO_DEEP = "nested too deeply"

_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}

_EXPECTED = {
    **{kind: f"`{symbol}`" for kind, symbol in reverse_operators.items()},
    "block_end": "`%}`",
    "variable_end": "`}}`",
    "name": "a name",
}


class _Wording(NamedTuple):
    """Our words for a message of Jinja2's that begins with `jinja`; `{}` is the piece at which it stands."""

    jinja: str
    message: str
    help: str | None = None


_REFUSALS = (
    _Wording("unexpected ", "expected an expression, found {}"),
    _Wording("Expected an expression", "expected an expression, found {}"),
    _Wording("tag name expected", "expected the name of a tag, found {}"),
    _Wording("expected name or number", "expected a name or a number behind `.`, found {}"),
    _Wording("can't assign to", "nothing can be assigned to {}"),
    _Wording("expected call", "{} needs a call of a macro", "write `{% call name(…) %} … {% endcall %}`"),
    _Wording(
        "invalid syntax for function call",
        "the arguments are in the wrong order",
        "first plain ones, then `name=value`, then `*list`, then `**mapping`",
    ),
    _Wording("non-default argument", "an argument without a default is behind one with a default"),
    _Wording("You cannot chain multiple tests", "one test is behind another", "join them with `and`"),
    _Wording("Block names in Jinja", "the name of a block has a hyphen", "write `_`"),
    _Wording("Required blocks", "a required block is not empty"),
    _Wording("names starting with an underline", "{} cannot be imported: it begins with `_`"),
)


def refusal(source: Source, current: ParserToken, jinja: str, start: int | None) -> TemplateError:
    """Say why the parser failed: at an offset, or at the current token."""
    if current.type == "eof" and source.ends_in_tag():
        return _unclosed_tag(source)
    token = source.tokens[source.index(current.lineno if start is None else start)]
    for wording in _REFUSALS:
        if jinja.startswith(wording.jinja):
            return error_at(source, token, wording.message.format(quoted(token.text)), wording.help)
    return error_at(source, token, jinja[:1].lower() + jinja[1:].removesuffix("."))


def not_expected(source: Source, current: ParserToken, expected: str) -> TemplateError:
    """Say which token the parser needed in place of the current one; `expected` is `type` or `type:value`."""
    if current.type == "eof" and source.ends_in_tag():
        return _unclosed_tag(source)
    kind, _, value = expected.partition(":")
    wanted = f"`{value}`" if value else _EXPECTED[kind]
    token = source.tokens[source.index(current.lineno)]
    return error_at(source, token, f"expected {wanted}, found {quoted(token.text)}")


def unreadable(source: Source, stuck: int) -> TemplateError:
    """Say what is at the offset at which the lexer stopped."""
    opening = _last_opening(source)
    if opening.kind == "comment_begin":
        return _unclosed_tag(source)
    if opening.kind == "raw_begin":
        return _unclosed(opening, "`{% raw %}`", "end it with `{% endraw %}`")
    char = source.text[stuck]
    if char in "'\"":
        line = source.text[stuck:].partition("\n")[0]
        return TemplateError("the string is not closed", stuck, stuck + len(line), f"end it with `{char}`")
    token = Token(stuck, stuck + 1, "", char)
    if char not in _BRACKETS.values():
        return error_at(source, token, f"unexpected {quoted(char)}")
    return _unpaired(source, opening, token)


def too_deep(source: Source, start: int) -> TemplateError:
    """Say that the token at an offset is inside too many others."""
    token = source.tokens[source.index(start)]
    advice = "move the inner part to a template of its own, or name it with `set`"
    return error_at(source, token, TOO_DEEP, advice)


def _unpaired(source: Source, opening: Token, token: Token) -> TemplateError:
    expected: list[str] = []
    for piece in source.tokens[source.index(opening.start) + 1 :]:
        if piece.kind == "operator" and piece.text in _BRACKETS:
            expected.append(_BRACKETS[piece.text])
        elif piece.kind == "operator" and piece.text in _BRACKETS.values():
            expected.pop()
    if expected:
        return error_at(source, token, f"expected `{expected[-1]}`, found `{token.text}`")
    closing = _CLOSINGS[opening.text[:2]]
    advice = f"end the tag with `{closing}`" if token.text == "}" else None
    return error_at(source, token, f"unexpected `{token.text}`", advice)


def _unclosed_tag(source: Source) -> TemplateError:
    opening = _last_opening(source)
    delimiter = opening.text[:2]
    advice = f"end it with `{_CLOSINGS[delimiter]}`, or write `{{{{ '{delimiter}' }}}}` where it is text"
    return _unclosed(opening, f"`{delimiter}`", advice)


def _unclosed(opening: Token, what: str, advice: str) -> TemplateError:
    end = opening.start + len(opening.text.rstrip())
    return TemplateError(f"{what} is never closed", opening.start, end, advice)


def _last_opening(source: Source) -> Token:
    return next(token for token in reversed(source.tokens) if token.kind in OPENINGS)
