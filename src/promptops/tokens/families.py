"""Which public vocabulary a model counts with, by its identifier."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from promptops.regex import regex

O200K: Final = "o200k_base"
CL100K: Final = "cl100k_base"

_VENDORS = frozenset({"", "openai", "azure", "azure_ai", "azure-openai", "github", "github_models"})
_FAMILIES = (
    (regex(r"(?:chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5(?:\.[0-9]{1,3})?|gpt-oss|o[134])(?![a-z0-9.])"), O200K),
    (regex(r"(?:gpt-4|gpt-3\.5|gpt-35)(?![a-z0-9.])"), CL100K),
    (regex(r"text-embedding-(?:3-small|3-large|ada-002)(?![a-z0-9.])"), CL100K),
)
_TUNED = "ft:"


@lru_cache(maxsize=1024)
def vocabulary_of(model: str) -> str | None:
    """Return the name of the vocabulary of a model, None where it has none that is public and at hand.

    `model` is an identifier as a provider or a gateway spells it: `gpt-4o-2024-08-06`, `azure/gpt-4`,
    `openrouter/openai/o3`, `ft:gpt-4o-mini:acme::7p4lURel`; or the name of a vocabulary.
    """
    *above, name = model.strip().lower().split("/")
    if name in (O200K, CL100K):
        return name
    if (above[-1] if above else "") not in _VENDORS:
        return None
    bare = name.removeprefix(_TUNED)
    return next((vocabulary for pattern, vocabulary in _FAMILIES if pattern.match(bare)), None)
