"""Environment: where a project runs, and what differs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from promptops.resources.agent import RunLimits
from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Retries
from promptops.resources.budget import Amount
from promptops.resources.parameters import Parameters
from promptops.resources.provider import RateLimits
from promptops.resources.quantities import Milliseconds
from promptops.resources.references import BudgetReference, ModelReference, RefersTo
from promptops.resources.shapes import Items, Map, Maybe
from promptops.resources.texts import Text

OVERRIDABLE: Mapping[str, Sequence[str]] = {
    "prompt": ("model", "parameters"),
    "tool": ("timeout", "retries"),
    "model": ("fallbacks",),
    "provider": ("limits", "timeout", "retries"),
    "agent": ("model", "limits", "budget"),
    "budget": ("amount",),
    "eval": ("budget",),
}
"""What may differ of each kind: keys that it has itself, and that say nothing of what it is."""


class Limits(RunLimits, RateLimits):
    """The limits of an agent's run or of a provider, whichever is overridden."""


class Override(Block):
    """What differs for one resource. Texts, tools, inputs and outputs are the same everywhere."""

    model: Maybe[ModelReference] = Field(None, description="Another model.")
    parameters: Parameters = Field(default_factory=dict, description="Other parameters; those not named stay.")
    limits: Maybe[Limits] = Field(None, description="Other limits; those not named stay.")
    timeout: Maybe[Milliseconds] = Field(None, description="Another time for one attempt, such as `30s`.")
    retries: Maybe[Retries] = Field(None, description="Another number of attempts.")
    fallbacks: Items[ModelReference] = Field((), description="Other models to call in a model's place.")
    budget: Maybe[BudgetReference] = Field(None, description="Another budget.")
    amount: Maybe[Amount] = Field(None, description="Another amount of a budget.")


class Environment(Resource):
    """A place where the project runs: development, staging, production."""

    kind: Literal["Environment"] = "Environment"
    overrides: Map[Annotated[str, RefersTo(*OVERRIDABLE)], Override] = Field(
        default_factory=dict, description="Resource, such as `prompt:support/refund-reply`, to what differs."
    )
    indexes: Items[Annotated[str, RefersTo("index")]] = Field((), description="The retrieval indexes in use.")
    cache: Maybe[Text] = Field(None, description="Which cache stands before the models, such as `none`.")
    data: Maybe[Text] = Field(None, description="Whose data it sees, such as `synthetic` or `production`.")
