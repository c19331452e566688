"""Runs of agents: how far they have come, and where they end.

A run begins when a session enters an agent from outside of any. Agents that hand their work to each other share it, so
that one which is entered again goes on counting where it was.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from time import monotonic
from typing import Any

from promptops.runtime.amounts import micro_usd, milliseconds
from promptops.runtime.bundle import Bundle
from promptops.runtime.errors import LimitError
from promptops.runtime.forking import put_right_after_fork

TURNS = "turns"
TOOL_CALLS = "tool_calls"
COST = "micro_usd"
_UNITS = {TURNS: "turns", TOOL_CALLS: "calls of tools", COST: "micro-USD"}
_KEYS = {TURNS: "max_turns", TOOL_CALLS: "max_tool_calls", COST: "max_cost"}
_HELP = "end the run and hand over, or raise the limit where the agent declares it"


class Run:
    """What the agents of one run have used of what they may; whole numbers, counted under a lock."""

    def __init__(self, used: Mapping[str, Mapping[str, int]] | None = None) -> None:
        """Begin a run, or go on with one of which so much is used, by agent and unit."""
        self._used = {agent: dict(units) for agent, units in (used or {}).items()}
        self._began = monotonic()
        self._lock = threading.Lock()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Forget who held the lock in the parent."""
        self._lock = threading.Lock()

    def used(self) -> dict[str, dict[str, int]]:
        """Return what each agent has used, by unit."""
        with self._lock:
            return {agent: dict(units) for agent, units in self._used.items()}

    def take(self, bundle: Bundle, agents: tuple[str, ...], unit: str, amount: int = 1) -> None:
        """Use some of what agents may, all of them or none.

        Raises:
            LimitError: it would be more than one of them declares, its time is over, or the bundle, by now another one,
                lacks one of them and so says nothing of its limits.
        """
        limits = [_limits(bundle, agent) for agent in agents]
        for agent, declared in zip(agents, limits, strict=True):
            self._refuse_late(agent, declared)
        with self._lock:
            for agent, declared in zip(agents, limits, strict=True):
                limit = _limit(declared, unit)
                if limit is not None and self._used.get(agent, {}).get(unit, 0) + amount > limit:
                    message = f"the run of `{agent}` has reached its limit of {limit} {_UNITS[unit]}"
                    raise LimitError(f"{unit.replace('_', '-')}-limit", message, _HELP)
            for agent in agents:
                units = self._used.setdefault(agent, {})
                units[unit] = units.get(unit, 0) + amount

    def correct(self, agents: tuple[str, ...], unit: str, amount: int) -> None:
        """Count that more, or with a negative amount less, was used than was taken."""
        with self._lock:
            for agent in agents:
                units = self._used.setdefault(agent, {})
                units[unit] = max(0, units.get(unit, 0) + amount)

    def _refuse_late(self, agent: str, limits: Mapping[str, Any]) -> None:
        timeout = limits.get("timeout")
        if timeout is not None and (monotonic() - self._began) * 1000 > milliseconds(timeout):
            raise LimitError("time-limit", f"the run of `{agent}` has taken longer than {timeout}", _HELP)


def _limits(bundle: Bundle, agent: str) -> Mapping[str, Any]:
    if agent not in bundle.resources:
        message = f"the bundle that this run is on by now has no `{agent}`"
        raise LimitError("gone-agent", message, "end the run and hand over")
    limits: Mapping[str, Any] = bundle.attributes(agent).get("limits", {})
    return limits


def _limit(limits: Mapping[str, Any], unit: str) -> int | None:
    declared = limits.get(_KEYS[unit])
    if declared is None:
        return None
    return micro_usd(declared) if unit == COST else int(declared)
