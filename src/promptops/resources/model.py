"""Model: one pinned model, or an alias of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Resource, Stated
from promptops.resources.quantities import Date, MicroUsd, Positive, Tokens
from promptops.resources.references import DatasetReference, ModelReference, ProviderReference
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Label, Text


class Price(Stated):
    """What tokens cost, in USD as written and in micro-USD once read."""

    input: MicroUsd = Field(description="The price of tokens that go in.")
    output: Maybe[MicroUsd] = Field(None, description="The price of tokens that come out.")
    per: Positive = Field(1_000_000, description="For how many tokens the prices are.")
    as_of: Maybe[Date] = Field(None, description="The day on which the prices were looked up.")


class Model(Stated, Resource):
    """A model as the project names it: one snapshot of a provider's, or an alias that may move."""

    kind: Literal["Model"] = "Model"
    provider: Maybe[ProviderReference] = Field(None, description="Who serves it.")
    id: Maybe[Text] = Field(None, description="Its identifier at the provider, best that of a dated snapshot.")
    type: Literal["chat", "embedding", "rerank"] = Field("chat", description="What it does.")
    context_window: Maybe[Tokens] = Field(None, description="How many tokens it reads and writes in one call.")
    max_output_tokens: Maybe[Tokens] = Field(None, description="How many tokens it writes in one call at most.")
    capabilities: Items[Label] = Field((), description="What it can do, such as `tools`, `json-schema` or `vision`.")
    parameters: Items[Label] = Field((), description="The parameters that it accepts.")
    price: Maybe[Price] = Field(None, description="What its tokens cost.")
    deprecated_on: Maybe[Date] = Field(None, description="The day on which its provider announced its end.")
    retires_on: Maybe[Date] = Field(None, description="The first day on which it no longer answers.")
    replacement: Maybe[ModelReference] = Field(None, description="The model to move to.")
    fallbacks: Items[ModelReference] = Field((), description="The models to call in its place, in this order.")
    training: Items[DatasetReference] = Field((), description="The datasets that it was tuned on.")
