"""The models of litellm's price file, as records of a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from promptops.catalog.form import KEY, MAX_URL, day_of
from promptops.catalog.records import Record

SOURCE: Final = "litellm"

_PLATFORMS: Final[Mapping[str, str]] = {
    "anthropic": "anthropic",
    "azure": "azure",
    "azure_ai": "azure",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
    "codestral": "mistral",
    "cohere": "cohere",
    "cohere_chat": "cohere",
    "deepseek": "deepseek",
    "gemini": "google",
    "groq": "groq",
    "mistral": "mistral",
    "openai": "openai",
    "text-completion-openai": "openai",
    "vertex_ai-anthropic_models": "vertex",
    "vertex_ai-embedding-models": "vertex",
    "vertex_ai-language-models": "vertex",
    "vertex_ai-mistral_models": "vertex",
    "xai": "xai",
}
_TYPES: Final[Mapping[str, str]] = {
    "chat": "chat",
    "completion": "chat",
    "responses": "chat",
    "embedding": "embedding",
    "rerank": "rerank",
}
_FLAGS: Final[Mapping[str, str]] = {
    "supports_audio_input": "audio",
    "supports_function_calling": "tools",
    "supports_pdf_input": "pdf",
    "supports_prompt_caching": "prompt-caching",
    "supports_reasoning": "reasoning",
    "supports_response_schema": "json-schema",
    "supports_vision": "vision",
}
_FIRM: Final = frozenset({"openai"})
"""Providers that publish the day of an end, and no day before which it will not be."""
_SIDES: Final = ("input", "output")
_MAX_TOKENS: Final = 100_000_000
_MAX_DOLLARS: Final = 100_000
_PREFIX = re.compile(r"(?:azure|azure_ai|codestral|cohere|deepseek|gemini|groq|mistral|openai|vertex_ai|xai)/")
_IN_REGION = re.compile(r"(?:us|us-gov|eu|apac|ap|au|ca|jp|sa|global)[./]|bedrock/|.*/(?:\d+-month|\*)")
"""Ids of one region, or of one kind of contract: what is said of the id without it holds for them."""
_SAMPLING: Final = ("temperature", "top_p", "top_k")


def records_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    """Yield the key of each chat, embedding and rerank model of a known provider, with what the price file says."""
    for name, given in document.items():
        if not isinstance(given, dict):
            continue
        platform, kind = _PLATFORMS.get(str(given.get("litellm_provider"))), _TYPES.get(str(given.get("mode")))
        short = _PREFIX.sub("", str(name).lower(), count=1)
        if platform and kind and not _IN_REGION.match(short) and KEY.fullmatch(f"{platform}/{short}"):
            yield f"{platform}/{short}", {"source": SOURCE, "type": kind, **_facts(platform, short, given)}


def _facts(platform: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key in ("max_input_tokens", "max_output_tokens"):
        if type(given.get(key)) is int and 0 < given[key] <= _MAX_TOKENS:
            facts[key] = given[key]
    for key, wanted in (("has", True), ("lacks", False)):
        named = [ours for theirs, ours in _FLAGS.items() if given.get(theirs) is wanted]
        if named:
            facts[key] = named
    price, end, url = _price(given), day_of(given.get("deprecation_date")), given.get("source")
    if price:
        facts["price"] = price
    if end is not None:
        facts |= {"retires": end.isoformat(), "precision": "day" if platform in _FIRM else "earliest"}
    if isinstance(url, str) and url.startswith("https://") and len(url) <= MAX_URL and url.isprintable():
        facts["url"] = url
    if given.get("supports_sampling_params") is False and "claude" in name and platform != "azure":
        facts["refuses"] = dict.fromkeys(_SAMPLING, "")
    return facts


def _price(given: Mapping[str, Any]) -> dict[str, str]:
    price = {}
    for side in _SIDES:
        base, most = _per_million(given.get(f"{side}_cost_per_token")), _most(given, side)
        if base is not None:
            price[side] = _text(base)
            if most is not None and most > base:
                price[f"most_{side}"] = _text(most)
    return price if price.get("input", "0") != "0" else {}


def _most(given: Mapping[str, Any], side: str) -> Decimal | None:
    """Return the greatest price of a million tokens of long prompts."""
    tier = re.compile(rf"{side}_cost_per_token_above_\d+k_tokens")
    amounts = (_per_million(amount) for key, amount in given.items() if tier.fullmatch(str(key)))
    return max((amount for amount in amounts if amount is not None), default=None)


def _per_million(amount: Any) -> Decimal | None:
    """Return what a million tokens cost in USD, None where that has more than six decimals or is out of all bounds."""
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount < 1:
        return None
    dollars = Decimal(repr(amount)) * 1_000_000
    return dollars if dollars <= _MAX_DOLLARS and dollars == round(dollars, 6) else None


def _text(dollars: Decimal) -> str:
    text = f"{dollars:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
