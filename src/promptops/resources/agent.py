"""Agent: a loop of model and tools."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Traffic
from promptops.resources.quantities import Count, MicroUsd, Milliseconds, Positive
from promptops.resources.references import (
    AgentReference,
    BudgetReference,
    ModelReference,
    PromptReference,
    ToolReference,
)
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Label, Text


class RunLimits(Block):
    """Where a run of an agent ends, whatever it has reached."""

    max_turns: Maybe[Positive] = Field(None, description="Calls of the model in a run.")
    max_tool_calls: Maybe[Count] = Field(None, description="Calls of tools in a run.")
    max_cost: Maybe[MicroUsd] = Field(None, description="What a run may cost, in USD; micro-USD once read.")
    timeout: Maybe[Milliseconds] = Field(None, description="How long a run may take, such as `10m`.")


class Completion(Block):
    """How a run says that it is done: by calling a tool, not in prose."""

    tool: ToolReference = Field(description="The tool that ends the run.")
    status: Maybe[Label] = Field(None, description="The parameter of the tool that says how the run ended.")


class Agent(Resource):
    """A model that calls tools until it is done."""

    kind: Literal["Agent"] = "Agent"
    prompt: Maybe[PromptReference] = Field(None, description="The prompt that instructs it.")
    model: Maybe[ModelReference] = Field(None, description="The model, where it is not the prompt's.")
    tools: Items[ToolReference] = Field((), description="The tools that it may call.")
    input: Maybe[Literal["trusted", "untrusted"]] = Field(
        None, description="Whether it reads what strangers write, such as mail or web pages: `untrusted`."
    )
    handoffs: Items[AgentReference] = Field((), description="The agents that it may hand its work to.")
    limits: Maybe[RunLimits] = Field(None, description="Where a run ends, whatever it has reached.")
    completion: Maybe[Completion] = Field(None, description="How a run says that it is done.")
    durable_decisions: Maybe[bool] = Field(None, description="Whether what it decides is kept and acted upon later.")
    backfill: Maybe[Text] = Field(
        None,
        description="What is done about earlier decisions when its model or prompt changes: the plan or where it is.",
    )
    budget: Maybe[BudgetReference] = Field(None, description="What it may spend.")
    traffic: Maybe[Traffic] = Field(None, description="How many runs are asked of it, but for those that agents begin.")
