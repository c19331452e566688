"""Policy: a rule of the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from promptops.resources import KINDS
from promptops.resources.base import Block, Resource, Stated
from promptops.resources.enforceable import EnforceableSchema
from promptops.resources.rejections import refused
from promptops.resources.shapes import Map, Maybe, OneOf, OneOrMore
from promptops.resources.texts import Name, Text


def _compiles(pattern: str) -> str:
    from promptops.sources.globs import PatternError, compile_pattern  # noqa: PLC0415 - few files hold a pattern

    try:
        compile_pattern(pattern)
    except PatternError as error:
        raise refused(f"cannot be used: {error}") from None
    return pattern


class Match(Block):
    """Which resources are meant: all conditions that are given must hold, each for one of its values."""

    kind: OneOrMore[Annotated[str, OneOf(tuple(KINDS))]] = Field((), description="Kinds, such as `Prompt`.")
    name: OneOrMore[Text] = Field((), description="Patterns of names, such as `support/*`.")
    owner: OneOrMore[Text] = Field((), description="Patterns of the names of owning teams.")
    path: OneOrMore[Annotated[Text, AfterValidator(_compiles)]] = Field(
        (), description="Patterns of paths of files, as in .gitignore."
    )
    access: OneOrMore[Literal["private", "internal", "public"]] = Field((), description="Who may refer to them.")
    lifecycle: OneOrMore[Literal["experimental", "stable", "deprecated", "retired"]] = Field(
        (), description="What their users may count on."
    )
    labels: Map[Name, Text] = Field(default_factory=dict, description="Labels that they must have.")


class Policy(Stated, Resource):
    """A rule that the compiled resources must keep: a JSON Schema that they satisfy."""

    hints: ClassVar[Mapping[str, str]] = {"assert": "no expression is run: say it as a JSON Schema in `require`"}

    kind: Literal["Policy"] = "Policy"
    match: Match = Field(default_factory=Match, description="Which resources it speaks of; all when left out.")
    require: EnforceableSchema = Field(
        description="The JSON Schema, draft 2020-12, that the compiled resource must satisfy."
    )
    message: Text = Field(description="What a finding says.")
    field: Maybe[Text] = Field(None, description="The key that a finding points to, such as `output.schema`.")
    severity: Literal["error", "warning", "info"] = Field("error", description="How bad a finding is.")
