"""What prompts and agents can be seen to need of the models that answer them, and which model is known to lack it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Self

from promptops.catalog import Fact, ModelFacts, Origin
from promptops.changes.models.needs import OUTPUT_LIMITS, same_capability
from promptops.resources.entries import Place
from promptops.resources.rejections import quoted
from promptops.rules.answering import Answering

CHAT: Final = "chat"
ROOM: Final = "room"
_KEYS: Final[Mapping[str, Sequence[str]]] = {
    CHAT: (),
    "tools": ('"tools":', '"completion":'),
    "json-schema": ('"schema":',),
}
"""What is needed but for `ROOM`, with the keys in the data of whoever needs it."""


class Needed(NamedTuple):
    """A capability, `CHAT`, or `ROOM` for an answer of so many `tokens`.

    `because` continues a sentence that begins with who needs it; `at` is where it says so.
    """

    name: str
    because: str
    at: Place
    tokens: int = 0

    @property
    def lacking(self) -> str:
        """Return what a model does that does not have it, to follow its name."""
        if self.name == ROOM:
            return f"writes fewer than {self.tokens:,} tokens"
        return "is no chat model" if self.name == CHAT else f"does not have the capability {quoted(self.name)}"


def needed_of(answer: Answering) -> Iterator[Needed]:
    """Yield what the holder needs of a model that answers; what the user needs as a chat comes once."""
    holder, data = answer.holder, answer.data
    if holder is answer.user:
        yield Needed(CHAT, "is a chat", answer.at)
    calls = [key for key in ("tools", "completion") if data.get(key)]
    if calls:
        yield Needed("tools", "calls tools", holder.at(calls[0]))
    if (data.get("output") or {}).get("schema"):
        yield Needed("json-schema", "has an output schema", holder.at("output", "schema"))
    for name, value in answer.parameters.items():
        if name in OUTPUT_LIMITS and type(value) is int and not holder.is_computed("parameters", name):
            yield Needed(ROOM, f"asks for up to {value:,} tokens", holder.at("parameters", name), value)


def lacking_in(facts: ModelFacts, name: str, tokens: int = 0) -> Origin | None:
    """Return who says that a model does not have what is needed, None where nobody does."""
    if name == CHAT:
        return facts.type.origin if facts.type is not None and facts.type.value != CHAT else None
    if name == ROOM:
        return next((limit.origin for limit in _limits(facts) if limit.value < tokens), None)
    same = same_capability(name)
    if facts.has is not None and facts.has_all:
        return facts.has.origin if same.isdisjoint(facts.has.value) else None
    return facts.lacks.origin if facts.lacks is not None and not same.isdisjoint(facts.lacks.value) else None


def lacked_by(facts: ModelFacts) -> frozenset[str]:
    """Return what a model is known not to have, of all that may be needed but for `ROOM`."""
    return frozenset(name for name in _KEYS if lacking_in(facts, name) is not None)


class Shortcoming(NamedTuple):
    """What a fallback is known not to have and its primary may have.

    `room` is for how many tokens the fallback has room where that is less than the primary has, else None.
    """

    names: frozenset[str]
    room: int | None

    @classmethod
    def of(cls, fallback: ModelFacts, primary: ModelFacts) -> Self:
        """Return what a fallback lacks beside its primary."""
        room, whole = (min((limit.value for limit in _limits(facts)), default=None) for facts in (fallback, primary))
        has_less = room is not None and (whole is None or room < whole)
        return cls(lacked_by(fallback) - lacked_by(primary), room if has_less else None)

    def may_matter(self, answer: Answering) -> bool:
        """Say whether what the holder needs may be among it: most files lack even the keys of that."""
        if CHAT in self.names and answer.holder is answer.user:
            return True
        if any(key in answer.holder.data for name in self.names for key in _KEYS[name]):
            return True
        if self.room is None:
            return False
        asked = [answer.parameters.get(name) for name in OUTPUT_LIMITS]
        return any(type(most) is int and most > self.room for most in asked)


def _limits(facts: ModelFacts) -> list[Fact[int]]:
    return [limit for limit in (facts.max_output_tokens, facts.context_window) if limit is not None]
