"""Requests, run step by step: a second account of what files allow, by doing it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

FUEL = 400
"""Attempts after which a run counts as one without an end."""


class EndlessError(Exception):
    """A run took more attempts than any that ends."""


class SpentError(Exception):
    """A run has spent what it may."""

    def __init__(self, run: int) -> None:
        super().__init__(run)
        self.run = run


class Simulator:
    """Runs requests, with every choice made by chance.

    Either each attempt is paid for, and what is spent is looked at before each of them; or only the last attempt of a
    call is, which is answered, and it is looked at before each call.
    """

    def __init__(self, resources: Mapping[str, Mapping[str, Any]], seed: int) -> None:
        self.resources = resources
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.calls = self.input = self.output = 0
        self.cost = Fraction(0)
        self.open: dict[str, int] = {}
        self.limits: list[tuple[int, Fraction]] = []
        self.runs = 0
        self.pays_all = self.chance.random() < 0.5

    def request(self, reference: str) -> None:
        """Run one request to a resource."""
        kind, data = reference.partition(":")[0], self.resources[reference]
        if kind == "agent":
            self.agent(data)
        elif kind == "prompt":
            self.call(data["model"], len(data["body"].encode()))
        elif kind == "tool":
            self.tool(reference, data)
        elif kind == "feature":
            for part in self.chance.sample(data["parts"], self.chance.randint(1, len(data["parts"]))):
                self.request(part)
        else:
            self.call(reference, None)

    def agent(self, data: Mapping[str, Any]) -> None:
        """Run turns, each with some calls of tools, until it is done or a limit ends it."""
        limits = data.get("limits", {})
        self.runs += 1
        run = self.runs
        if "max_cost" in limits:
            self.limits.append((run, Fraction(limits["max_cost"]) * 1_000_000 + self.cost))
        try:
            self.turns(data, limits)
        except SpentError as spent:
            if spent.run != run:
                raise
        finally:
            self.limits = [each for each in self.limits if each[0] != run]

    def turns(self, data: Mapping[str, Any], limits: Mapping[str, Any]) -> None:
        left = limits.get("max_tool_calls", FUEL)
        for _ in range(limits.get("max_turns", FUEL)):
            self.call(data["model"], None)
            wanted = min(left, self.chance.choice((0, 1, 1, 1, 2, 3))) if data.get("tools") else 0
            for _ in range(wanted):
                self.request(f"tool:{self.chance.choice(data['tools'])}")
            left -= wanted
            if not wanted:
                break
        if data.get("handoffs") and self.chance.random() < 0.8:
            self.request(f"agent:{self.chance.choice(data['handoffs'])}")

    def tool(self, reference: str, data: Mapping[str, Any]) -> None:
        """Call what a tool invokes, as often as it is tried; a call that is too deep is refused."""
        depth = data.get("reentrancy", {}).get("max_depth")
        if depth is not None and self.open.get(reference, 0) > depth:
            return
        self.open[reference] = self.open.get(reference, 0) + 1
        for _ in range(self.chance.randint(1, data.get("retries", {}).get("max_attempts", 1))):
            for invoked in data.get("invokes", ()):
                self.request(invoked)
        self.open[reference] -= 1

    def call(self, model: str, size: int | None) -> None:
        """Call a model: some attempts at it, then some at each that stands in for it."""
        chain = self.chain(model.removeprefix("model:"), [])
        attempts = []
        for name in chain[: self.chance.randint(1, len(chain))]:
            data = self.resources[f"model:{name}"]
            provider = self.resources.get(f"provider:{data.get('provider')}", {})
            most = provider.get("retries", {}).get("max_attempts", 1)
            attempts.extend([data] * self.chance.choice((most, self.chance.randint(1, most))))
        *failed, answered = attempts
        if not self.pays_all:
            self.check()
        for data in failed:
            self.attempt(data, size, is_paid=self.pays_all)
        self.attempt(answered, size, is_paid=True)

    def check(self) -> None:
        for run, limit in self.limits:
            if self.cost >= limit:
                raise SpentError(run)

    def chain(self, name: str, seen: list[str]) -> Sequence[str]:
        """Return a model and all that stand in for it, each once."""
        if name not in seen:
            seen.append(name)
            for other in self.resources[f"model:{name}"].get("fallbacks", ()):
                self.chain(other, seen)
        return seen

    def attempt(self, data: Mapping[str, Any], size: int | None, *, is_paid: bool) -> None:
        if self.calls == FUEL:
            raise EndlessError
        if self.pays_all:
            self.check()
        self.calls += 1
        if not is_paid:
            return
        window = data["context_window"]
        tokens = self.chance.choice((window, self.chance.randint(1, window))) if size is None else min(size, window)
        answer = min(data["max_output_tokens"], window - tokens)
        price = data["price"]
        self.input += tokens
        self.output += answer
        self.cost += Fraction(tokens * price["input"] + answer * price["output"], price["per"])


Weigh = Callable[[Mapping[str, Any], int | None], int]
"""Returns what one attempt at a model comes to; the size is that of a prompt's text, None for a conversation."""


