"""Feature: what a user sees."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Objective, Traffic
from promptops.resources.references import AnyReference, EvalReference, RefersTo, TeamReference
from promptops.resources.shapes import Items, Map, Maybe, NamedItems
from promptops.resources.texts import Digest, Label, RelativePath, Text


class Demo(Block):
    """A recorded demonstration, and what it shows."""

    name: Label = Field(description="Its name.")
    pins: Map[AnyReference, Digest] = Field(
        default_factory=dict,
        description="Each resource that it shows, such as `prompt:support/refund-reply`, to the digest.",
    )


class Feature(Resource):
    """Something that users see, made of prompts, agents and tools of several owners."""

    kind: Literal["Feature"] = "Feature"
    accountable: Maybe[TeamReference] = Field(None, description="The one team that answers for the whole.")
    parts: Items[Annotated[str, RefersTo("prompt", "tool", "agent", "eval", "model", "index")]] = Field(
        (), description="What it is made of."
    )
    audience: Maybe[Literal["public", "internal"]] = Field(
        None, description="Who may use it: `public` is anybody, so that nothing they write is to be trusted."
    )
    stage: Maybe[Literal["prototype", "beta", "ga"]] = Field(None, description="How far it has come.")
    slo: Items[Objective] = Field((), description="What its users may count on.")
    traffic: Maybe[Traffic] = Field(None, description="How much its users ask of it.")
    oncall: Maybe[Text] = Field(None, description="Who is called when it fails: a person, rota or channel.")
    runbook: Maybe[RelativePath] = Field(None, description="The path of what to do then.")
    signal: Maybe[EvalReference] = Field(None, description="The eval that judges it from end to end.")
    known_behaviours: Map[Label, Text] = Field(
        default_factory=dict, description="What users have come to rely on, faults among it: name to description."
    )
    demos: NamedItems[Demo] = Field((), description="Recorded demonstrations, and what they show.")
