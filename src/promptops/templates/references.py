"""Which other templates a parsed template names, and where."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from promptops.templates.grammar import Reference, TemplateParser
from promptops.templates.model import Include
from promptops.templates.tokens import Source


def includes(parser: TemplateParser) -> tuple[Include, ...]:
    """Return the references of a parsed template in order of appearance."""
    return tuple(include for node in parser.references for include in _targets(parser, node))


def _targets(parser: TemplateParser, node: Reference) -> Iterator[Include]:
    source = parser.source
    keyword = source.index(node.lineno)
    template, tag = node.template, source.tokens[keyword].text
    is_list = isinstance(template, nodes.Tuple | nodes.List)
    optional = is_list or (isinstance(node, nodes.Include) and node.ignore_missing)
    for item in template.items if isinstance(template, nodes.Tuple | nodes.List) else [template]:
        if isinstance(item, nodes.Const) and isinstance(item.value, str):
            yield Include(item.value, *_contents(source, item.lineno), tag, optional)
        else:
            yield Include(None, *_expression(parser, keyword), tag, optional)


def _expression(parser: TemplateParser, keyword: int) -> tuple[int, int]:
    tokens = parser.source.tokens
    first = next(token for token in tokens[keyword + 1 : keyword + 3] if token.kind != "whitespace")
    behind = parser.source.index(parser.follows[first.start])
    last = next(token for token in reversed(tokens[behind - 2 : behind]) if token.kind != "whitespace")
    return first.start, last.end


def _contents(source: Source, start: int) -> tuple[int, int]:
    """Return the place between the quotes of a string; strings that follow each other are one."""
    index = source.index(start)
    end = start
    while source.tokens[index].kind in {"string", "whitespace"}:
        if source.tokens[index].kind == "string":
            end = source.tokens[index].end
        index += 1
    return start + 1, end - 1
