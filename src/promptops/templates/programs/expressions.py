"""Expressions of Jinja2, compiled; node line numbers are offsets in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from jinja2 import nodes

from promptops.templates.programs.model import LARGEST, MAX_DEPTH, Json, UnportableError
from promptops.templates.programs.vocabulary import (
    COMPARISONS,
    CONSTANT,
    CONSUMERS,
    FILTER_ALIASES,
    FILTERS,
    FUNCTIONS,
    LAZY,
    LOOP,
    METHODS,
    OF_MAPPINGS,
    TEST_ALIASES,
    TESTS,
    VIEWS,
    Parameters,
    Required,
)
from promptops.templates.tokens import Source

_MAX_DIGITS = 20
_SUMS: dict[type[nodes.Expr], str] = {
    nodes.Add: "add",
    nodes.Sub: "sub",
    nodes.Mul: "mul",
    nodes.FloorDiv: "floordiv",
    nodes.Mod: "mod",
}


class ExpressionCompiler:
    """Compiles the expressions of one source.

    `loop` is the offset of the first use of `loop` since it was last set to None: the caller knows whether there is a
    loop around it. `names` are those that were read since it was last emptied.
    """

    def __init__(self, source: Source) -> None:
        self.loop: int | None = None
        self.names: set[str] = set()
        self.source = source
        self._depth = 0

    def value(self, node: nodes.Node) -> Json:
        """Compile an expression whose value may be used in any way. Raises `UnportableError`."""
        if isinstance(node, nodes.Filter) and FILTER_ALIASES.get(node.name, node.name) in LAZY:
            message = f"what the filter `{node.name}` gives can only be gone through here"
            raise UnportableError(node.lineno, message, f"write `{node.name}(…)|list`")
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in VIEWS:
            advice = f"go through it with `for`, or write `.{node.node.attr}()|list`"
            raise UnportableError(node.lineno, f"what `{node.node.attr}` gives is no list", advice)
        if isinstance(node, nodes.Tuple):
            start = node.items[0].lineno if node.items else node.lineno
            raise UnportableError(start, "a tuple has no form in other languages", "write it as a list: `[a, b]`")
        return self._any(node)

    def sequence(self, node: nodes.Node) -> Json:
        """Compile an expression whose value is gone through once, and used in no other way. Raises as `value`."""
        if isinstance(node, nodes.Tuple):
            return ["list", *map(self.value, node.items)]
        return self._any(node)

    def pairs(self, node: nodes.Node) -> Json | None:
        """Return the mapping whose keys and values an expression lists, None for any other. Raises as `value`."""
        if isinstance(node, nodes.Filter) and node.name == "items" and node.node is not None:
            return ["filter", "items", self.value(node.node)]
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "items":
            _arguments_of_call(self, node, (0, 0))
            return ["method", "items", self.value(node.node.node)]
        return None

    def _any(self, node: nodes.Node) -> Json:
        compiled = _COMPILERS.get(type(node))
        if compiled is None:
            raise _unknown(node)
        if self._depth == MAX_DEPTH:
            raise UnportableError(node.lineno, "the expression has too many parts", "divide it with `set`")
        self._depth += 1
        try:
            return compiled(self, node)
        finally:
            self._depth -= 1


def _constant(compiler: ExpressionCompiler, node: nodes.Const) -> Json:
    token = compiler.source.tokens[compiler.source.index(node.lineno)]
    if token.kind not in ("integer", "float") or isinstance(node.value, str | bool):
        return ["const", node.value]
    written = token.text.replace("_", "")
    if len(written) > _MAX_DIGITS:
        raise _too_large(token.start)
    if token.kind == "float":
        return ["float", _float(written, token.start)]
    value = int(written, 0)
    if value > LARGEST:
        raise _too_large(token.start)
    return ["const", value]


def _negative(compiler: ExpressionCompiler, node: nodes.Neg) -> Json:
    number = _constant(compiler, node.node) if isinstance(node.node, nodes.Const) else None
    match number:
        case ["const", int(value)] if not isinstance(value, bool):
            return ["const", -value]
        case ["float", str(text)]:
            return ["float", f"-{text}"]
    raise UnportableError(node.lineno, "a sign can only stand before a number", "write `0 - x`")


def _name(compiler: ExpressionCompiler, node: nodes.Name) -> Json:
    if node.name == "loop":
        raise UnportableError(node.lineno, "`loop` by itself is no value", "write what it is to tell: `loop.index`")
    if node.name in FUNCTIONS:
        message = f"`{node.name}` belongs to Jinja2 alone"
        raise UnportableError(node.lineno, message, "make it an input with another name")
    compiler.names.add(node.name)
    return ["name", node.name]


def _attribute(compiler: ExpressionCompiler, node: nodes.Getattr) -> Json:
    if isinstance(node.node, nodes.Name) and node.node.name == "loop":
        return _of_loop(compiler, node)
    if node.attr in OF_MAPPINGS:
        message = f"`{node.attr}` is a method in Jinja2, not an item"
        raise UnportableError(node.lineno, message, f'write `["{node.attr}"]` for the item')
    if node.attr.startswith("__"):
        raise UnportableError(node.lineno, f"`{node.attr}` is a name inside Python", "rename it")
    return ["get", compiler.value(node.node), node.attr]


def _of_loop(compiler: ExpressionCompiler, node: nodes.Getattr) -> Json:
    if node.attr not in LOOP:
        known = ", ".join(f"`{name}`" for name in sorted(LOOP))
        raise UnportableError(node.lineno, f"a program knows no `loop.{node.attr}`", f"it knows {known}")
    if compiler.loop is None:
        compiler.loop = node.node.lineno
    return ["loop", node.attr]


def _item(compiler: ExpressionCompiler, node: nodes.Getitem) -> Json:
    if not isinstance(node.arg, nodes.Slice):
        return ["item", compiler.value(node.node), compiler.value(node.arg)]
    if node.arg.step is not None:
        raise UnportableError(node.lineno, "a slice with a step", "pass in the values that are to be written")
    bounds = [None if part is None else compiler.value(part) for part in (node.arg.start, node.arg.stop)]
    return ["slice", compiler.value(node.node), *bounds]


def _list(compiler: ExpressionCompiler, node: nodes.List) -> Json:
    return ["list", *map(compiler.value, node.items)]


def _both(compiler: ExpressionCompiler, node: nodes.And | nodes.Or) -> Json:
    return ["and" if isinstance(node, nodes.And) else "or", compiler.value(node.left), compiler.value(node.right)]


def _not(compiler: ExpressionCompiler, node: nodes.Not) -> Json:
    return ["not", compiler.value(node.node)]


def _sum(compiler: ExpressionCompiler, node: nodes.BinExpr) -> Json:
    for side in (node.left, node.right):
        if isinstance(side, nodes.Filter) and side.name == "tojson":
            raise UnportableError(side.lineno, "Jinja2 escapes what is added to JSON", "join them with `~`")
        if isinstance(node, nodes.Mod | nodes.Mul) and _is_text_or_list(side):
            operator = "%" if isinstance(node, nodes.Mod) else "*"
            raise UnportableError(side.lineno, f"`{operator}` is for numbers alone", "join texts with `~`")
    return [_SUMS[type(node)], compiler.value(node.left), compiler.value(node.right)]


def _concat(compiler: ExpressionCompiler, node: nodes.Concat) -> Json:
    return ["concat", *map(compiler.value, node.nodes)]


def _compare(compiler: ExpressionCompiler, node: nodes.Compare) -> Json:
    compiled: list[Json] = ["compare", compiler.value(node.expr)]
    for operand in node.ops:
        side = compiler.sequence if operand.op in ("in", "notin") else compiler.value
        compiled += (COMPARISONS[operand.op], side(operand.expr))
    return compiled


def _choose(compiler: ExpressionCompiler, node: nodes.CondExpr) -> Json:
    otherwise = None if node.expr2 is None else compiler.value(node.expr2)
    return ["choose", compiler.value(node.test), compiler.value(node.expr1), otherwise]


def _test(compiler: ExpressionCompiler, node: nodes.Test) -> Json:
    name = TEST_ALIASES.get(node.name, node.name)
    count = TESTS.get(name)
    if count is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != count:
        advice = "pass in a flag that says what is to be tested"
        raise UnportableError(node.lineno, f"a program has no test `{node.name}`", advice)
    arguments = [(compiler.sequence if name == "in" else compiler.value)(each) for each in node.args]
    return ["test", name, compiler.value(node.node), *arguments]


def _filter(compiler: ExpressionCompiler, node: nodes.Filter) -> Json:
    name = FILTER_ALIASES.get(node.name, node.name)
    parameters = FILTERS.get(name)
    if parameters is None or node.node is None:
        advice = "pass in the value as it is to be written"
        raise UnportableError(node.lineno, f"a program has no filter `{node.name}`", advice)
    is_view = name == "length" and _is_view(node.node)
    subject = (compiler.sequence if name in CONSUMERS or is_view else compiler.value)(node.node)
    return ["filter", name, subject, *_arguments(compiler, node, parameters)]


def _arguments(compiler: ExpressionCompiler, node: nodes.Filter, parameters: Parameters) -> Sequence[Json]:
    """Return the arguments in the order of the parameters, without defaults at the end."""
    given: dict[str, nodes.Expr] = dict(zip(parameters, node.args, strict=False))
    named: Any = node.kwargs  # Jinja2 says that they are expressions; they are keywords
    given.update({each.key: each.value for each in named})
    by_position = "attribute" if node.name == "map" and node.args else None
    excess = len(node.args) > len(parameters) or bool(node.dyn_args or node.dyn_kwargs or by_position)
    if excess or not given.keys() <= parameters.keys() or len(given) < len(node.args) + len(node.kwargs):
        known = ", ".join(f"`{name}`" for name in parameters) or "none"
        raise UnportableError(node.lineno, f"`{node.name}` has other parameters in a program", f"it has {known}")
    compiled: list[Json] = []
    for name, default in parameters.items():
        if name not in given and isinstance(default, Required):
            raise UnportableError(node.lineno, f"the filter `{node.name}` needs `{name}`", f"give it `{name}`")
        compiled.append(["const", default] if name not in given else _argument(compiler, name, given[name]))  # type: ignore[list-item]
    while compiled and len(compiled) > len(_last_given(parameters, given)):
        compiled.pop()
    return compiled


def _argument(compiler: ExpressionCompiler, name: str, node: nodes.Expr) -> Json:
    if name in CONSTANT and not (isinstance(node, nodes.Const) and isinstance(node.value, str)):
        raise UnportableError(node.lineno, f"`{name}` is computed", "write it out as a text in quotes")
    if name == "test" and isinstance(node, nodes.Const):
        test = TEST_ALIASES.get(node.value, node.value)
        if test not in TESTS:
            raise UnportableError(node.lineno, f"a program has no test `{node.value}`", "use another")
        return ["const", test]
    return compiler.value(node)


def _call(compiler: ExpressionCompiler, node: nodes.Call) -> Json:
    callee = node.node
    if not isinstance(callee, nodes.Getattr):
        name = f"`{callee.name}`" if isinstance(callee, nodes.Name) else "a value"
        raise UnportableError(callee.lineno, f"{name} is called", "pass in what it returns")
    if callee.attr not in METHODS:
        advice = "go through `.items()` with `for key, value in`" if callee.attr == "items" else _PASSED_IN
        raise UnportableError(callee.lineno, f"the method `{callee.attr}` is called", advice)
    arguments = _arguments_of_call(compiler, node, METHODS[callee.attr])
    return ["method", callee.attr, compiler.value(callee.node), *arguments]


def _arguments_of_call(compiler: ExpressionCompiler, node: nodes.Call, count: tuple[int, int]) -> Sequence[Json]:
    least, most = count
    if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= most:
        raise UnportableError(node.lineno, "the method has other parameters in a program", _PASSED_IN)
    return [compiler.value(each) for each in node.args]


_PASSED_IN = "pass in what it returns"


def _is_text_or_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.List) or (isinstance(node, nodes.Const) and isinstance(node.value, str))


def _last_given(parameters: Parameters, given: dict[str, nodes.Expr]) -> Sequence[str]:
    names = list(parameters)
    while names and names[-1] not in given:
        names.pop()
    return names


def _is_view(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in VIEWS


def _float(written: str, start: int) -> str:
    value = float(written)
    if not isfinite(value):
        raise _too_large(start)
    return repr(value)


def _too_large(start: int) -> UnportableError:
    return UnportableError(start, "the number is not exact in other languages", "write it as a text in quotes")


def _unknown(node: nodes.Node) -> UnportableError:
    what = _UNKNOWN.get(type(node), "this expression")
    return UnportableError(node.lineno, f"{what} has no form in a program", "pass in the value that it gives")


_UNKNOWN: dict[type[nodes.Node], str] = {
    nodes.Div: "`/`",
    nodes.Pow: "`**`",
    nodes.Pos: "a sign",
    nodes.Dict: "a mapping that is written out",
}

_COMPILERS: dict[type[nodes.Node], Callable[[ExpressionCompiler, Any], Json]] = {
    nodes.Const: _constant,
    nodes.Neg: _negative,
    nodes.Name: _name,
    nodes.Getattr: _attribute,
    nodes.Getitem: _item,
    nodes.List: _list,
    nodes.And: _both,
    nodes.Or: _both,
    nodes.Not: _not,
    nodes.Add: _sum,
    nodes.Sub: _sum,
    nodes.Mul: _sum,
    nodes.FloorDiv: _sum,
    nodes.Mod: _sum,
    nodes.Concat: _concat,
    nodes.Compare: _compare,
    nodes.CondExpr: _choose,
    nodes.Test: _test,
    nodes.Filter: _filter,
    nodes.Call: _call,
}
