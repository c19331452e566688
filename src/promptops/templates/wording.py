"""What is wrong with a template, in plain words and at the right place."""

from __future__ import annotations

from typing import NamedTuple

from jinja2.lexer import Token as ParserToken
from jinja2.lexer import reverse_operators

from promptops.spelling import closest
from promptops.templates.model import TemplateError
from promptops.templates.tokens import OPENINGS, Source, Token

_LONGEST_QUOTE = 40

_BODIES = ("if", "for", "block", "macro", "call", "filter", "set", "with", "autoescape", "trans", "raw")
_TAGS = (
    *_BODIES,
    *(f"end{name}" for name in _BODIES),
    *("elif", "else", "include", "import", "from", "extends", "do", "print", "break", "continue", "pluralize"),
)
_PARTS = {"elif": "`if`", "else": "`if` or `for`", "pluralize": "`trans`"}
_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}

_EXPECTED = {
    **{kind: f"`{symbol}`" for kind, symbol in reverse_operators.items()},
    "block_end": "`%}`",
    "variable_end": "`}}`",
    "name": "a name",
}

_HELP = {
    "=": "compare with `==`; assign with `{% set name = … %}`",
    "&": "write `and`",
    "|": "write `or`; a single `|` comes before the name of a filter",
    "!": "write `not`",
    "?": "write `a if condition else b`",
    "$": "write the name alone",
    "#": "write blocks as `{% if … %} … {% endif %}`",
    "`": "write strings in `'` or `\"`",
}
"""What to do about a piece that other languages have at this place."""


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
    _Wording("invalid syntax for function call", "the arguments are in the wrong order",
             "first plain ones, then `name=value`, then `*list`, then `**mapping`"),
    _Wording("non-default argument", "an argument without a default is behind one with a default"),
    _Wording("You cannot chain multiple tests", "one test is behind another", "join them with `and`"),
    _Wording("Block names in Jinja", "the name of a block has a hyphen", "write `_`"),
    _Wording("Required blocks", "a required block is not empty"),
    _Wording("names starting with an underline", "{} cannot be imported: it begins with `_`"),
)  # fmt: skip


def refusal(source: Source, current: ParserToken, jinja: str, start: int | None) -> TemplateError:
    """Say why the parser failed: at an offset, or at the current token."""
    if current.type == "eof" and source.ends_in_tag():
        return _unclosed_tag(source)
    return _worded(source.tokens[source.index(current.lineno if start is None else start)], jinja)


def _worded(token: Token, jinja: str) -> TemplateError:
    for wording in _REFUSALS:
        if jinja.startswith(wording.jinja):
            return _at(token, wording.message.format(_quoted(token.text)), wording.help)
    return _at(token, jinja[:1].lower() + jinja[1:].removesuffix("."))


def not_expected(source: Source, current: ParserToken, expected: str) -> TemplateError:
    """Say which token the parser needed in place of the current one; `expected` is `type` or `type:value`."""
    if current.type == "eof" and source.ends_in_tag():
        return _unclosed_tag(source)
    kind, _, value = expected.partition(":")
    wanted = f"`{value}`" if value else _EXPECTED[kind]
    token = source.tokens[source.index(current.lineno)]
    return _at(token, f"expected {wanted}, found {_quoted(token.text)}")


def unreadable(source: Source, stuck: int) -> TemplateError:
    """Say what is at the offset at which the lexer stopped."""
    opening = _last_opening(source)
    if opening.kind == "comment_begin":
        return _unclosed_tag(source)
    if opening.kind == "raw_begin":
        return _unclosed(opening, "`{% raw %}`", "`{% endraw %}`")
    char = source.text[stuck]
    if char in "'\"":
        line = source.text[stuck:].partition("\n")[0]
        return TemplateError("the string is not closed", stuck, stuck + len(line), f"end it with `{char}`")
    token = Token(stuck, stuck + 1, "", char)
    if char not in _BRACKETS.values():
        return _at(token, f"unexpected {_quoted(char)}")
    return _unpaired(source, opening, token)


def _unpaired(source: Source, opening: Token, token: Token) -> TemplateError:
    expected: list[str] = []
    for piece in source.tokens[source.index(opening.start) + 1 :]:
        if piece.text in _BRACKETS and piece.kind == "operator":
            expected.append(_BRACKETS[piece.text])
        elif piece.text in _BRACKETS.values() and piece.kind == "operator":
            expected.pop()
    if expected:
        return _at(token, f"expected `{expected[-1]}`, found `{token.text}`")
    delimiter = opening.text[:2]
    advice = f"end the tag with `{_CLOSINGS[delimiter]}`" if token.text == "}" else None
    return _at(token, f"unexpected `{token.text}`", advice)


def unknown_tag(source: Source, tag: ParserToken, blocks: list[int]) -> TemplateError:
    """Say why a tag cannot stand where it does, inside the blocks whose keywords are at these offsets."""
    token = source.tokens[source.index(tag.lineno)]
    name = token.text
    opened = source.tokens[source.index(blocks[-1])].text if blocks else ""
    if name in _TAGS and blocks:
        advice = f"{_shown(source, blocks[-1])} is still open; end it with `{{% end{opened} %}}`"
        return _at(token, f"expected `end{opened}`, found {_quoted(name)}", advice)
    if name in _TAGS:
        partner = _PARTS.get(name) or f"`{name.removeprefix('end')}`"
        return _at(token, f"`{name}` without {partner}", f"no {partner} is open here")
    near = f"end{opened}" if opened and name == "end" else closest(name, _TAGS)
    return _at(token, f"{_quoted(name)} is not a tag", f"did you mean `{near}`?" if near else None)


def unclosed_block(source: Source, keyword: int) -> TemplateError:
    """Say that the block whose keyword is at an offset has no end."""
    index = source.index(keyword)
    name = source.tokens[index].text
    start, end = source.tag(index)
    return TemplateError(f"`{name}` is never closed", start, end, f"end it with `{{% end{name} %}}`")


def too_deep(source: Source, start: int) -> TemplateError:
    """Say that the token at an offset is inside too many others."""
    token = source.tokens[source.index(start)]
    return _at(token, "nested too deeply", "move the inner part to a template of its own, or name it with `set`")


def _unclosed_tag(source: Source) -> TemplateError:
    opening = _last_opening(source)
    delimiter = opening.text[:2]
    return _unclosed(opening, f"`{delimiter}`", f"`{_CLOSINGS[delimiter]}`")


def _unclosed(opening: Token, what: str, closing: str) -> TemplateError:
    end = opening.start + len(opening.text.rstrip())
    return TemplateError(f"{what} is never closed", opening.start, end, f"end it with {closing}")


def _last_opening(source: Source) -> Token:
    return next(token for token in reversed(source.tokens) if token.kind in OPENINGS)


def _shown(source: Source, keyword: int) -> str:
    start, end = source.tag(source.index(keyword))
    line = source.text.count("\n", 0, start) + 1
    return f"{_quoted(source.text[start:end])} in line {line} of the template"


def _at(token: Token, message: str, help: str | None = None) -> TemplateError:
    end = token.start + max(1, len(token.text.rstrip()))
    return TemplateError(message, token.start, end, help or _HELP.get(token.text))


def _quoted(text: str) -> str:
    flat = " ".join(text[: 2 * _LONGEST_QUOTE].split())
    return f"`{flat}`" if len(flat) <= _LONGEST_QUOTE else f"`{flat[: _LONGEST_QUOTE - 1]}…`"
