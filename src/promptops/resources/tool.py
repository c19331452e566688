"""Tool: what a model may call."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Retries
from promptops.resources.quantities import Count, Milliseconds
from promptops.resources.references import RefersTo
from promptops.resources.schema_fields import JsonSchema
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Text


class Reentrancy(Block):
    """How a tool may come to be called within its own call."""

    max_depth: Count = Field(description="How many calls of it may be open at once beyond the first; 0 forbids it.")


class Tool(Resource):
    """A function that a model may call."""

    kind: Literal["Tool"] = "Tool"
    parameters: Maybe[JsonSchema] = Field(None, description="The JSON Schema of its parameters.")
    result: Maybe[JsonSchema] = Field(None, description="The JSON Schema of its result.")
    effects: Maybe[Literal["none", "read", "write", "irreversible"]] = Field(
        None, description="The worst that a call can do."
    )
    approval: Maybe[Literal["required", "none"]] = Field(
        None, description="Whether a person must agree to each call before it is made."
    )
    idempotent: Maybe[bool] = Field(None, description="Whether calling it twice does no more than calling it once.")
    invokes: Items[Annotated[str, RefersTo("prompt", "tool", "agent", "model")]] = Field(
        (), description="The prompts, tools, agents and models that its implementation calls."
    )
    reentrancy: Maybe[Reentrancy] = Field(None, description="How it may come to be called within its own call.")
    timeout: Maybe[Milliseconds] = Field(None, description="How long one attempt may take, such as `30s`.")
    retries: Maybe[Retries] = Field(None, description="How often a call is tried.")
    promises: Items[Text] = Field((), description="Phrases that a prompt may only say when it has this tool.")
