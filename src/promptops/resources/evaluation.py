"""Eval: how something is judged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Expectation
from promptops.resources.quantities import Milliseconds, Number
from promptops.resources.references import BudgetReference, DatasetReference, PromptReference, RefersTo
from promptops.resources.shapes import Items, Map, Maybe, NamedItems
from promptops.resources.texts import Label, RelativePath, Text


class Judge(Block):
    """A model that gives the marks."""

    prompt: Maybe[PromptReference] = Field(None, description="The prompt that it is asked with.")
    rubric: Maybe[Text] = Field(None, description="What it is to look for.")


class Assertion(Expectation):
    """One thing that every answer must have: exactly one of the keys is given."""

    conforms: Maybe[Literal["output"]] = Field(
        None, description="`output`: the answer conforms to the output schema of the prompt."
    )
    reconciles: Maybe[Text] = Field(
        None, description="Values that must agree with the source, such as `sum(lines.amount) = total`; never executed."
    )


class Slice(Block):
    """A part of the cases with a threshold of its own."""

    name: Label = Field(description="The slice of the dataset, such as `hard`.")
    min: Number = Field(description="The least score that it must reach.")


class Eval(Resource):
    """A judgement that can be repeated: of what, on which cases, by which measure."""

    kind: Literal["Eval"] = "Eval"
    subjects: Items[Annotated[str, RefersTo("prompt", "tool", "agent", "fragment", "model", "feature")]] = Field(
        (), description="What is judged."
    )
    variants: Items[Label] = Field(
        (), description="The variants of the subjects that are judged, each by itself; else what has no variant."
    )
    dataset: Maybe[DatasetReference] = Field(None, description="The cases.")
    judge: Maybe[Judge] = Field(None, description="The model that gives the marks.")
    asserts: Items[Assertion] = Field((), description="What every answer must have.")
    thresholds: Map[Label, Number] = Field(default_factory=dict, description="Metric to the least score that passes.")
    slices: NamedItems[Slice] = Field((), description="Parts of the cases with thresholds of their own.")
    maintainer: Maybe[Text] = Field(None, description="The one person or team that keeps it running: a name or handle.")
    cadence: Maybe[Milliseconds] = Field(None, description="How often it is to be run, such as `7d`.")
    evidence: Maybe[RelativePath] = Field(None, description="The path of the results of its last run.")
    budget: Maybe[BudgetReference] = Field(None, description="What its runs may spend.")
