"""Waiver: an exception with an owner, a reason and an end."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from promptops.resources.base import Resource
from promptops.resources.quantities import Date
from promptops.resources.references import AnyReference, PolicyReference, TeamReference
from promptops.resources.shapes import Maybe
from promptops.resources.texts import Fingerprint, RuleId, Text


class Waiver(Resource):
    """Leave for one resource to break one rule or policy until a day.

    A waiver that cannot be read waives nothing.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["rule"]}, {"required": ["policy"]}]})

    kind: Literal["Waiver"] = "Waiver"
    owner: TeamReference = Field(description="The team that answers for the exception.")
    rule: Maybe[RuleId] = Field(None, description="The id of the rule that may be broken.")
    policy: Maybe[PolicyReference] = Field(None, description="The policy that may be broken.")
    resource: AnyReference = Field(description="The one resource that may break it: `prompt:support/refund-reply`.")
    reason: Text = Field(description="Why.")
    expires: Date = Field(description="The last day, in UTC, on which the exception holds.")
    fingerprint: Maybe[Fingerprint] = Field(None, description="The one finding that is meant, as reports show it.")

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        self.require_one_of("rule", "policy")
        return self
