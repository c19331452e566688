"""Expressions of programs, made into functions of a scope. Nothing of a program becomes code: it is looked up, once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from promptops.runtime.rendering import values
from promptops.runtime.rendering.errors import ProgramError, RenderError
from promptops.runtime.rendering.forms import check_constants, is_short, known, label_of, name_of, sized
from promptops.runtime.rendering.names import ATTRIBUTE, FILTERS, METHODS, TESTS, Named
from promptops.runtime.rendering.values import LARGEST, UNDEFINED, Scope
from promptops.runtime.rendering.work import ITEM, NESTED, SHORT, WORK, compared, searched, size, weight

Expression: TypeAlias = Callable[[Scope], Any]

LOOP: Final = 0
"""Where a scope has the innermost loop, which is no name: `[index, length]`."""

MAX_DEPTH: Final = 64
MAX_NODES: Final = 200_000

_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ge": operator.ge,
    "gt": operator.gt,
    "in": lambda left, right: left in right,
    "le": operator.le,
    "lt": operator.lt,
    "ne": operator.ne,
    "not in": lambda left, right: left not in right,
}
_SEARCHES = frozenset({"in", "not in"})
_LOOP: Mapping[str, Callable[[Sequence[int]], Any]] = {
    "first": lambda loop: loop[0] == 0,
    "index": lambda loop: loop[0] + 1,
    "index0": operator.itemgetter(0),
    "last": lambda loop: loop[0] + 1 == loop[1],
    "length": operator.itemgetter(1),
    "revindex": lambda loop: loop[1] - loop[0],
    "revindex0": lambda loop: loop[1] - loop[0] - 1,
}


class ExpressionBuilder:
    """Makes functions of expressions, and counts what it has seen.

    `loops` has an element for each loop around the expression: whether anything in it asks for `loop`. `nodes` are the
    steps and expressions seen until now.
    """

    def __init__(self) -> None:
        self.loops: list[bool] = []
        self._depth = 0
        self.nodes = 0

    def expression(self, node: Any) -> Expression:
        """Return the function of an expression. Raises ProgramError."""
        name, arguments = self.parts(node)
        build = BUILDERS.get(name)
        if build is None:
            raise ProgramError("it has an expression that this version does not know")
        self.descend()
        built = build(self, arguments)
        self.ascend()
        return built

    def parts(self, node: Any) -> tuple[str, Sequence[Any]]:
        """Return the name and the parts of a step or expression. Raises ProgramError."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ProgramError("it is too long")
        if not isinstance(node, list | tuple) or not node or not isinstance(node[0], str):
            raise ProgramError("it has something that is neither a step nor an expression")
        return node[0], node[1:]

    def descend(self) -> None:
        """Go one level deeper. Raises ProgramError where that is too deep."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ProgramError("it is nested too deeply")

    def ascend(self) -> None:
        """Come back from a level."""
        self._depth -= 1


def _const(_: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    (value,) = sized(arguments, 1)
    if value is not None and type(value) not in (bool, int, str):
        raise ProgramError("it has a constant that is none")
    if type(value) is int and abs(value) > LARGEST:
        raise ProgramError("it has a number that is not exact")
    return lambda _: value


def _real(_: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    try:
        value = float(name_of(sized(arguments, 1)[0]))
    except ValueError:
        raise ProgramError("it has a number that is none") from None
    return lambda _: value


def _name(_: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    return operator.itemgetter(name_of(sized(arguments, 1)[0]))


def _loop(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    run = _LOOP.get(name_of(sized(arguments, 1)[0]))
    if run is None or not builder.loops:
        raise ProgramError("it asks a loop for something that there is not")
    builder.loops[-1] = True
    return lambda scope: run(scope[LOOP])


def _get(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    node, written = sized(arguments, 2)
    value, name, label = builder.expression(node), name_of(written), label_of(node)

    def run(scope: Scope) -> Any:
        found = value(scope)
        if type(found) is dict:
            return found.get(name, UNDEFINED)
        try:
            return values.get(found, name)
        except LookupError:
            raise _without_value(label) from None

    return run


def _item(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    node, written = sized(arguments, 2)
    value, key, label = builder.expression(node), builder.expression(written), label_of(node)

    def run(scope: Scope) -> Any:
        try:
            return values.item(value(scope), key(scope))
        except LookupError:
            raise _without_value(label) from None

    return run


def _slice(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    node, *bounds = sized(arguments, 3)
    value, cut = builder.expression(node), values.cut
    start, stop = (_nothing if bound is None else builder.expression(bound) for bound in bounds)

    def run(scope: Scope) -> Any:
        made = cut(value(scope), start(scope), stop(scope))
        scope[WORK](size(made))
        return made

    return run


def _list(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    parts = [builder.expression(each) for each in arguments]
    work = ITEM * len(parts)

    def run(scope: Scope) -> Any:
        scope[WORK](work)
        return [part(scope) for part in parts]

    return run


def _both(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    left, right = map(builder.expression, sized(arguments, 2))
    return lambda scope: left(scope) and right(scope)


def _either(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    left, right = map(builder.expression, sized(arguments, 2))
    return lambda scope: left(scope) or right(scope)


def _negation(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    value = builder.expression(sized(arguments, 1)[0])
    return lambda scope: not value(scope)


def _concat(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    parts, join = [builder.expression(each) for each in arguments], values.concat

    def run(scope: Scope) -> Any:
        found = [part(scope) for part in parts]
        for each in found:
            if type(each) in NESTED:
                scope[WORK](weight(each))
        made = join(found)
        if len(made) > SHORT:
            scope[WORK](len(made))
        return made

    return run


def _compare(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    if len(arguments) < 3 or len(arguments) % 2 == 0:  # noqa: PLR2004  a value, and pairs of operator and value
        raise ProgramError("it has a comparison that is none")
    first = builder.expression(arguments[0])
    operators = [known(_COMPARISONS, each) for each in arguments[1::2]]
    others = [builder.expression(each) for each in arguments[2::2]]
    costs = [searched if name in _SEARCHES else compared for name in arguments[1::2]]
    if len(others) > 1:
        return _chain(first, list(zip(operators, costs, others, strict=True)))
    compare, cost, other = operators[0], costs[0], others[0]
    if cost is compared and any(map(is_short, arguments[::2])):
        return lambda scope: compare(first(scope), other(scope))

    def run(scope: Scope) -> Any:
        left, right = first(scope), other(scope)
        scope[WORK](cost(left, right))
        return compare(left, right)

    return run


def _choose(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    condition, value, otherwise = sized(arguments, 3)
    holds, then = builder.expression(condition), builder.expression(value)
    other = _undefined if otherwise is None else builder.expression(otherwise)
    return lambda scope: then(scope) if holds(scope) else other(scope)


def _filter(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    name, *given = arguments or ("",)
    named = known(FILTERS, name)
    place = ATTRIBUTE.get(name)
    if place is not None and len(given) > place + 1:
        check_constants(given[place + 1 :])
    return _call(builder, named, given)


def _test(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    name, *given = arguments or ("",)
    return _call(builder, known(TESTS, name), given)


def _method(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    name, *given = arguments or ("",)
    return _call(builder, known(METHODS, name), given)


def _call(builder: ExpressionBuilder, named: Named, given: Sequence[Any]) -> Expression:
    if not named.least <= len(given) - 1 <= named.most:
        raise ProgramError("it passes too few or too many arguments")
    run, value, *others = named.run, *map(builder.expression, given)
    if named.cost is not None:
        return _costly(run, named.cost, (value, *others))
    if not others:
        return lambda scope: run(value(scope))
    if len(others) == 1:
        other = others[0]
        return lambda scope: run(value(scope), other(scope))
    return lambda scope: run(value(scope), *[other(scope) for other in others])


def _costly(run: Callable[..., Any], cost: Callable[..., int], parts: Sequence[Expression]) -> Expression:
    """Return a call whose work is counted: what it reads before it is made, and then what it has made."""

    def call(scope: Scope) -> Any:
        found = [part(scope) for part in parts]
        spend = scope[WORK]
        spend(cost(*found))
        made = run(*found)
        if type(made) is not bool:
            spend(size(made))
        return made

    if len(parts) > 1:
        return call
    only = parts[0]

    def call_one(scope: Scope) -> Any:
        found = only(scope)
        if type(found) is str and len(found) <= SHORT:
            return run(found)
        spend = scope[WORK]
        spend(cost(found))
        made = run(found)
        spend(size(made))
        return made

    return call_one


def _addition(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
    return _costly(values.add, lambda *_: 0, [builder.expression(each) for each in sized(arguments, 2)])


def _arithmetic(run: Callable[[Any, Any], Any]) -> Build:
    def build(builder: ExpressionBuilder, arguments: Sequence[Any]) -> Expression:
        left, right = map(builder.expression, sized(arguments, 2))
        return lambda scope: run(left(scope), right(scope))

    return build


Build: TypeAlias = Callable[[ExpressionBuilder, Sequence[Any]], Expression]


Comparison: TypeAlias = tuple[Callable[[Any, Any], Any], Callable[[Any, Any], int], Expression]
"""An operator, the work of it, and what is compared."""


def _chain(first: Expression, comparisons: Sequence[Comparison]) -> Expression:
    def run(scope: Scope) -> Any:
        left, holds = first(scope), True
        for compare, cost, other in comparisons:
            right = other(scope)
            scope[WORK](cost(left, right))
            holds = compare(left, right)
            if not holds:
                break
            left = right
        return holds

    return run


def _nothing(_: Scope) -> None:
    return None


def _undefined(_: Scope) -> Any:
    return UNDEFINED


def _without_value(label: str) -> RenderError:
    return RenderError(f"{label if label == 'a value' else f'`{label}`'} is asked for a part and has no value")


BUILDERS: Mapping[str, Build] = {
    "add": _addition,
    "and": _both,
    "choose": _choose,
    "compare": _compare,
    "concat": _concat,
    "const": _const,
    "filter": _filter,
    "float": _real,
    "floordiv": _arithmetic(values.floordiv),
    "get": _get,
    "item": _item,
    "list": _list,
    "loop": _loop,
    "method": _method,
    "mod": _arithmetic(values.mod),
    "mul": _arithmetic(values.mul),
    "name": _name,
    "not": _negation,
    "or": _either,
    "slice": _slice,
    "sub": _arithmetic(values.sub),
    "test": _test,
}
