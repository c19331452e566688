"""What the files declare that ends a circle of calls: a depth, a limit of turns and spending, of a proxy its steps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from promptops.resources.entries import Entry, Identity, Place
from promptops.resources.project import Project

_BLOCK: Final = "block"
_PROXY: Final = "litellm"
_STEPS: Final = "max_fallbacks"
_USUAL_STEPS: Final = 5
"""What LiteLLM takes where its `router_settings` do not say."""


class Limit(NamedTuple):
    """What ends every circle of calls that leads through a resource, in words, and where each part is written."""

    entry: Entry
    words: str
    places: tuple[Place, ...]


class CallLimits:
    """The limits that a project declares, each worked out when it is asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, entry: Entry) -> Limit | None:
        """Return what ends the circles of calls through a resource, None where nothing does."""
        if entry.kind == "tool" and '"reentrancy"' in entry.data:
            return _depth_of(entry)
        if entry.kind == "agent" and '"max_turns"' in entry.data:
            return self._turns_of(entry)
        if entry.kind == "model" and entry.dialect == _PROXY:
            return self._steps.get(entry.path)
        return None

    def _turns_of(self, agent: Entry) -> Limit | None:
        """Return the limits of an agent; turns alone do not count, as each turn may begin a new round."""
        limits = _data(agent).get("limits") or {}
        turns = limits.get("max_turns")
        if turns is None:
            return None
        at, words = agent.at("limits", "max_turns"), f"`max_turns: {turns}` and "
        if limits.get("max_cost") is not None:
            return Limit(agent, f"{words}`max_cost: {limits['max_cost']}`", (at, agent.at("limits", "max_cost")))
        budget = self.blocking_budget(agent)
        if budget is None:
            return None
        return Limit(agent, f"{words}the budget `{budget.name}`, which blocks", (at, budget.at("on_exceed")))

    def blocking_budget(self, agent: Entry) -> Entry | None:
        """Return the first budget that an agent draws on, itself or by way of another, and that blocks when used up."""
        seen: set[Identity] = set()
        todo = list(self._drawn_on.get(agent.identity, ()))
        for budget in todo:
            if budget.identity in seen:
                continue
            seen.add(budget.identity)
            if _data(budget).get("on_exceed") == _BLOCK:
                return budget
            todo.extend(self._drawn_on.get(budget.identity, ()))
        return None

    @cached_property
    def _steps(self) -> Mapping[str, Limit]:
        """Return how many fallbacks in a row the proxies take, by the path of their files."""
        found = {}
        for proxy in self._project.of_kind("provider"):
            if proxy.dialect == _PROXY:
                router = _data(proxy)["annotations"][_PROXY].get("router_settings")
                most = router.get(_STEPS, _USUAL_STEPS) if isinstance(router, dict) else _USUAL_STEPS
                if type(most) is int:
                    found[proxy.path] = Limit(proxy, f"`{_STEPS}: {most}`", (proxy.at("annotations", _PROXY),))
        return found

    @cached_property
    def _drawn_on(self) -> Mapping[Identity, list[Entry]]:
        """Return the budgets that each agent and budget names, or that name it as their holder."""
        found: dict[Identity, list[Entry]] = {}
        for drawer, budget in self._draws():
            if budget.sound and not self._project.is_retired(budget):
                found.setdefault(drawer.identity, []).append(budget)
        return found

    def _draws(self) -> Iterator[tuple[Entry, Entry]]:
        for entry, targets in zip(self._project.entries, self._project.targets, strict=True):
            for link, target in targets if entry.kind in ("agent", "budget") else ():
                if target is not None and link.field in ("budget", "parent"):
                    yield entry, target
                elif target is not None and link.field == "holder":
                    yield target, entry


def _depth_of(tool: Entry) -> Limit | None:
    depth = (_data(tool).get("reentrancy") or {}).get("max_depth")
    if depth is None:
        return None
    return Limit(tool, f"`max_depth: {depth}`", (tool.at("reentrancy", "max_depth"),))


def _data(entry: Entry) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(entry.data)
    return data
