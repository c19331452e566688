"""Who serves models: the names that tools and people have for the same provider, and the ids under which they serve."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

PROVIDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "openai": ("open-ai", "openai-chat", "openai-responses", "text-completion-openai"),
    "anthropic": ("claude", "anthropic-ai"),
    "google": ("gemini", "google-ai", "googleai", "google-ai-studio", "google-genai", "google-gemini", "palm"),
    "vertex": ("vertexai", "vertex-ai", "google-vertex", "google-vertexai", "googlevertexai", "vertex-ai-beta"),
    "mistral": ("mistralai", "mistral-ai", "codestral"),
    "cohere": ("cohere-chat", "cohere-ai"),
    "xai": ("x-ai", "grok"),
    "groq": ("groq-cloud", "groqcloud"),
    "deepseek": ("deepseek-ai",),
    "bedrock": ("amazon-bedrock", "aws-bedrock", "bedrock-converse", "aws", "amazon"),
    "azure": ("azure-openai", "azureopenai", "azure-ai", "azure-text", "azure-ai-foundry", "azure-foundry"),
}
"""Provider to the other spellings of its name; in the order in which an id without a provider is looked for."""

_CANONICAL = {alias: name for name, aliases in PROVIDERS.items() for alias in (name, *aliases)}
_REGION = re.compile(r"(?:us|us-gov|eu|apac|ap|au|ca|jp|sa|global)\.(?=[a-z0-9-]+\.)")
"""What Bedrock puts before the id of a model that is served across the regions of a part of the world."""
_TUNED = re.compile(r"(ft:[^:]+):.*", re.DOTALL)
"""A model that was tuned at OpenAI: `ft:gpt-4o-2024-08-06:my-org::abc`."""
_MAKERS = tuple(name for name in PROVIDERS if name != "azure")
"""Where an identifier is looked for by itself; at Azure models go by the names of deployments."""


def provider_named(written: str) -> str:
    """Return the canonical name of a provider, or what is written in lower case where it is none that is known."""
    folded = written.strip().lower().replace("_", "-").replace(" ", "-")
    return _CANONICAL.get(folded, folded)


class Asked(NamedTuple):
    """The keys under which the catalogue may have an identifier, the likeliest first.

    `is_elsewhere` says that somebody else serves the model, or in another region: what differs between these, such as
    its price and its end, is not known then. `is_assumed` says that nobody says who serves it.
    """

    keys: Sequence[str]
    is_elsewhere: bool
    is_assumed: bool


def asked_for(written: str, provider: str) -> Asked:
    """Return where to look for an identifier as a file writes it.

    `provider` is who serves it as a file says it, perhaps by a name of its own such as `openai-eu`; empty where it does
    not. With one that is not known, what stands before the slash of the identifier is who made the model.
    """
    name = written.strip().lower()
    before, slash, rest = name.partition("/")
    platform, prefix = _platform(provider), provider_named(before) if slash else ""
    is_known = bool(platform) or not provider
    if prefix in PROVIDERS and prefix == (platform or prefix):
        platform, name = prefix, rest
    plain = _REGION.sub("", _TUNED.sub(r"\1", name), count=1)
    names = (name,) if plain == name else (name, plain)
    platforms = (platform,) if platform else _MAKERS
    keys = [f"{each}/{name}" for each in platforms for name in names]
    return Asked(keys, not is_known or plain != name, is_assumed=not (is_known and platform))


def _platform(provider: str) -> str:
    """Return the canonical name of who serves models, empty where nobody can tell."""
    named = provider_named(provider)
    first = named.partition("-")[0]
    return next((each for each in (named, _CANONICAL.get(first, "")) if each in PROVIDERS), "")
