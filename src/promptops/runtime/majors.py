"""Which major of a tool or agent is entered where the application names none: the one that is meant where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from promptops.runtime.bundle import Bundle
from promptops.runtime.choices import Choice
from promptops.runtime.errors import InputError, ServingError, UnknownNameError
from promptops.runtime.views import View

if TYPE_CHECKING:
    from promptops.runtime.guards import Stack
    from promptops.runtime.session import Session


def meant(session: Session, view: View, choices: Iterable[Choice], stack: Stack, name: str) -> str:
    """Return the full reference of a tool or agent that a session enters.

    Of several majors it is the one that is declared by what the session is inside of, else the one of its decisions.
    Where neither says anything, an agent is the one that a decision would be of.

    Raises:
        UnknownNameError: the bundle has neither.
        InputError: it may be any of several.
    """
    full = _full(view.bundle, name)
    majors = view.bundle.majors(full)
    if full in view.bundle.resources or len(majors) == 1:
        return view.bundle.find(full, "tool")
    possible = _possible(majors, _named(session, view, choices, stack))
    if len(possible) == 1:
        return possible[0]
    if not possible and full.startswith("agent:"):
        return next(_led(session, view, majors[-1:]))
    listed = " or ".join(f"`{each}`" for each in possible or majors)
    advice = f"write which one it is: `session.enter({majors[-1]!r})`"
    raise InputError("ambiguous-name", f"`{name}` may be {listed} here", advice)


def _possible(majors: Sequence[str], named: Iterable[frozenset[str]]) -> list[str]:
    """Return those that are named where any of them is first."""
    found = ([each for each in majors if each in names] for names in named)
    return next(filter(None, found), [])


def _full(bundle: Bundle, name: str) -> str:
    """Return a name with its kind: that of a tool, else of an agent."""
    if ":" in name and not name.startswith(("tool:", "agent:")):
        raise UnknownNameError("unknown-name", f"`{name}` is neither a tool nor an agent", "enter one of those")
    for full in (name,) if ":" in name else (f"tool:{name}", f"agent:{name}"):
        if full in bundle.resources or bundle.majors(full):
            return full
    return bundle.find(name, "tool")


def _named(session: Session, view: View, choices: Iterable[Choice], stack: Stack) -> Iterator[frozenset[str]]:
    """Yield the references that are named by what is innermost, by the agent at work, and by decisions.

    Another bundle than that in which it was entered may lack either.
    """
    bundle = view.bundle
    if stack.innermost.startswith("tool:") and stack.innermost in bundle.resources:
        yield frozenset(_led(session, view, bundle.links(stack.innermost, "/invokes")))
    agent = stack.agents[-1] if stack.agents else ""
    if agent in bundle.resources:
        yield frozenset((*_tools(session, view, agent), *_led(session, view, bundle.links(agent, "/handoffs"))))
    tools = (tool for choice in choices for tool in choice.granted)
    yield frozenset((*tools, *(choice.agent for choice in choices if choice.agent is not None)))


def _led(session: Session, view: View, references: Iterable[str]) -> Iterator[str]:
    """Yield what a session gets of resources, as their rollouts say."""
    return (view.lead(each, session.unit.encode(), session.context)[0] for each in references)


def _tools(session: Session, view: View, agent: str) -> Iterable[str]:
    """Return the tools that a session gets with an agent; those that it declares where nothing can be decided."""
    try:
        return view.decide(agent, session.unit.encode(), session.context, {}).granted
    except ServingError:
        return view.bundle.links(agent, "/tools")
