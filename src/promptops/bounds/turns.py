"""How many turns a run of an agent has, and which limit says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from promptops.bounds.gaps import Gap
from promptops.bounds.settings import Settings
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry, Place

DEFAULT_TURNS: Final[Mapping[str, int]] = {"crewai": 25}
"""Turns after which what runs the agents of a format ends a run unless it is told otherwise."""


_KEYS: Final[Mapping[str, str]] = {"docker-agent": "max_iterations"}
"""What other formats call the limit of turns."""


class Factor(NamedTuple):
    """Why something happens so many times: in words, and where that is written."""

    words: str
    at: Place


def turns_of(
    agent: Entry, settings: Settings, graph: CallGraph
) -> tuple[int | None, tuple[Factor, ...], tuple[Gap, ...]]:
    """Return the turns that a run has at most, what says so, and what is missing where nothing does.

    A run without tools ends with its first turn: with an answer, or with work handed over.
    """
    found = []
    turns = settings.number(agent, "limits", "max_turns")
    if turns is not None:
        found.append((turns.value, Factor(f"max_turns: {turns.value}", turns.at)))
    tool_calls = settings.number(agent, "limits", "max_tool_calls")
    if tool_calls is not None and agent.native and settings.value(agent, "completion") is None:
        words = f"max_tool_calls: {tool_calls.value}, and every turn but the last calls a tool"
        found.append((tool_calls.value + 1, Factor(words, tool_calls.at)))
    if turns is None and agent.dialect in DEFAULT_TURNS:
        most = DEFAULT_TURNS[agent.dialect]
        found.append((most, Factor(f"{agent.dialect} ends a run after {most} turns", agent.key("name"))))
    if not found and not has_loop(agent, graph):
        found.append((1, Factor("no tools: one turn", agent.key("name"))))
    if found:
        most, factor = min(found, key=lambda each: each[0])
        return most, (factor,), ()
    key = _KEYS.get(agent.dialect, "limits.max_turns")
    return None, (), (Gap("calls", f"`{agent.reference}` has no `{key}`", agent.key("name")),)


def has_loop(agent: Entry, graph: CallGraph) -> bool:
    """Say whether a run has something to go on with after its first turn: tools.

    In other formats these are given in ways of their own, and work that was handed over comes back.
    """
    if agent.native:
        return bool(graph.tools_of(agent))
    goes_on = (call.type == "hands off to" or call.target.kind == "tool" for call in graph.edges_from(agent))
    return '"toolsets"' in agent.data or any(goes_on)
