"""The steps of programs, made into functions that write into an output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from promptops.runtime.rendering.errors import ProgramError, RenderError
from promptops.runtime.rendering.expressions import LOOP, Expression, ExpressionBuilder
from promptops.runtime.rendering.forms import name_of, sized
from promptops.runtime.rendering.values import MAX_ITEMS, Scope, checked_text, items_of, text_of
from promptops.runtime.rendering.work import ITEM, NESTED, WORK, weight

MAX_INCLUDES: Final = 10_000
"""Most texts that one rendering includes, one after the other."""

_MAX_PIECES = 64
"""So many pieces are written before their length is looked at."""

_PAIR = 2
_ODD = 3


class Output(list[str]):
    """The pieces of a text. `include` renders what is included; what has been done is counted for the limits."""

    __slots__ = ("depth", "include", "includes", "rounds", "size", "weighed")

    def __init__(self, include: Callable[[str, Scope, Output], None]) -> None:
        super().__init__()
        self.include = include
        self.depth = self.includes = self.rounds = self.size = self.weighed = 0

    def weigh(self) -> None:
        """Refuse a text that has become too long."""
        self.size += sum(map(len, self[self.weighed :]))
        self.weighed = len(self)
        checked_text(self.size)

    def begin(self, rounds: int) -> None:
        """Refuse a loop that makes the rounds too many."""
        self.rounds += rounds
        if self.rounds > MAX_ITEMS:
            raise RenderError(f"its loops have more than {MAX_ITEMS:,} rounds", "pass in less")


Step: TypeAlias = Callable[[Scope, Output], None]


class StepBuilder:
    """Makes functions of the steps of one program; `includes` are the references of what it includes."""

    def __init__(self) -> None:
        self.includes: set[str] = set()
        self.expressions = ExpressionBuilder()

    def block(self, nodes: Any) -> Step:
        """Return the function of steps in a row. Raises ProgramError."""
        if not isinstance(nodes, list | tuple):
            raise ProgramError("it has a row of steps that is none")
        self.expressions.descend()
        steps = list(self._steps(nodes))
        self.expressions.ascend()
        if len(steps) == 1:
            return steps[0]
        return _row(tuple(steps))

    def _steps(self, nodes: Sequence[Any]) -> Sequence[Step]:
        """Return the functions of steps; what is only written is written by one of them."""
        steps: list[Step] = []
        written: list[tuple[str, Expression]] = []
        text = ""
        for node in nodes:
            if isinstance(node, str):
                text += node
                continue
            name, arguments = self.expressions.parts(node)
            if name == "write":
                written.append((text, self.expressions.expression(sized(arguments, 1)[0])))
            else:
                steps += _writing(written, text)
                written = []
                steps.append(self._step(name, arguments))
            text = ""
        return [*steps, *_writing(written, text)]

    def _step(self, name: str, arguments: Sequence[Any]) -> Step:
        build = _BUILDERS.get(name)
        if build is None:
            raise ProgramError("it has a step that this version does not know")
        self.expressions.descend()
        step = build(self, arguments)
        self.expressions.ascend()
        return step


def _condition(builder: StepBuilder, arguments: Sequence[Any]) -> Step:
    if len(arguments) < _ODD or len(arguments) % 2 == 0:
        raise ProgramError("it has a condition that is none")
    *branches, last = arguments
    tests = [builder.expressions.expression(each) for each in branches[::2]]
    blocks = [builder.block(each) for each in branches[1::2]]
    otherwise = builder.block(last)
    if len(tests) == 1:
        return _choice(tests[0], blocks[0], otherwise)
    return _cascade(tuple(zip(tests, blocks, strict=True)), otherwise)


def _loop(builder: StepBuilder, arguments: Sequence[Any]) -> Step:
    targets, items, condition, body, otherwise = sized(arguments, 5)
    if not isinstance(targets, list | tuple) or not targets:
        raise ProgramError("it has a loop that binds no name")
    names = [name_of(each) for each in targets]
    through = builder.expressions.expression(items)
    before = builder.expressions.nodes
    holds = None if condition is None else builder.expressions.expression(condition)
    builder.expressions.loops.append(False)
    block = builder.block(body)
    asked = builder.expressions.loops.pop()
    bind, work = _binder(names), builder.expressions.nodes - before + ITEM * len(names)
    nothing = builder.block(otherwise)
    return _Loop(through, bind, block, nothing, holds=holds, work=work, asked=asked, fresh=_sets(body))


def _assignment(builder: StepBuilder, arguments: Sequence[Any]) -> Step:
    target, node = sized(arguments, 2)
    name, value = name_of(target), builder.expressions.expression(node)

    def step(scope: Scope, _: Output) -> None:
        scope[name] = value(scope)

    return step


def _inclusion(builder: StepBuilder, arguments: Sequence[Any]) -> Step:
    written, with_context = sized(arguments, 2)
    reference = name_of(written)
    if not isinstance(with_context, bool):
        raise ProgramError("it has an include that is none")
    builder.includes.add(reference)

    def step(scope: Scope, output: Output) -> None:
        output.includes += 1
        if output.includes > MAX_INCLUDES:
            raise RenderError(f"it includes more than {MAX_INCLUDES:,} texts", "pass in less")
        inner = Scope(scope) if with_context else Scope({WORK: scope[WORK]})
        inner[WORK](ITEM * len(inner))
        inner.pop(LOOP, None)
        output.include(reference, inner, output)

    return step


def _row(steps: tuple[Step, ...]) -> Step:
    def run(scope: Scope, output: Output) -> None:
        for step in steps:
            step(scope, output)

    return run


def _writing(written: Sequence[tuple[str, Expression]], text: str) -> Sequence[Step]:
    """Return the step that writes values, each behind a text, and a text behind them; none where nothing is written."""
    if not written:
        return [_text(text)] if text else []
    parts = tuple(written)

    def step(scope: Scope, output: Output) -> None:
        write = output.append
        for before, expression in parts:
            value = expression(scope)
            write(before)
            if type(value) is not str:
                if type(value) in NESTED:
                    scope[WORK](weight(value))
                value = text_of(value)
            write(value)
        write(text)

    return [step]


def _text(text: str) -> Step:
    return lambda _, output: output.append(text)


def _choice(test: Expression, block: Step, otherwise: Step) -> Step:
    def step(scope: Scope, output: Output) -> None:
        if test(scope):
            block(scope, output)
        else:
            otherwise(scope, output)

    return step


def _cascade(branches: Sequence[tuple[Expression, Step]], otherwise: Step) -> Step:
    def step(scope: Scope, output: Output) -> None:
        for test, block in branches:
            if test(scope):
                block(scope, output)
                return
        otherwise(scope, output)

    return step


def _binder(names: Sequence[str]) -> Callable[[Scope, Any], None]:
    if len(names) == 1:
        name = names[0]

        def bind_one(scope: Scope, item: Any) -> None:
            scope[name] = item

        return bind_one

    def bind(scope: Scope, item: Any) -> None:
        scope.update(zip(names, item, strict=True))

    return bind


def _chosen(items: Sequence[Any], bind: Callable[[Scope, Any], None], holds: Expression, scope: Scope) -> Sequence[Any]:
    """Return the items that a condition holds for."""
    inner, found = Scope(scope), []
    for item in items:
        bind(inner, item)
        if holds(inner):
            found.append(item)
    return found


def _sets(body: Sequence[Any]) -> bool:
    """Say whether a block gives values to names itself, in whichever branch; a loop in it keeps its own."""
    for node in body:
        if not isinstance(node, str) and (
            node[0] == "set" or (node[0] == "if" and any(_sets(block) for block in (*node[2::2], node[-1])))
        ):
            return True
    return False


class _Loop:
    """A loop: a step like any other. `asked` says that its body uses `loop`, `fresh` that it gives values to names.

    `work` are the units of one round; each item counts as one, whether the condition holds for it or not.
    """

    def __init__(  # noqa: PLR0913  the parts of a loop, those after `*` by name
        self,
        items: Expression,
        bind: Callable[[Scope, Any], None],
        block: Step,
        otherwise: Step,
        *,
        holds: Expression | None,
        work: int,
        asked: bool,
        fresh: bool,
    ) -> None:
        self._items = items
        self._holds = holds
        self._work = work
        self._bind = bind
        self._block = block
        self._otherwise = otherwise
        self._asked = asked
        self._fresh = fresh

    def __call__(self, scope: Scope, output: Output) -> None:
        items = items_of(self._items(scope))
        output.begin(len(items))
        scope[WORK](len(items) * (self._work + (ITEM * len(scope) if self._fresh else 0)) + ITEM * len(scope))
        if self._holds is not None:
            items = _chosen(items, self._bind, self._holds, scope)
        if not items:
            self._otherwise(Scope(scope), output)
            return
        bind, block, inner = self._bind, self._block, Scope(scope)
        position = [0, len(items)]
        if self._asked:
            inner[LOOP] = position
        for index, item in enumerate(items):
            here = Scope(inner) if self._fresh else inner
            position[0] = index
            bind(here, item)
            block(here, output)
            if len(output) - output.weighed > _MAX_PIECES:
                output.weigh()


_BUILDERS: Mapping[str, Callable[[StepBuilder, Sequence[Any]], Step]] = {
    "for": _loop,
    "if": _condition,
    "include": _inclusion,
    "set": _assignment,
}
