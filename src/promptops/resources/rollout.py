"""Rollout: how a change reaches people."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from promptops.resources.base import Block, Resource
from promptops.resources.conditions import Cohort
from promptops.resources.quantities import Count, Date, Percent
from promptops.resources.references import EnvironmentReference, EvalReference, RefersTo
from promptops.resources.rejections import refused
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Text


class Stage(Block):
    """A part of the people, for a time, until its gates are passed."""

    percent: Maybe[Percent] = Field(None, description="How many of a hundred sessions get the change.")
    cohort: Maybe[Cohort] = Field(None, description="Which sessions get it: attribute to values, or one text.")
    soak_days: Maybe[Count] = Field(None, description="For how many days at least.")
    gates: Items[EvalReference] = Field((), description="The evals that must pass before the next stage.")


class Imprints(Block):
    """What a change leaves behind when its text is taken back, and what is done about each kind of it."""

    caches: Maybe[Text] = Field(None, description="What is done about cached answers.")
    histories: Maybe[Text] = Field(None, description="What is done about conversations that hold its answers.")
    baselines: Maybe[Text] = Field(None, description="What is done about eval baselines that were taken with it.")
    cohorts: Maybe[Text] = Field(None, description="What is done about the people who had it.")
    contracts: Maybe[Text] = Field(None, description="What is done about consumers that came to rely on it.")


class Rollback(Block):
    """The way back."""

    to: Maybe[Text] = Field(None, description="The version of the target, or the release, that is restored.")
    imprints: Maybe[Imprints] = Field(None, description="What is done about what the change leaves behind.")


class Rollout(Resource):
    """How a change of one resource reaches people, and how it is taken back."""

    kind: Literal["Rollout"] = "Rollout"
    target: Annotated[str, RefersTo("prompt", "agent", "model", "feature", "tool")] = Field(
        description="What is rolled out."
    )
    environment: Maybe[EnvironmentReference] = Field(None, description="Where.")
    started: Maybe[Date] = Field(None, description="The day on which the first people got it.")
    stages: Items[Stage] = Field((), description="The steps, in this order.")
    stage: Maybe[Count] = Field(
        None, description="The step in force, counted from 1, the first when left out; 0 is before the first."
    )
    kill_switch: Maybe[Text] = Field(None, description="The switch that stops it at once: its name or where it is.")
    exposure: Maybe[Text] = Field(None, description="The event that records who got it, told once a session.")
    rollback: Maybe[Rollback] = Field(None, description="The way back.")

    @model_validator(mode="after")
    def _stage_is_one(self) -> Self:
        if self.stage is not None and self.stage > len(self.stages):
            raise refused(f"is {self.stage}, and there are {len(self.stages)} stages", None, ("stage",))
        return self
