"""Statements of Jinja2, compiled; node line numbers are offsets in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from jinja2 import nodes

from promptops.templates.grammar import TemplateParser
from promptops.templates.model import TemplateError
from promptops.templates.programs.expressions import ExpressionCompiler
from promptops.templates.programs.model import MAX_NESTING, Json, References, UnportableError
from promptops.templates.programs.scopes import Scopes
from promptops.templates.programs.vocabulary import FUNCTIONS
from promptops.templates.tokens import Source

_INPUT = "make it an input"
_RESERVED = FUNCTIONS | {"loop"}


class LoopHead(NamedTuple):
    """The head of a loop: the names that it binds, what it goes through, and the condition on items."""

    names: Sequence[str]
    items: Json
    condition: Json


class StatementCompiler:
    """Compiles the statements of one source, and gathers in `refusals` what a program cannot say.

    `loops` says how many loops are around all of it; `uses_loop` tells whether it asks them for anything.
    """

    def __init__(self, parser: TemplateParser, references: References, *, loops: int = 0) -> None:
        self.refusals: list[TemplateError] = []
        self.uses_loop = False
        self.expressions = ExpressionCompiler(parser.source)
        self._source = parser.source
        self.references = references
        self.loops = loops
        self._nesting = 0
        self.scopes = Scopes()

    def block(self, body: Iterable[nodes.Node]) -> Sequence[Json]:
        """Compile statements in a row."""
        self._nesting += 1
        compiled: list[Json] = []
        for node in body:
            visit = _VISITS.get(type(node))
            if self._nesting > MAX_NESTING:
                self.refuse(UnportableError(node.lineno, "too many blocks are open here", "divide the template"))
            elif visit is None:
                self.refuse(_unknown(node))
            else:
                for step in visit(self, node):
                    append(compiled, step)
        self._nesting -= 1
        return compiled

    def value(self, node: nodes.Node, compiler: Callable[[nodes.Node], Json] | None = None) -> Json:
        """Compile an expression where it stands; null after a refusal."""
        self.expressions.loop = None
        self.expressions.names.clear()
        try:
            compiled = (compiler or self.expressions.value)(node)
        except UnportableError as error:
            self.refuse(error)
            return None
        self.scopes.read(self.expressions.names)
        self._note_loop(self.expressions.loop)
        return compiled

    def _note_loop(self, start: int | None) -> None:
        if start is not None:
            self.uses_loop = True
            if not self.loops:
                self.refuse(UnportableError(start, *_OUTSIDE))

    def head(self, node: nodes.For) -> LoopHead:
        """Compile the head of a loop."""
        if node.recursive:
            self.refuse(UnportableError(node.lineno, "a loop that calls itself", "pass in a list without levels"))
        names = self._targets(node.target)
        items = self.value(node.iter, self._pairs if len(names) == _PAIR else self.expressions.sequence)
        with self.scopes.inside(names):
            condition = None if node.test is None else self.value(node.test)
        if condition is not None and self.expressions.loop is not None:
            self.refuse(UnportableError(self.expressions.loop, "`loop` is not known in the condition", _INPUT))
        return LoopHead(names, items, condition)

    def _pairs(self, node: nodes.Node) -> Json:
        return self.expressions.pairs(node) or self.expressions.sequence(node)

    def _targets(self, target: nodes.Node) -> Sequence[str]:
        found = target.items if isinstance(target, nodes.Tuple) else [target]
        names = [each.name for each in found if isinstance(each, nodes.Name)]
        if len(names) < len(found) or (isinstance(target, nodes.Tuple) and len(names) < _PAIR):
            self.refuse(UnportableError(found[0].lineno, "the loop takes its items apart twice", "bind plain names"))
        for name in names:
            if name in _RESERVED:
                self.refuse(UnportableError(target.lineno, f"`{name}` belongs to Jinja2", "choose another name"))
        return names

    def refuse(self, error: UnportableError) -> None:
        """Take note of what a program cannot say."""
        self.refusals.append(refusal(self._source, error))


def _output(compiler: StatementCompiler, node: nodes.Output) -> Iterable[Json]:
    for part in node.nodes:
        yield part.data if isinstance(part, nodes.TemplateData) else ["write", compiler.value(part)]


def _if(compiler: StatementCompiler, node: nodes.If) -> Iterable[Json]:
    compiled: list[Json] = ["if"]
    for branch in (node, *node.elif_):
        compiled += (compiler.value(branch.test), compiler.block(branch.body))
    yield [*compiled, compiler.block(node.else_)]


def _for(compiler: StatementCompiler, node: nodes.For) -> Iterable[Json]:
    head = compiler.head(node)
    compiler.loops += 1
    with compiler.scopes.inside(head.names):
        body = compiler.block(node.body)
    compiler.loops -= 1
    with compiler.scopes.inside(()):
        yield ["for", *head, body, compiler.block(node.else_)]


def _assign(compiler: StatementCompiler, node: nodes.Assign) -> Iterable[Json]:
    if not isinstance(node.target, nodes.Name) or node.target.name in _RESERVED:
        compiler.refuse(
            UnportableError(node.lineno, "`set` gives a value to one plain name here", "write one for each")
        )
        return
    value = compiler.value(node.node)
    if not compiler.scopes.bind(node.target.name):
        message = f"`{node.target.name}` is read in a loop before: there, Jinja2 knows no value of it then"
        compiler.refuse(UnportableError(node.lineno, message, "choose another name here"))
    yield ["set", node.target.name, value]


def _include(compiler: StatementCompiler, node: nodes.Include) -> Iterable[Json]:
    template = node.template
    items = template.items if isinstance(template, nodes.Tuple | nodes.List) else [template]
    if not all(isinstance(item, nodes.Const) and isinstance(item.value, str) for item in items):
        compiler.refuse(UnportableError(node.lineno, "what is included is only computed", "name it, or choose by `if`"))
        return
    leads_to = [next(compiler.references, None) for _ in items]
    found = next((reference for reference in leads_to if reference is not None), None)
    if found is not None:
        yield ["include", found, node.with_context]
    elif not node.ignore_missing:
        compiler.refuse(UnportableError(node.lineno, "what is included is not known", "name a fragment"))


_PAIR = 2
_OUTSIDE = "`loop` is used outside of a loop", "use it where the loop is, and pass on what it tells with `set`"


def append(block: list[Json], step: Json) -> None:
    """Append a step to a block; texts that follow each other are one."""
    if not isinstance(step, str):
        block.append(step)
    elif step and block and isinstance(last := block[-1], str):
        block[-1] = last + step
    elif step:
        block.append(step)


def refusal(source: Source, error: UnportableError) -> TemplateError:
    """Return why there is no program, at the token where that shows."""
    index = source.index(error.start)
    token = source.tokens[index]
    if token.text in (".", "|") and index + 1 < len(source.tokens):
        token = source.tokens[index + 1]
    return TemplateError(error.message, error.start, token.start + max(1, len(token.text.rstrip())), error.help)


def _unknown(node: nodes.Node) -> UnportableError:
    name, advice = _UNKNOWN.get(type(node), ("this tag", _INPUT))
    return UnportableError(node.lineno, f"{name} has no form in a program", advice)


_FRAGMENT = "write a fragment and include it"
_UNKNOWN: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Macro: ("`macro`", _FRAGMENT),
    nodes.CallBlock: ("`call`", _FRAGMENT),
    nodes.Import: ("`import`", _FRAGMENT),
    nodes.FromImport: ("`from`", _FRAGMENT),
    nodes.Extends: ("`extends`", _FRAGMENT),
    nodes.Block: ("`block`", _FRAGMENT),
    nodes.FilterBlock: ("`filter`", "put the filter on each value"),
    nodes.AssignBlock: ("`set` with a body", "join the parts with `~`"),
    nodes.With: ("`with`", "give the values with `set`"),
    nodes.Scope: ("this tag", "give the values with `set`"),
    nodes.ExprStmt: ("`do`", "pass in the value that it makes"),
    nodes.Break: ("`break`", "put a condition behind `for … in … if`"),
    nodes.Continue: ("`continue`", "put a condition behind `for … in … if`"),
}

_VISITS: dict[type[nodes.Node], Callable[[StatementCompiler, Any], Iterable[Json]]] = {
    nodes.Output: _output,
    nodes.If: _if,
    nodes.For: _for,
    nodes.Assign: _assign,
    nodes.Include: _include,
}
