"""The tags of a Handlebars template, cut as the lexer of handlebars.js 4 cuts them: each with its tokens and places.

What stands between tags is passed over: text, comments, raw blocks' content, and tags behind a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptops.sources.text import shown
from promptops.templates.limits import MAX_TOKENS
from promptops.templates.model import TemplateError

_BLANK = r"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_WORD = r"""[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff!"#%-,./;->@\[-\^`{-~]+"""
_AHEAD = rf"(?=[=~}}/.)|]|{_BLANK})"
_AFTER_LITERAL = rf"(?=[~}})]|{_BLANK})"

_OPENING = re.compile(
    rf"""
    (?P<raw>\{{\{{\{{\{{)
    | \{{\{{~?(?:
        (?P<partial>>)
        | (?P<partial_block>\#>)
        | (?P<decorator_block>\#\*)
        | (?P<block>\#)
        | (?P<close>/)
        | (?P<otherwise>\^{_BLANK}*~?\}}\}} | {_BLANK}*else{_BLANK}*~?\}}\}})
        | (?P<inverse>\^)
        | (?P<chain>{_BLANK}*else\b)
        | (?P<triple>\{{)
        | (?P<plain>&)
        | (?P<comment>!)
        | (?P<decorator>\*)
        | (?P<value>)
    )""",
    re.VERBOSE,
)
_TOKEN = re.compile(
    rf"""
    {_BLANK}*(?:
    (?P<end>\}}\}}\}}\}}|\}}~?\}}\}}|~?\}}\}})
    | (?P<open>\()
    | (?P<shut>\))
    | (?P<equals>=)
    | (?P<dots>\.\.|\.{_AHEAD})
    | (?P<separator>[/.])
    | (?P<string>"(?:\\"|[^"])*"|'(?:\\'|[^'])*')
    | (?P<data>@)
    | (?P<literal>(?:true|false|undefined|null){_AFTER_LITERAL})
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?{_AFTER_LITERAL})
    | (?P<binding>as{_BLANK}+\|)
    | (?P<bar>\|)
    | (?P<word>{_WORD}{_AHEAD})
    | (?P<bracketed>\[(?:\\\]|[^\]])*\])
    )""",
    re.VERBOSE,
)
_FRAGMENT = re.compile(rf"{_BLANK}*(?:{_WORD})?")
"""What may stand before the character at which the lexer stops: a word needs a blank or a sign behind it."""

_END_OF_COMMENT = re.compile(r"--~?\}\}")
_RAW = re.compile(rf"\{{\{{\{{\{{(?:(?P<name>/{_WORD})(?=[=}}/.]|{_BLANK})\}}\}}\}}\}}|(?=[^/]))", re.DOTALL)

CLOSINGS = {"raw": "}}}}", "triple": "}}}"}
"""What ends a tag, by its kind, where it is not `}}`."""


def quoted(text: str) -> str:
    """Return a piece of a template for a message."""
    return f"`{shown(text)}`"


class Token(NamedTuple):
    """A piece of a tag; `kind` is the name of its group in the pattern, `text` without blanks around it."""

    kind: str
    text: str
    start: int
    end: int


class Tag(NamedTuple):
    """One tag: `kind` says what it does; `opening` are the characters that begin it; `tokens` end with the closing."""

    kind: str
    opening: str
    tokens: tuple[Token, ...]
    start: int
    end: int


class RefusedError(Exception):
    """The text is no template."""

    def __init__(self, message: str, start: int, end: int, help: str | None = None) -> None:
        super().__init__(message)
        self.error = TemplateError(message, start, end, help)


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of a template but for comments. The name that ends a raw block is a tag of the kind `end_raw`.

    Raises `RefusedError` at a tag that the lexer cannot cut, or at the token that is one too many.
    """
    at, left = 0, MAX_TOKENS
    while (at := _next_tag(text, at)) >= 0:
        tag = _tag(text, at, left)
        at = tag.end
        if tag.kind == "comment":
            continue
        left -= len(tag.tokens) + 1
        yield tag
        if tag.kind == "raw":
            tag = _end_of_raw(text, tag)
            at = tag.end
            yield tag


def _tag(text: str, at: int, left: int) -> Tag:
    opening = _OPENING.match(text, at)
    if opening is None or opening["comment"]:
        return Tag("comment", "{{!", (), at, _behind_comment(text, at))
    kind = str(opening.lastgroup)
    if kind == "otherwise":
        return Tag(kind, opening[0], (), at, opening.end())
    tokens = tuple(_tokens(text, opening, left))
    return Tag(kind, opening[0], tokens, at, tokens[-1].end)


def _next_tag(text: str, at: int) -> int:
    r"""Return where the next tag begins, -1 when there is none: one behind `\` is text, one behind `\\` is not."""
    begin = at
    while (found := text.find("{{", begin)) >= 0:
        if not text.endswith("\\", begin, found) or text.endswith("\\\\", begin, found):
            return found
        following = text.find("{{", found + 2)
        if following < 0:
            return -1
        # Only the backslashes behind the braces that were text count for the next ones.
        begin = max(found + 2, following - 2)
    return -1


def _behind_comment(text: str, at: int) -> int:
    inside = at + 4 if text.startswith("{{~", at) else at + 3
    if text.startswith("--", inside):
        match = _END_OF_COMMENT.search(text, inside)
        if match:
            return match.end()
        raise RefusedError("the comment is never closed", at, inside + 2, "end it with `--}}`")
    end = text.find("}}", inside)
    if end < 0:
        raise RefusedError("the comment is never closed", at, inside, "end it with `}}`")
    return end + 2


def _tokens(text: str, opening: re.Match[str], left: int) -> Iterator[Token]:
    """Yield the tokens of a tag, the last of which closes it."""
    at = opening.end()
    for _ in range(left):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, opening, at)
        kind = str(match.lastgroup)
        yield Token(kind, match[kind], *match.span(kind))
        if kind == "end":
            return
        at = match.end()
    raise RefusedError(f"the template has more than {MAX_TOKENS:,} tokens", at, at + 1, "split it")


def _unreadable(text: str, opening: re.Match[str], at: int) -> RefusedError:
    stuck = _FRAGMENT.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing at worst
    if stuck == len(text) or text.startswith("{{", stuck):
        return _never_closed(opening[0], opening.start())
    char = text[stuck]
    if char in "'\"":
        line = text[stuck:].partition("\n")[0]
        return RefusedError("the string is not closed", stuck, stuck + len(line), f"end it with `{char}`")
    return RefusedError(f"unexpected {quoted(char)}", stuck, stuck + 1, _ADVICE.get(char))


def _never_closed(opening: str, start: int) -> RefusedError:
    closing = "}" * min(opening.count("{"), 4)
    advice = f"end it with `{closing}`, or write `\\{{{{` where it is text"
    return RefusedError(f"{quoted(opening)} is never closed", start, start + len(opening), advice)


_COMPARISON = "Handlebars compares nothing by itself: pass a value that says so, or use `{{#ifEquals a b}}`"
_ADVICE = {
    "<": _COMPARISON,
    ">": _COMPARISON,
    "!": "write `{{#unless value}}` for a condition that does not hold",
    "&": "put one `{{#if}}` into another",
    "[": "write `list.[0]` for an item of a list",
    "(": "write `(helper value)` for what a helper gives",
    ",": "values stand side by side, without commas",
    "%": "tags with `%` are Jinja2's",
}
"""What to do about a character that other languages have at this place."""


def _end_of_raw(text: str, opening: Tag) -> Tag:
    """Return the tag that ends a raw block; raw blocks inside it are text."""
    at, depth = opening.end, 1
    while match := _RAW.search(text, at):
        at = match.end()
        depth += -1 if match["name"] else 1
        if depth == 0:
            name = Token("word", match["name"][1:], match.start("name") + 1, match.end("name"))
            return Tag("end_raw", "{{{{/", (name,), match.start(), match.end())
    raise RefusedError("the raw block is never closed", opening.start, opening.end, "end it with `{{{{/…}}}}`")
