"""Budget: the right to spend."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Period
from promptops.resources.quantities import MicroUsd, Number, Tokens
from promptops.resources.references import BudgetReference, EnvironmentReference, ModelReference, RefersTo
from promptops.resources.rejections import enumerated, refused
from promptops.resources.shapes import Items, Maybe, Shorthand
from promptops.resources.texts import Region

HOLDERS = ("team", "feature", "agent", "eval")
"""The kinds that may hold a budget."""


def _holder(value: Any) -> Any:
    """Return `{team: support}` as the reference `team:support`, anything else as it is."""
    if not isinstance(value, dict):
        return value
    if len(value) != 1 or not value.keys() <= set(HOLDERS):
        raise refused(f"must have one key: {enumerated(HOLDERS)}")
    ((kind, name),) = value.items()
    return f"{kind}:{name}" if isinstance(name, str) and ":" not in name else name


Holder = Annotated[
    str,
    RefersTo(*HOLDERS),
    Shorthand(
        _holder,
        lambda full: {
            "anyOf": [
                full,
                {
                    "type": "object",
                    "properties": {kind: {"type": "string", "x-refers-to": [kind]} for kind in HOLDERS},
                    "additionalProperties": False,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ]
        },
    ),
]
"""Who may spend: `team:support`, or `{team: support}`."""


class Amount(Block):
    """How much may be spent in a window: tokens, money, or neither more than the one nor than the other."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    tokens: Maybe[Tokens] = Field(None, description="In tokens.")
    usd: Maybe[MicroUsd] = Field(None, description="In USD; micro-USD once read.")

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.tokens is None and self.usd is None:
            raise refused("needs `tokens` or `usd`")
        return self


class Forecast(Block):
    """What an amount was worked out from."""

    baseline: Period = Field(description="The days whose use it starts from.")
    region: Maybe[Region] = Field(None, description="Whose holidays count, such as `DE` or `US-CA`.")
    growth: Maybe[Number] = Field(None, description="The growth that it allows for: 0.2 is a fifth more.")


class Budget(Resource):
    """The right of one holder to spend so much in each window of time, in UTC."""

    kind: Literal["Budget"] = "Budget"
    holder: Holder = Field(description="Who may spend it: `team:support`, or `{team: support}`.")
    parent: Maybe[BudgetReference] = Field(None, description="The budget that it is a part of.")
    amount: Amount = Field(description="How much may be spent in each window.")
    window: Maybe[Literal["minute", "hour", "day", "week", "month", "quarter", "year"]] = Field(
        None, description="The calendar window, in UTC, in which the amount may be spent."
    )
    environment: Maybe[EnvironmentReference] = Field(None, description="Where it holds.")
    purpose: Maybe[Literal["production", "evaluation", "development"]] = Field(
        None, description="What the money is for."
    )
    models: Items[ModelReference] = Field((), description="The models that it may be spent on; any when left out.")
    on_exceed: Maybe[Literal["block", "degrade", "alert"]] = Field(
        None, description="What happens when it is used up: calls stop, go to fallbacks, or somebody is told."
    )
    forecast: Maybe[Forecast] = Field(None, description="What the amount was worked out from.")
