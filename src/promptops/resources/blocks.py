"""Mappings that stand inside more than one kind."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from promptops.resources.base import Block
from promptops.resources.json_values import MAX_INTEGER
from promptops.resources.patterns import Regex
from promptops.resources.quantities import Date, Positive
from promptops.resources.rejections import is_number, refused
from promptops.resources.shapes import Maybe, Shorthand
from promptops.resources.texts import Label, Text


class Period(Block):
    """A stretch of days, the first and the last included."""

    start: Date = Field(alias="from", description="The first day.")
    end: Date = Field(alias="to", description="The last day.")

    @field_validator("end")
    @classmethod
    def _not_before_start(cls, value: date, info: ValidationInfo) -> date:
        start = info.data.get("start")
        if start is not None and value < start:
            raise refused(f"lies before `from`, {start}")
        return value


class Retries(Block):
    """How often a call is tried."""

    max_attempts: Positive = Field(description="How often at most, the first attempt included.")


class Traffic(Block):
    """How much is asked of something."""

    requests_per_minute: Positive = Field(description="Requests in the busiest minute that it has to stand.")


class Objective(Block):
    """A service level objective: what is promised, in which unit, measured where."""

    objective: Annotated[
        Text,
        Shorthand(
            lambda value: f"{value}" if is_number(value) and abs(value) <= MAX_INTEGER else value,
            lambda full: {"anyOf": [{"type": "number"}, full]},
        ),
    ] = Field(description="The promise, such as `99.9 %` or `p95 < 800ms`.")
    unit: Literal[
        "availability",
        "error-rate",
        "latency",
        "time-to-first-token",
        "chunk-gap",
        "chunk-size",
        "tokens-per-second",
        "throughput",
        "quality",
        "cost",
    ] = Field(description="What is measured; users feel `time-to-first-token`, `chunk-gap`, `latency` and `quality`.")
    measured: Maybe[Literal["attempt", "request"]] = Field(
        None, description="Whether each attempt counts, or only what is left after retries."
    )


class Expectation(Block):
    """One thing that a text must go on having: exactly one of the keys is given."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    phrase: Maybe[Text] = Field(None, description="Words that stand in the text as they are.")
    pattern: Maybe[Regex] = Field(None, description="A regular expression that finds something.")
    label: Maybe[Text] = Field(None, description="A label that the model writes, such as `VERDICT:`.")
    key: Maybe[Text] = Field(None, description="A key of the structured output.")
    variable: Maybe[Text] = Field(None, description="An input that the caller passes.")
    clause: Maybe[Label] = Field(None, description="The name of a clause of the `contract`.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Expectation:
        self.require_one_of(*self.attributes())
        return self
