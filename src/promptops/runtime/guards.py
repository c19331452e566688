"""Guards: how deep tools are called inside of each other, and which agents are at work."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar, Token
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from promptops.runtime.bundle import Bundle
from promptops.runtime.choices import Choice
from promptops.runtime.errors import KilledError, LimitError
from promptops.runtime.majors import meant
from promptops.runtime.runs import TOOL_CALLS, Run
from promptops.runtime.views import View

if TYPE_CHECKING:
    from promptops.runtime.session import Session


class Stack(NamedTuple):
    """What a session is inside of, the outermost first: calls of tools, and agents at work.

    `innermost` is the last of them all, empty without any.
    """

    tools: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    innermost: str = ""


_open: ContextVar[tuple[str, Stack] | None] = ContextVar("promptops_open", default=None)
"""The unit of the session that this thread or task is inside of, and its stack: so that a tool that asks the outer
session, and not the one that it was given, is still found to be inside of itself.
"""


class Entered:
    """A tool that is being called, or an agent at work, from `with` to its end."""

    def __init__(self, inner: Session, stack: Stack) -> None:
        self._inner, self._stack = inner, stack
        self._token: Token[tuple[str, Stack] | None] | None = None

    def __enter__(self) -> Session:
        self._token = _open.set((self._inner.unit, self._stack))
        return self._inner

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            with suppress(ValueError):  # it ends in another task or thread than it began in, whose own stack stays
                _open.reset(self._token)
            self._token = None


def entered(session: Session, view: View, choices: Sequence[Choice], name: str) -> Entered:
    """Return the context of a call of a tool, or of an agent at work.

    Raises:
        LimitError: the tool is being called already, deeper than it declares, or the run has come to its end.
        KilledError: it is switched off.
        UnknownNameError: the bundle has neither.
        InputError: it has several majors, and nothing says which one is meant.
    """
    stack, here = session.stack, _open.get()
    if here is not None and here[0] == session.unit and len(here[1].tools) > len(stack.tools):
        stack = here[1]
    reference = meant(session, view, choices, stack, name)
    reason = view.kills.why_not(reference)
    if reason is not None:
        code = "killed-agent" if reference.startswith("agent:") else "killed-tool"
        raise KilledError(code, f"`{reference}` is switched off: {reason}", "go on without it")
    run = session.run
    if reference.startswith("agent:"):
        stack = Stack(stack.tools, (*stack.agents, reference), reference)
        return Entered(session.inside(stack, run or Run()), stack)
    _refuse_depth(view.bundle, stack, reference)
    if run is not None and stack.agents:
        run.take(view.bundle, stack.agents[-1:], TOOL_CALLS)
    stack = Stack((*stack.tools, reference), stack.agents, reference)
    return Entered(session.inside(stack, run), stack)


def _refuse_depth(bundle: Bundle, stack: Stack, tool: str) -> None:
    allowed = (bundle.attributes(tool).get("reentrancy") or {}).get("max_depth", 0)
    inside = stack.tools.count(tool)
    if inside > allowed:
        path = " → ".join((*stack.tools, tool))
        message = f"`{tool}` is called inside of its own call, deeper than {allowed}: {path}"
        raise LimitError("reentrancy", message, "break the circle, or declare `reentrancy` of the tool")
