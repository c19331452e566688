"""The whole way from a text to its program, with Jinja2's own grammar."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import repeat

from jinja2 import nodes

from promptops.templates.grammar import TemplateParser, read_source
from promptops.templates.model import TemplateError
from promptops.templates.programs.model import Compiled, Json, References
from promptops.templates.programs.statements import StatementCompiler
from promptops.templates.programs.steps import Step
from promptops.templates.tokens import RefusedError

_NEWLINE = re.compile(r"\r\n?")


def compile_syntax(text: str, references: References) -> Compiled:
    """Compile any text; one that is no template has neither a program nor refusals."""
    read = _read(_NEWLINE.sub("\n", text))
    if read is None:
        return Compiled(None)
    parser, body = read
    compiler = StatementCompiler(parser, references)
    program = compiler.block(body)
    if not compiler.refusals:
        return Compiled(program)
    returns = [match.start() - index for index, match in enumerate(re.finditer(r"\r\n", text))]
    return Compiled(None, tuple([_moved(each, returns) for each in compiler.refusals]))


def read_tag(keyword: str, text: str) -> Step | None:
    """Compile a template that was made around one tag."""
    read = _read(text)
    if read is None or len(read[1]) != 1:
        return None
    parser, (node,) = read
    compiler = StatementCompiler(parser, repeat(""), loops=1)
    parts = _parts(compiler, keyword, node)
    if parts is None or compiler.refusals:
        return None
    structure = keyword if keyword in ("if", "elif", "for") else ""
    return Step(structure, parts, *_targets(node), compiler.uses_loop)


def _parts(compiler: StatementCompiler, keyword: str, node: nodes.Node) -> Sequence[Json] | None:
    if isinstance(node, nodes.For):
        return compiler.head(node)
    if isinstance(node, nodes.If):
        return (compiler.value(node.elif_[0].test if keyword == "elif" else node.test),)
    return next(iter(compiler.block([node])), None)  # type: ignore[return-value]


def _targets(node: nodes.Node) -> tuple[int, bool]:
    if not isinstance(node, nodes.Include):
        return 0, False
    template = node.template
    items = template.items if isinstance(template, nodes.Tuple | nodes.List) else [template]
    return len(items), node.ignore_missing


def _read(text: str) -> tuple[TemplateParser, Sequence[nodes.Node]] | None:
    try:
        parser = TemplateParser(read_source(text))
        return parser, parser.subparse()
    except (RefusedError, RecursionError):
        return None


def _moved(error: TemplateError, returns: list[int]) -> TemplateError:
    """Count the carriage returns again that the parser did not see; `returns` are the offsets that they had there."""
    start, end = error.start, error.end
    return error._replace(start=start + bisect_left(returns, start), end=end + bisect_left(returns, end))
