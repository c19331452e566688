"""Rendering: programs out of a bundle, made into functions once, and texts made of values.

A program is data. It is checked as a whole before it runs, nothing of it or of a value becomes code, and what it may do
is limited: the rounds of loops, the length of texts, the includes, and the work of all operations together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Self

from promptops.runtime.rendering.errors import ProgramError, RenderError
from promptops.runtime.rendering.steps import Output, Step, StepBuilder
from promptops.runtime.rendering.values import Scope
from promptops.runtime.rendering.work import WORK, Meter

__all__ = ["Find", "Program", "ProgramError", "RenderError"]

MAX_INSIDE: Final = 20
"""Most texts included inside each other."""

_FAILURES = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError, MemoryError)


class Program:
    """The program of one text. `includes` are the references of what it includes."""

    __slots__ = ("_defaults", "_nodes", "_run", "includes")

    def __init__(self, run: Step, includes: frozenset[str], nodes: int, defaults: Mapping[str, Any]) -> None:
        self._run = run
        self.includes = includes
        self._nodes = nodes
        self._defaults = dict(defaults)

    @classmethod
    def of(cls, document: object, defaults: Mapping[str, Any] = {}) -> Self:
        """Return the program that a bundle holds; `defaults` are the values of inputs that nobody gives one.

        Raises:
            ProgramError: it is none, or none that this version can run.
        """
        builder = StepBuilder()
        try:
            run = builder.block(document)
        except RecursionError:
            raise ProgramError("it is nested too deeply") from None
        return cls(run, frozenset(builder.includes), builder.expressions.nodes, defaults)

    def render(self, values: Mapping[str, Any], find: Find) -> str:
        """Return the text of values of JSON; `find` returns the program of what is included, by full reference.

        Raises:
            RenderError: the text cannot be made of these values.
        """
        output = Output(_including(find))
        try:
            scope = Scope(values)
            scope[WORK] = Meter().spend
            self._write(scope, output)
            output.weigh()
            return "".join(output)
        except _FAILURES as error:
            raise RenderError(_told(error)) from error

    def _write(self, scope: Scope, output: Output) -> None:
        scope[WORK](self._nodes)
        if self._defaults:
            for name, value in self._defaults.items():
                scope.setdefault(name, value)
        self._run(scope, output)


Find = Callable[[str], Program]
"""Returns the program of a text by its full reference."""


def _including(find: Find) -> Callable[[str, Scope, Output], None]:
    def include(reference: str, scope: Scope, output: Output) -> None:
        if output.depth == MAX_INSIDE:
            raise RenderError(f"more than {MAX_INSIDE} texts include each other", "mend the template")
        output.depth += 1
        find(reference)._write(scope, output)  # noqa: SLF001  it is another one of this class
        output.depth -= 1
        output.weigh()

    return include


def _told(error: Exception) -> str:
    """Return what went wrong, without any value."""
    if isinstance(error, TypeError):
        return str(error)
    if isinstance(error, ZeroDivisionError):
        return "a number is divided by zero"
    if isinstance(error, RecursionError):
        return "a value is nested too deeply"
    if isinstance(error, MemoryError):
        return "it takes more memory than there is"
    return "a value is not what the template takes"
