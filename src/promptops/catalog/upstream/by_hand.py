"""Facts that no maintained file has, each from a page of the provider, with the day on which the page was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from promptops.catalog.records import Record

READ_ON: Final = "2026-11-21"

SOURCES: Final[dict[str, dict[str, str]]] = {
    "anthropic-ids": {
        "title": "Anthropic: model IDs and versioning",
        "url": "https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions",
    },
    "anthropic-aliases": {
        "title": "Anthropic: models overview, aliases",
        "url": "https://platform.claude.com/docs/en/about-claude/models/overview",
    },
    "anthropic-deprecations": {
        "title": "Anthropic: model deprecations",
        "url": "https://platform.claude.com/docs/en/about-claude/model-deprecations",
    },
    "google-deprecations": {
        "title": "Gemini API: deprecations",
        "url": "https://ai.google.dev/gemini-api/docs/deprecations",
    },
    "openai-deprecations": {
        "title": "OpenAI: deprecations",
        "url": "https://developers.openai.com/api/docs/deprecations",
    },
    "openai-reasoning": {
        "title": "Microsoft: Azure OpenAI reasoning models, API and feature support",
        "url": "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning",
    },
    "xai-2026-05-15": {
        "title": "xAI: model retirement on May 15, 2026",
        "url": "https://docs.x.ai/developers/migration/may-15-retirement",
    },
}

_LIMIT = {"max_tokens": "max_completion_tokens"}
_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias")
_DAY = r"(?:-20\d\d-\d\d-\d\d)?"
_REASONING = re.compile(
    rf"(?:openai|azure)/(?:o1(?:-mini|-preview|-pro)?|o3(?:-mini|-pro)?|o4-mini|gpt-5(?:-mini|-nano)?){_DAY}"
)
_LATER_REASONING = re.compile(rf"(?:openai|azure)/gpt-5\.[1-5](?:-mini|-nano|-pro)?{_DAY}")
_DATELESS = re.compile(r"(?:anthropic|vertex)/claude-[a-z]+-(?:4-[6-9]|[5-9](?:-\d)?)")
_SNAPSHOTS = {
    "claude-3-opus-latest": "claude-3-opus-20240229",
    "claude-3-5-haiku-latest": "claude-3-5-haiku-20241022",
    "claude-3-5-sonnet-latest": "claude-3-5-sonnet-20241022",
    "claude-3-7-sonnet-latest": "claude-3-7-sonnet-20250219",
    "claude-haiku-4-5": "claude-haiku-4-5-20251001",
    "claude-opus-4-0": "claude-opus-4-20250514",
    "claude-opus-4-1": "claude-opus-4-1-20250805",
    "claude-opus-4-5": "claude-opus-4-5-20251101",
    "claude-sonnet-4-0": "claude-sonnet-4-20250514",
    "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
}
_AFTER = {
    "anthropic": ("anthropic-deprecations", "fails"),
    "google": ("google-deprecations", "fails"),
    "openai": ("openai-deprecations", "fails"),
}
_REDIRECTED = (
    "grok-4-1-fast-reasoning",
    "grok-4-1-fast-non-reasoning",
    "grok-4-fast-reasoning",
    "grok-4-fast-non-reasoning",
    "grok-4-0709",
    "grok-code-fast-1",
    "grok-3",
)


def records_of(known: Iterable[tuple[str, Record]]) -> Iterator[tuple[str, Record]]:
    """Yield the records to add to those that are known already: keys of models, each with one of its records."""
    every = list(known)
    for key in dict.fromkeys(key for key, _ in every):
        if _REASONING.fullmatch(key):
            yield key, _record("openai-reasoning", refuses=dict.fromkeys(_SAMPLING, "") | _LIMIT)
        elif _LATER_REASONING.fullmatch(key):
            yield key, _record("openai-reasoning", refuses=_LIMIT)
        elif _DATELESS.fullmatch(key):
            yield key, _record("anthropic-ids", is_pinned=True)
    names = {key for key, _ in every}
    for alias, snapshot in _SNAPSHOTS.items():
        if f"anthropic/{snapshot}" in names:
            yield f"anthropic/{alias}", _record("anthropic-aliases", snapshot=snapshot)
    for name in _REDIRECTED:
        end = {"retires": "2026-05-15", "precision": "day", "after": "rerouted", "replacement": "grok-4.3"}
        yield f"xai/{name}", _record("xai-2026-05-15", **end)
    for key in dict.fromkeys(key for key, record in every if "retires" in record):
        source, after = _AFTER.get(key.partition("/")[0], ("", ""))
        if source:
            yield key, _record(source, after=after)


def _record(source: str, **facts: Any) -> Record:
    return {"source": source, **facts}
