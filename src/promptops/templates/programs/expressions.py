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
    REQUIRED,
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
    loop around it.
    """

    def __init__(self, source: Source) -> None:
        self.loop: int | None = None
        self._source = source
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
            raise UnportableError(node.lineno, "a tuple has no form in other languages", "write it as a list: `[a, b]`")
        return self._any(node)

    def sequence(self, node: nodes.Node) -> Json:
        """Compile an expression whose value is gone through once, and used in no other way. Raises as `value`."""
        if isinstance(node, nodes.Tuple):
            return ["list", *map(self.value, node.items)]
        return self._any(node)

    def pairs(self, node: nodes.Node) -> Json | None:
        """Return the mapping whose keys and values an expression lists, None for any other. Raises as `value`."""
        if isinstance(node, nodes.Filter) and node.name == "items" and node.node is not None:
            return self.value(node.node)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "items":
            self._arguments_of_call(node, (0, 0))
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

    def _constant(self, node: nodes.Const) -> Json:
        token = self._source.tokens[self._source.index(node.lineno)]
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

    def _negative(self, node: nodes.Neg) -> Json:
        number = self._constant(node.node) if isinstance(node.node, nodes.Const) else None
        match number:
            case ["const", int(value)] if not isinstance(value, bool):
                return ["const", -value]
            case ["float", str(text)]:
                return ["float", f"-{text}"]
        raise UnportableError(node.lineno, "a sign can only stand before a number", "write `0 - x`")

    def _name(self, node: nodes.Name) -> Json:
        if node.name == "loop":
            raise UnportableError(node.lineno, "`loop` by itself is no value", "write what it is to tell: `loop.index`")
        if node.name in FUNCTIONS:
            message = f"`{node.name}` belongs to Jinja2 alone"
            raise UnportableError(node.lineno, message, "make it an input with another name")
        return ["name", node.name]

    def _attribute(self, node: nodes.Getattr) -> Json:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            return self._of_loop(node)
        if node.attr in OF_MAPPINGS:
            message = f"`{node.attr}` is a method in Jinja2, not an item"
            raise UnportableError(node.lineno, message, f'write `["{node.attr}"]` for the item')
        if node.attr.startswith("__"):
            raise UnportableError(node.lineno, f"`{node.attr}` is a name inside Python", "rename it")
        return ["get", self.value(node.node), node.attr]

    def _of_loop(self, node: nodes.Getattr) -> Json:
        if node.attr not in LOOP:
            known = ", ".join(f"`{name}`" for name in sorted(LOOP))
            raise UnportableError(node.lineno, f"a program knows no `loop.{node.attr}`", f"it knows {known}")
        if self.loop is None:
            self.loop = node.node.lineno
        return ["loop", node.attr]

    def _item(self, node: nodes.Getitem) -> Json:
        if not isinstance(node.arg, nodes.Slice):
            return ["item", self.value(node.node), self.value(node.arg)]
        if node.arg.step is not None:
            raise UnportableError(node.lineno, "a slice with a step", "pass in the values that are to be written")
        start, stop = (part and self.value(part) for part in (node.arg.start, node.arg.stop))
        return ["slice", self.value(node.node), start, stop]

    def _list(self, node: nodes.List) -> Json:
        return ["list", *map(self.value, node.items)]

    def _both(self, node: nodes.And | nodes.Or) -> Json:
        return ["and" if isinstance(node, nodes.And) else "or", self.value(node.left), self.value(node.right)]

    def _not(self, node: nodes.Not) -> Json:
        return ["not", self.value(node.node)]

    def _sum(self, node: nodes.BinExpr) -> Json:
        for side in (node.left, node.right):
            if isinstance(side, nodes.Filter) and side.name == "tojson":
                raise UnportableError(side.lineno, "Jinja2 escapes what is added to JSON", "join them with `~`")
        if isinstance(node, nodes.Mod) and isinstance(node.left, nodes.Const) and isinstance(node.left.value, str):
            raise UnportableError(node.left.lineno, "`%` fills no text in a program", "join the parts with `~`")
        return [_SUMS[type(node)], self.value(node.left), self.value(node.right)]

    def _concat(self, node: nodes.Concat) -> Json:
        return ["concat", *map(self.value, node.nodes)]

    def _compare(self, node: nodes.Compare) -> Json:
        compiled: list[Json] = ["compare", self.value(node.expr)]
        for operand in node.ops:
            side = self.sequence if operand.op in ("in", "notin") else self.value
            compiled += (COMPARISONS[operand.op], side(operand.expr))
        return compiled

    def _choose(self, node: nodes.CondExpr) -> Json:
        otherwise = None if node.expr2 is None else self.value(node.expr2)
        return ["choose", self.value(node.test), self.value(node.expr1), otherwise]

    def _test(self, node: nodes.Test) -> Json:
        name = TEST_ALIASES.get(node.name, node.name)
        count = TESTS.get(name)
        if count is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != count:
            advice = "pass in a flag that says what is to be tested"
            raise UnportableError(node.lineno, f"a program has no test `{node.name}`", advice)
        arguments = [(self.sequence if name == "in" else self.value)(each) for each in node.args]
        return ["test", name, self.value(node.node), *arguments]

    def _filter(self, node: nodes.Filter) -> Json:
        name = FILTER_ALIASES.get(node.name, node.name)
        parameters = FILTERS.get(name)
        if parameters is None or node.node is None:
            advice = "pass in the value as it is to be written"
            raise UnportableError(node.lineno, f"a program has no filter `{node.name}`", advice)
        is_view = name == "length" and _is_view(node.node)
        subject = (self.sequence if name in CONSUMERS or is_view else self.value)(node.node)
        return ["filter", name, subject, *self._arguments(node, parameters)]

    def _arguments(self, node: nodes.Filter, parameters: Parameters) -> Sequence[Json]:
        """Return the arguments in the order of the parameters, without defaults at the end."""
        given = dict(zip(parameters, node.args, strict=False))
        given.update({each.key: each.value for each in node.kwargs})
        by_position = "attribute" if node.name == "map" and node.args else None
        excess = len(node.args) > len(parameters) or bool(node.dyn_args or node.dyn_kwargs or by_position)
        if excess or not given.keys() <= parameters.keys() or len(given) < len(node.args) + len(node.kwargs):
            known = ", ".join(f"`{name}`" for name in parameters) or "none"
            raise UnportableError(node.lineno, f"`{node.name}` has other parameters in a program", f"it has {known}")
        compiled: list[Json] = []
        for name, default in parameters.items():
            if name not in given and isinstance(default, Required):
                raise UnportableError(node.lineno, f"the filter `{node.name}` needs `{name}`", f"give it `{name}`")
            compiled.append(["const", default] if name not in given else self._argument(name, given[name]))  # type: ignore[list-item]
        while compiled and len(compiled) > len(_last_given(parameters, given)):
            compiled.pop()
        return compiled

    def _argument(self, name: str, node: nodes.Expr) -> Json:
        if name in CONSTANT and not (isinstance(node, nodes.Const) and isinstance(node.value, str)):
            raise UnportableError(node.lineno, f"`{name}` is computed", "write it out as a text in quotes")
        if name == "test" and isinstance(node, nodes.Const):
            test = TEST_ALIASES.get(node.value, node.value)
            if test not in TESTS:
                raise UnportableError(node.lineno, f"a program has no test `{node.value}`", "use another")
            return ["const", test]
        return self.value(node)

    def _call(self, node: nodes.Call) -> Json:
        callee = node.node
        if not isinstance(callee, nodes.Getattr):
            name = f"`{callee.name}`" if isinstance(callee, nodes.Name) else "a value"
            raise UnportableError(callee.lineno, f"{name} is called", "pass in what it returns")
        if callee.attr not in METHODS:
            advice = "go through `.items()` with `for key, value in`" if callee.attr == "items" else _PASS
            raise UnportableError(callee.lineno, f"the method `{callee.attr}` is called", advice)
        arguments = self._arguments_of_call(node, METHODS[callee.attr])
        return ["method", callee.attr, self.value(callee.node), *arguments]

    def _arguments_of_call(self, node: nodes.Call, count: tuple[int, int]) -> Sequence[Json]:
        least, most = count
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= most:
            raise UnportableError(node.lineno, "the method has other parameters in a program", _PASS)
        return [self.value(each) for each in node.args]


_PASS = "pass in what it returns"


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
    nodes.Const: ExpressionCompiler._constant,
    nodes.Neg: ExpressionCompiler._negative,
    nodes.Name: ExpressionCompiler._name,
    nodes.Getattr: ExpressionCompiler._attribute,
    nodes.Getitem: ExpressionCompiler._item,
    nodes.List: ExpressionCompiler._list,
    nodes.And: ExpressionCompiler._both,
    nodes.Or: ExpressionCompiler._both,
    nodes.Not: ExpressionCompiler._not,
    nodes.Add: ExpressionCompiler._sum,
    nodes.Sub: ExpressionCompiler._sum,
    nodes.Mul: ExpressionCompiler._sum,
    nodes.FloorDiv: ExpressionCompiler._sum,
    nodes.Mod: ExpressionCompiler._sum,
    nodes.Concat: ExpressionCompiler._concat,
    nodes.Compare: ExpressionCompiler._compare,
    nodes.CondExpr: ExpressionCompiler._choose,
    nodes.Test: ExpressionCompiler._test,
    nodes.Filter: ExpressionCompiler._filter,
    nodes.Call: ExpressionCompiler._call,
}
