"""Team: who owns things."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Resource
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Handle, Text


class Team(Resource):
    """People who own resources together."""

    kind: Literal["Team"] = "Team"
    members: Items[Text] = Field((), description="The people.")
    oncall: Maybe[Text] = Field(None, description="Who is called when something of theirs fails.")
    contact: Maybe[Text] = Field(None, description="Where they are asked.")
    codeowners: Items[Handle] = Field((), description="Their handles in CODEOWNERS, such as `@acme/support`.")
