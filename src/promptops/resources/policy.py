"""Policy: a rule of the organisation's own."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from promptops.resources import KINDS
from promptops.resources.base import Block, Resource, Stated
from promptops.resources.schema_fields import JsonSchema
from promptops.resources.shapes import Map, Maybe, OneOf, OneOrMore
from promptops.resources.texts import Name, Text


class Match(Block):
    """Which resources are meant: all conditions that are given must hold, each for one of its values."""

    kind: OneOrMore[Annotated[str, OneOf(tuple(KINDS))]] = Field((), description="Kinds, such as `Prompt`.")
    name: OneOrMore[Text] = Field((), description="Patterns of names, such as `support/*`.")
    owner: OneOrMore[Text] = Field((), description="Patterns of the names of owning teams.")
    path: OneOrMore[Text] = Field((), description="Patterns of paths of files, as in .gitignore.")
    access: OneOrMore[Literal["private", "internal", "public"]] = Field((), description="Who may refer to them.")
    lifecycle: OneOrMore[Literal["experimental", "stable", "deprecated", "retired"]] = Field(
        (), description="What their users may count on."
    )
    labels: Map[Name, Text] = Field(default_factory=dict, description="Labels that they must have.")


class Policy(Stated, Resource):
    """A rule that the compiled resources must keep: a JSON Schema that they satisfy, or a CEL expression."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["require"]}, {"required": ["assert"]}]})

    kind: Literal["Policy"] = "Policy"
    match: Match = Field(default_factory=Match, description="Which resources it speaks of; all when left out.")
    require: Maybe[JsonSchema] = Field(None, description="The JSON Schema that the compiled resource must satisfy.")
    assertion: Maybe[Text] = Field(
        None, alias="assert", description="The CEL expression over the compiled resource that must be true."
    )
    message: Text = Field(description="What a finding says.")
    field: Maybe[Text] = Field(None, description="The key that a finding points to, such as `output.schema`.")
    severity: Literal["error", "warning", "info"] = Field("error", description="How bad a finding is.")

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        self.require_one_of("require", "assert")
        return self
