"""The models that a promptfoo configuration calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from promptops.sources.documents import KeyPath

_VENDORS = frozenset(
    {"openai", "anthropic", "google", "vertex", "mistral", "cohere", "groq", "deepseek", "xai", "perplexity"}
)
"""The providers whose names for models are those of the models' makers."""

_CHAT = frozenset({"chat", "completion", "messages", "responses"})
_EMBEDDING = frozenset({"embedding", "embeddings"})
_OTHER = frozenset(
    {"image", "video", "assistant", "speech", "transcription", "moderation", "realtime", "live", "agents", "chatkit"}
)


class CalledModel(NamedTuple):
    """A model by its provider's name for it, with what else is set, and where it is named."""

    vendor: str
    id: str
    type: str
    keys: KeyPath


def called_models(data: dict[str, Any]) -> Iterator[CalledModel]:
    """Yield each model that is named by its maker's provider, once."""
    seen: set[str] = set()
    for name, keys in _names(data):
        model = _model(name, keys)
        if model is not None and name not in seen:
            seen.add(name)
            yield model


def provider_count(data: dict[str, Any]) -> int:
    """Return how many providers a configuration has."""
    providers = data.get("targets") or data.get("providers")
    return len(providers) if isinstance(providers, list) else 1


def _names(data: dict[str, Any]) -> Iterator[tuple[str, KeyPath]]:
    key = "targets" if data.get("targets") else "providers"
    providers = data.get(key)
    if isinstance(providers, str):
        yield providers, (key,)
    for index, provider in enumerate(providers if isinstance(providers, list) else ()):
        if isinstance(provider, str):
            yield provider, (key, index)
        elif isinstance(provider, dict) and isinstance(provider.get("id"), str):
            yield provider["id"], (key, index, "id")
        elif isinstance(provider, dict) and len(provider) == 1 and "id" not in provider:
            (name,) = provider
            yield name, (key, index, name)


def _model(name: str, keys: KeyPath) -> CalledModel | None:
    vendor, _, rest = name.partition(":")
    endpoint, colon, below = rest.partition(":")
    kind = "embedding" if endpoint in _EMBEDDING else "chat"
    model = below if colon and endpoint in _CHAT | _EMBEDDING | _OTHER else rest
    if vendor not in _VENDORS or endpoint in _OTHER or not model.strip() or model in _CHAT or "{{" in name:
        return None
    return CalledModel(vendor, model, kind, keys)
