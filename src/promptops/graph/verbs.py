"""What a resource does with what it refers to, by the field that holds the reference."""

from __future__ import annotations

from typing import Final

NOT_DEPENDENCIES: Final = frozenset({"owner", "deprecation.replaced_by", "replacement"})
"""Fields whose references are no dependencies: who answers for a resource, and what comes after it."""

NOT_USERS: Final = frozenset({"waiver", "policy", "team"})
"""Kinds whose references make them no users of what they name."""

TOOL_FIELDS: Final = frozenset({"tools", "completion.tool"})
"""Fields in which a prompt or agent says what it may call."""

_VERBS: Final = {
    "accountable": "answers to",
    "budget": "spends from",
    "completion.tool": "ends with",
    "dataset": "runs over",
    "demos.pins": "pins",
    "environment": "applies to",
    "fallback": "falls back to",
    "fallbacks": "falls back to",
    "handoffs": "hands off to",
    "holder": "is held by",
    "include": "includes",
    "indexes": "searches",
    "invokes": "invokes",
    "judge.prompt": "judges with",
    "maintainer": "is maintained by",
    "model": "runs on",
    "models": "pays for",
    "of": "relies on",
    "overrides": "overrides",
    "overrides.budget": "spends from",
    "overrides.fallbacks": "falls back to",
    "overrides.model": "runs on",
    "parent": "draws on",
    "parts": "consists of",
    "policy": "waives",
    "prompt": "follows",
    "provider": "is served by",
    "resource": "exempts",
    "signal": "is measured by",
    "stages.gates": "is gated by",
    "subjects": "judges",
    "target": "rolls out",
    "tools": "calls",
    "training": "is tuned on",
}


def verb_of(field: str) -> str:
    """Return the verb of a field, a path of keys without indexes; `uses` for one that has none of its own."""
    return _VERBS.get(field, "uses")
