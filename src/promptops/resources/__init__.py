"""The typed, frozen resources: one file a kind, each imported only when a file of that kind occurs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from sys import intern
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from promptops.resources.base import Resource

__all__ = ["KINDS", "SLUGS", "model_of", "slug_of"]

KINDS: Mapping[str, str] = {
    "Prompt": "promptops.resources.prompt",
    "Fragment": "promptops.resources.fragment",
    "Tool": "promptops.resources.tool",
    "Model": "promptops.resources.model",
    "Provider": "promptops.resources.provider",
    "Agent": "promptops.resources.agent",
    "Budget": "promptops.resources.budget",
    "Eval": "promptops.resources.evaluation",
    "Dataset": "promptops.resources.dataset",
    "Index": "promptops.resources.index",
    "Consumer": "promptops.resources.consumer",
    "Feature": "promptops.resources.feature",
    "Rollout": "promptops.resources.rollout",
    "Environment": "promptops.resources.environment",
    "Team": "promptops.resources.team",
    "Policy": "promptops.resources.policy",
    "Waiver": "promptops.resources.waiver",
}
"""Every kind as users write it, with the module that holds its model under the same name."""

SLUGS: Mapping[str, str] = {kind.lower(): kind for kind in KINDS}
"""The spelling of a kind in references (`prompt`) to the kind (`Prompt`)."""


def slug_of(kind: str) -> str:
    """Return the spelling of a kind in references: `prompt` for `Prompt`."""
    return intern(kind.lower())  # every resource has one


@cache
def model_of(kind: str) -> type[Resource]:
    """Return the model of a kind, a key of `KINDS`; importing it costs what that kind costs and no more."""
    return cast("type[Resource]", getattr(import_module(KINDS[kind]), kind))
