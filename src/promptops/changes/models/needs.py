"""What prompts and agents need of the model that they run on, and what a model says that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.changes.models.running import Running
from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.resources.entries import Place

Verdict: TypeAlias = Literal["met", "lacking", "unsaid"]

OUTPUT_LIMITS: Final = ("max_output_tokens", "max_tokens", "max_completion_tokens", "maxTokens", "maxOutputTokens")
"""The parameters by which an answer is limited to so many tokens."""

_SAME: Mapping[str, frozenset[str]] = {
    "tools": frozenset({"tools", "tool-use", "tool-calling", "function-calling", "functions"}),
    "json-schema": frozenset({"json-schema", "structured-output", "structured-outputs"}),
}
"""The labels under which models state what prompts are seen to use."""


class Need(NamedTuple):
    """One thing that a prompt or agent needs: a capability, a parameter that is accepted, or room for `tokens`.

    `because` continues a sentence that begins with who needs it; `at` is where it says so.
    """

    kind: Literal["type", "capability", "parameter", "tokens"]
    name: str
    because: str
    at: Place
    tokens: int = 0

    @property
    def lacking(self) -> str:
        """Return what a model does that does not have it, to follow its name."""
        return {
            "type": "is no chat model",
            "capability": f"does not state the capability `{self.name}`",
            "parameter": f"does not accept the parameter `{self.name}`",
            "tokens": f"writes fewer than {self.tokens} tokens",
        }[self.kind]


def needs_of(side: Side, run: Running) -> Iterator[Need]:
    """Yield what a prompt or agent needs; of an agent also what its prompt does."""
    entry = run.user.entry
    yield Need("type", "chat", "is a chat", run.at)
    if entry.kind == "agent":
        prompt = next((target for link, target in side.targets(entry) if link.field == "prompt"), None)
        calls = [key for key in ("tools", "completion") if run.user.data.get(key)]
        if calls:
            yield Need("capability", "tools", "calls tools", entry.at(calls[0]))
        if prompt is not None and prompt.sound:
            yield from _needs_of_prompt(side.snapshot(prompt))
    else:
        yield from _needs_of_prompt(run.user)


def _needs_of_prompt(prompt: Snapshot) -> Iterator[Need]:
    entry, data = prompt.entry, prompt.data
    if data.get("tools"):
        yield Need("capability", "tools", "calls tools", entry.at("tools"))
    if (data.get("output") or {}).get("schema"):
        yield Need("capability", "json-schema", "has an output schema", entry.at("output", "schema"))
    for name, value in (data.get("parameters") or {}).items():
        if entry.is_computed("parameters", name):
            continue
        at = entry.at("parameters", name)
        yield Need("parameter", name, f"sets `{name}`", at)
        if name in OUTPUT_LIMITS and type(value) is int:
            yield Need("tokens", name, f"asks for up to {value} tokens", at, value)


def is_met(need: Need, model: Snapshot) -> Verdict:
    """Say whether a model has what is needed, as far as its file says.

    A list of another tool is of what is known to be there, not of all that there is.
    """
    data = model.data
    if need.kind == "type":
        return "met" if data.get("type", "chat") == "chat" else "lacking"
    if need.kind == "tokens":
        limits = [data[key] for key in ("max_output_tokens", "context_window") if isinstance(data.get(key), int)]
        return "unsaid" if not limits else "met" if need.tokens <= min(limits) else "lacking"
    stated: Sequence[str] = data.get("capabilities" if need.kind == "capability" else "parameters") or ()
    if not same_capability(need.name).isdisjoint(stated):
        return "met"
    return "lacking" if stated and model.entry.native else "unsaid"


def same_capability(name: str) -> frozenset[str]:
    """Return the labels under which models state a capability."""
    return _SAME.get(name, frozenset({name}))


def seen_in_use(capability: str) -> bool:
    """Say whether it can be seen from files that a prompt or agent uses a capability."""
    return any(capability in same for same in _SAME.values())
