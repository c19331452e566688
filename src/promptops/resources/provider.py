"""Provider: who serves models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Objective, Retries
from promptops.resources.quantities import Date, Milliseconds, Positive
from promptops.resources.shapes import Items, Maybe, OneOrMore
from promptops.resources.texts import EnvironmentVariable, Text


class RateLimits(Block):
    """What a provider allows in a minute."""

    requests_per_minute: Maybe[Positive] = Field(None, description="Calls in a minute.")
    tokens_per_minute: Maybe[Positive] = Field(None, description="Tokens in a minute, in and out.")


class Credential(Block):
    """Where a secret is found, never the secret."""

    env: EnvironmentVariable = Field(description="The environment variable that holds it.")
    rotated_on: Maybe[Date] = Field(None, description="The day on which it was last changed.")
    rotate_every: Maybe[Milliseconds] = Field(None, description="How long it may stay unchanged, such as `90d`.")


class Provider(Resource):
    """A service that models are called at."""

    kind: Literal["Provider"] = "Provider"
    oncall: Maybe[Text] = Field(None, description="Who is called when it fails: a person, rota or channel.")
    limits: Maybe[RateLimits] = Field(None, description="What it allows in a minute.")
    retries: Maybe[Retries] = Field(None, description="How often a call is tried.")
    timeout: Maybe[Milliseconds] = Field(None, description="How long one attempt may take, such as `30s`.")
    slo: Items[Objective] = Field((), description="What it promises, or is held to.")
    credentials: OneOrMore[Credential] = Field((), description="The secrets that calls to it need.")
