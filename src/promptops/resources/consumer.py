"""Consumer: what depends on a prompt from outside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from promptops.resources.base import Resource
from promptops.resources.blocks import Expectation
from promptops.resources.references import RefersTo
from promptops.resources.shapes import Items, Maybe, OneOrMore
from promptops.resources.texts import SourceLine, Text


class Consumer(Resource):
    """Code, a report or people outside this project's prompts that rely on one of them."""

    kind: Literal["Consumer"] = "Consumer"
    of: OneOrMore[Annotated[str, RefersTo("prompt", "fragment", "tool", "agent")]] = Field(
        description="What it relies on: one reference or several."
    )
    type: Maybe[Literal["parser", "service", "dashboard", "report", "job", "test", "people", "other"]] = Field(
        None, description="What it is."
    )
    expects: Items[Expectation] = Field((), description="What it needs of them.")
    source: Maybe[SourceLine] = Field(None, description="Where it relies on them: `src/parse_refund.py:41`.")
    contacts: Items[Text] = Field((), description="Whom to ask before a change.")
