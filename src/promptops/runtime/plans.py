"""How one prompt is decided: everything that can be worked out before a session asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.runtime.bundle import Bundle
from promptops.runtime.choices import Choice
from promptops.runtime.errors import KilledError
from promptops.runtime.models import in_service, model_of
from promptops.runtime.reasons import DEFAULT, KILLED, first_of
from promptops.runtime.restrictions import Kills
from promptops.runtime.rollouts import Rollouts
from promptops.runtime.stamps import Stamp
from promptops.runtime.texts import Texts
from promptops.runtime.tools import tool_of
from promptops.runtime.variants import OWN_TEXT, Variants


class Ground(NamedTuple):
    """What decisions are made of: a bundle with its texts, what is switched off, and the rollouts in force."""

    bundle: Bundle
    texts: Texts
    kills: Kills
    rollouts: Rollouts


def _tools(bundle: Bundle, reference: str, agent: str | None, *, is_fallback: bool) -> tuple[str, ...]:
    """Return the tools of an agent, else of a prompt; a prompt in another's place gets none that it does not name."""
    own = tuple(bundle.links(reference, "/tools"))
    granted = () if agent is None else tuple(bundle.links(agent, "/tools"))
    if is_fallback and granted:
        return tuple(each for each in own if each in granted)
    return granted or own


class Plan:
    """Chooses for sessions a variant of one prompt, its model and its tools, or those of the agent whose it is."""

    def __init__(self, ground: Ground, reference: str, agent: str | None, reason: str) -> None:
        """Plan a prompt that is in service; `reason` applies to whoever gets it."""
        bundle, _, kills, rollouts = self._ground = ground
        self._reference, self._agent, self._reason = reference, agent, reason
        attributes = bundle.attributes(reference)
        self._parameters: Mapping[str, Any] = attributes.get("parameters", {})
        declared = attributes.get("variants", ())
        self._variants = Variants(declared, bundle.salt(reference), kills.without(reference)) if declared else None
        self._fallback = OWN_TEXT if has_own_text(bundle, reference) or not self._variants else self._variants.first()
        self._model = (agent and bundle.link(agent, "/model")) or bundle.link(reference, "/model")
        self._tools = _tools(bundle, reference, agent, is_fallback=reason is KILLED)
        self._gated = any(each in rollouts for each in (self._model, *self._tools))
        self._choices: dict[tuple[Any, ...], Choice] = {}

    def choose(self, unit: bytes, context: Mapping[str, Any], pinned: Mapping[str, str], reason: str) -> Choice:
        """Return what a session gets; `reason` applies whatever else does."""
        if self._variants is None:
            index = OWN_TEXT
        else:
            index, why = self._variants.choose(unit, context, pinned.get(self._reference))
            index = self._fallback if index == OWN_TEXT else index
            reason = why if reason is DEFAULT else first_of(reason, why)
        if self._gated:
            references: list[str | None] = []
            for each in (self._model, *self._tools):
                reference, why = self._lead(each, unit, context)
                references.append(reference)
                reason = first_of(reason, why)
            return self._choice(index, reason, references[0], tuple(filter(None, references[1:])))
        return self._choices.get((index, reason)) or self._choice(index, reason, self._model, self._tools)

    def _lead(self, reference: str | None, unit: bytes, context: Mapping[str, Any]) -> tuple[str | None, str]:
        return (None, DEFAULT) if reference is None else self._ground.rollouts.lead(reference, unit, context)

    def _choice(self, index: int, reason: str, model: str | None, tools: tuple[str, ...]) -> Choice:
        key = (index, reason, model, tools) if self._gated else (index, reason)
        known = self._choices.get(key)
        return known or self._choices.setdefault(key, self._made(index, reason, model, tools))

    def _made(self, index: int, reason: str, model: str | None, tools: tuple[str, ...]) -> Choice:
        if index == OWN_TEXT and self._fallback == OWN_TEXT and not has_own_text(self._ground.bundle, self._reference):
            message = f"every variant of `{self._reference}` is switched off"
            raise KilledError("killed-variants", message, "answer without it, or lift a kill")
        bundle, texts, kills, _ = self._ground
        models = () if model is None else tuple(model_of(bundle, each) for each in in_service(bundle, kills, model))
        left = tuple(tool_of(bundle, each) for each in tools if kills.why_not(each) is None)
        variant = None if index == OWN_TEXT or self._variants is None else self._variants.names[index]
        reason = first_of(reason, self._reason)
        if models and models[0].reference != model:
            reason = first_of(reason, KILLED)
        stamp = Stamp(bundle.sha256, self._title(), variant, models[0].name if models else None, reason)
        return Choice(
            bundle=bundle,
            texts=texts,
            reference=self._reference,
            number=index,
            variant=variant,
            models=models,
            granted=tools,
            tools=left,
            parameters=self._parameters,
            agent=self._agent,
            reason=reason,
            stamp=stamp,
        )

    def _title(self) -> str:
        attributes = self._ground.bundle.attributes(self._reference)
        version = attributes.get("version")
        return attributes["name"] if version is None else f"{attributes['name']}@{version}"


def has_own_text(bundle: Bundle, reference: str) -> bool:
    """Say whether a prompt has a text beside those of its variants."""
    resource = bundle.resources[reference]
    if "text" in resource or not resource["attributes"].keys().isdisjoint(("body", "messages")):
        return True
    return any(not pointer.startswith("/variants/") for pointer in resource.get("programs", ()))
