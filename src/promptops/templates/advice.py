"""An error at a token, with what is known about the mistake that usually puts such a token there."""

from __future__ import annotations

from promptops.templates.model import TemplateError
from promptops.templates.tokens import Source, Token

_LONGEST_QUOTE = 40
_MUSTACHE = tuple("#/^>!&")

_HELP = {
    "=": "compare with `==`; assign with `{% set name = … %}`",
    "&": "write `and`",
    "|": "write `or`; a single `|` comes before the name of a filter",
    "!": "write `not`",
    "?": "write `a if condition else b`",
    "$": "write the name alone",
    ":": "put braces that are text between `{% raw %}` and `{% endraw %}`",
    "`": "write strings in `'` or `\"`",
}
"""What to do about a piece that other languages have at this place."""


def error_at(source: Source, token: Token, message: str, help: str | None = None) -> TemplateError:
    """Return an error at a token of a source; advice of its own comes before what the token suggests."""
    end = token.start + max(1, len(token.text.rstrip()))
    return TemplateError(message, token.start, end, help or _suggestion(source, token))


def quoted(text: str) -> str:
    """Return a piece of a template for a message: in backticks, on one line, shortened."""
    flat = " ".join(text[: 2 * _LONGEST_QUOTE].split())
    return f"`{flat}`" if len(flat) <= _LONGEST_QUOTE else f"`{flat[: _LONGEST_QUOTE - 1]}…`"


def _suggestion(source: Source, token: Token) -> str | None:
    if token.text.startswith(_MUSTACHE) and source.text.endswith("{{", 0, token.start):
        return "tags like this are Mustache's or Handlebars', not Jinja2's"
    return _HELP.get(token.text)
