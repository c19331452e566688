"""What is wrong with the tags that open and end blocks: unknown ones, misplaced ones, and those that are missing."""

from __future__ import annotations

from promptops.spelling import closest
from promptops.templates.advice import error_at, quoted
from promptops.templates.model import TemplateError
from promptops.templates.tokens import Source, Token

_BLOCKS = ("if", "for", "block", "macro", "call", "filter", "set", "with", "autoescape", "trans", "raw")
_PARTS = {"elif": "`if`", "else": "`if` or `for`", "pluralize": "`trans`"}
_SINGLE = ("include", "import", "from", "extends", "do", "print", "break", "continue")
_TAGS = frozenset({*_BLOCKS, *_PARTS, *_SINGLE, *(f"end{name}" for name in _BLOCKS)})


def unknown_tag(source: Source, keyword: int, blocks: list[int]) -> TemplateError:
    """Say why a tag cannot stand where it does; it and the blocks around it are given by their keywords' offsets."""
    token = source.tokens[source.index(keyword)]
    if token.text not in _TAGS:
        return _misspelt(source, token, blocks)
    if blocks:
        opened = source.tokens[source.index(blocks[-1])].text
        advice = f"{_shown(source, blocks[-1])} is still open; end it with `{{% end{opened} %}}`"
        return error_at(source, token, f"expected `end{opened}`, found {quoted(token.text)}", advice)
    partner = _PARTS.get(token.text) or f"`{token.text.removeprefix('end')}`"
    return error_at(source, token, f"`{token.text}` without {partner}", f"no {partner} is open here")


def unclosed_block(source: Source, keyword: int) -> TemplateError:
    """Say that the block whose keyword is at an offset has no end."""
    index = source.index(keyword)
    name = source.tokens[index].text
    start, end = source.tag(index)
    return TemplateError(f"`{name}` is never closed", start, end, f"end it with `{{% end{name} %}}`")


def _misspelt(source: Source, token: Token, blocks: list[int]) -> TemplateError:
    near = closest(token.text, _TAGS)
    if blocks and token.text == "end":
        near = f"end{source.tokens[source.index(blocks[-1])].text}"
    return error_at(source, token, f"{quoted(token.text)} is not a tag", f"did you mean `{near}`?" if near else None)


def _shown(source: Source, keyword: int) -> str:
    start, end = source.tag(source.index(keyword))
    line = source.text.count("\n", 0, start) + 1
    return f"{quoted(source.text[start:end])} in line {line} of the template"
