"""Fragment: shared text to include."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Resource
from promptops.resources.schema_fields import Inputs
from promptops.resources.shapes import Map, Maybe
from promptops.resources.texts import Label, Text


class Fragment(Resource):
    """Text that prompts and other fragments include."""

    kind: Literal["Fragment"] = "Fragment"
    body: Text = Field(description="The text; in Markdown what stands below the front matter.")
    inputs: Maybe[Inputs] = Field(
        None, description="What the text takes: name to type (`string`, `string?`) or JSON Schema; or one for all."
    )
    contract: Map[Label, Text] = Field(
        default_factory=dict, description="Clauses that others may rely on: name to words that stand in the text."
    )