def most(resources: Mapping[str, Mapping[str, Any]], reference: str, weigh: Weigh, fuel: int) -> int:
    """Return the most that the attempts of a request without spending limits can come to, by trying every choice.

    Raises `EndlessError` when it goes deeper than `fuel`, which no request does that has an end.
    """
    return Search(resources, weigh).most(reference, {}, fuel)


class Search:
    """Tries every choice that a request leaves open."""

    def __init__(self, resources: Mapping[str, Mapping[str, Any]], weigh: Weigh) -> None:
        self.resources = resources
        self.weigh = weigh

    def most(self, reference: str, depths: Mapping[str, int], fuel: int) -> int:
        """Return the most of a request to a resource, while some tools are open at some depths."""
        if fuel == 0:
            raise EndlessError
        kind, _, name = reference.partition(":")
        data = self.resources[reference]
        if kind == "model":
            return self.call(name, None)
        if kind == "prompt":
            return self.call(data["model"], len(data["body"].encode()))
        if kind == "tool":
            return self.tool(name, data, depths, fuel)
        return self.agent(data, depths, fuel)

    def call(self, model: str, size: int | None) -> int:
        """Return the most of one call, with all attempts at a model and at all that stand in for it."""
        total = 0
        for each in Simulator(self.resources, 0).chain(model, []):
            data = self.resources[f"model:{each}"]
            provider = self.resources.get(f"provider:{data.get('provider')}", {})
            total += provider.get("retries", {}).get("max_attempts", 1) * self.weigh(data, size)
        return total

    def tool(self, name: str, data: Mapping[str, Any], depths: Mapping[str, int], fuel: int) -> int:
        """Return the most of a call of a tool."""
        depth = data.get("reentrancy", {}).get("max_depth")
        is_open = depths.get(name, 0)
        if depth is not None and is_open > depth:
            return 0
        deeper = {**depths, name: is_open + 1}
        attempts: int = data.get("retries", {}).get("max_attempts", 1)
        return attempts * sum(self.most(invoked, deeper, fuel - 1) for invoked in data.get("invokes", ()))

    def agent(self, data: Mapping[str, Any], depths: Mapping[str, int], fuel: int) -> int:
        """Return the most of a run of an agent."""
        limits: Mapping[str, int] = data["limits"]
        total = min(limits["max_turns"], limits["max_tool_calls"] + 1) * self.call(data["model"], None)
        if limits["max_tool_calls"]:
            tools = (self.most(f"tool:{each}", depths, fuel - 1) for each in data.get("tools", ()))
            total += limits["max_tool_calls"] * max(tools, default=0)
        others = (self.most(f"agent:{each}", depths, fuel - 1) for each in data.get("handoffs", ()))
        return total + max(others, default=0)
