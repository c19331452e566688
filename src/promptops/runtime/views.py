"""A bundle under what is switched off: the place where every decision is made.

A decision follows from the digest of the bundle, what is switched off, the unit and the attributes of the session, and
what it is pinned to: from no clock, no chance and no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.runtime.bundle import Bundle
from promptops.runtime.choices import Choice
from promptops.runtime.errors import KilledError, UnknownNameError
from promptops.runtime.plans import Ground, Plan
from promptops.runtime.reasons import DEFAULT, KILLED, first_of
from promptops.runtime.restrictions import Kills
from promptops.runtime.rollouts import Rollouts
from promptops.runtime.texts import Texts

_Route = tuple[str, str | None, bool]
"""What a name leads to: a prompt, or an agent that is rolled out itself; the agent whose prompt it is; whether rollouts
have a say in it.
"""


class View:
    """Decides for sessions. Nothing in it changes but what it remembers of its own making."""

    def __init__(self, bundle: Bundle, texts: Texts, kills: Kills) -> None:
        self.bundle = bundle
        self.kills = kills
        self._ground = Ground(bundle, texts, kills, Rollouts(bundle, kills))
        self._routes: dict[str, _Route] = {}
        self._plans: dict[tuple[str, str | None], Plan] = {}

    def decide(
        self, name: str, unit: bytes, context: Mapping[str, Any], pinned: Mapping[str, str], reason: str = DEFAULT
    ) -> Choice:
        """Return what a session gets of a prompt or agent; `reason` applies whatever else does.

        Raises:
            UnknownNameError: there is none of that name.
            KilledError: it is switched off, and nothing is declared to take its place.
        """
        reference, agent, is_led = self._routes.get(name) or self._route(name)
        if is_led:
            reference, why = self.lead(reference, unit, context)
            reason = first_of(reason, why)
            if reference.startswith("agent:"):
                agent = reference
                reference, why = self.lead(self._prompt_of(agent), unit, context)
                reason = first_of(reason, why)
        plan = self._plans.get((reference, agent)) or self._plan(reference, agent)
        return plan.choose(unit, context, pinned, reason)

    def lead(self, reference: str, unit: bytes, context: Mapping[str, Any]) -> tuple[str, str]:
        """Return what a session gets where a resource is asked for without a major, and why."""
        return self._ground.rollouts.lead(reference, unit, context)

    def _route(self, name: str) -> _Route:
        halted = self.kills.restrictions.halted
        if halted is not None:
            raise KilledError("halted", f"the channel is halted: {halted}", "answer without a model until it is lifted")
        revoked = self.kills.revoked(self.bundle.sha256)
        if revoked is not None:
            message = f"the bundle `{self.bundle.sha256}` is revoked, and no other is in force: {revoked}"
            raise KilledError("revoked-bundle", message, "roll back to another bundle: `promptops rollback`")
        if ":" in name and not name.startswith(("prompt:", "agent:")):
            advice = "resolve one of those"
            raise UnknownNameError("unknown-name", f"`{name}` is neither a prompt nor an agent", advice)
        reference, agent = self.bundle.find(name, "prompt"), None
        is_led = "@" not in name and reference in self._ground.rollouts
        if reference.startswith("agent:") and not is_led:
            agent, reference = reference, self._prompt_of(reference)
            is_led = reference in self._ground.rollouts
        return self._routes.setdefault(name, (reference, agent, is_led))

    def _prompt_of(self, agent: str) -> str:
        reason = self.kills.why_not(agent)
        if reason is not None:
            raise KilledError("killed-agent", f"`{agent}` is switched off: {reason}", "let a person take over")
        prompt = self.bundle.link(agent, "/prompt")
        if prompt is None:
            advice = "name its `prompt`, or resolve one by name"
            raise UnknownNameError("no-prompt", f"`{agent}` names no prompt", advice)
        return prompt

    def _plan(self, reference: str, agent: str | None) -> Plan:
        serving = self._serving(reference)
        reason = DEFAULT if serving == reference else KILLED
        plan = Plan(self._ground, serving, agent, reason)
        return self._plans.setdefault((reference, agent), plan)

    def _serving(self, reference: str) -> str:
        """Return the first of a prompt and its fallbacks that is not switched off."""
        current: str | None = reference
        seen: set[str] = set()
        while current is not None and current not in seen:
            if self.kills.why_not(current) is None:
                return current
            seen.add(current)
            current = self.bundle.link(current, "/fallback")
        reason = self.kills.why_not(reference)
        message = f"`{reference}` is switched off, and nothing is declared to take its place: {reason}"
        raise KilledError("killed-prompt", message, "answer without it, or declare a `fallback` of the prompt")
