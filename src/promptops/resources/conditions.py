"""Whom something is for: attributes of a session, and the values or conditions that they must meet."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from promptops.resources.base import Block
from promptops.resources.quantities import Number, Percent
from promptops.resources.rejections import refused
from promptops.resources.shapes import Map, Maybe, OneOrMore, Shorthand
from promptops.resources.texts import Form, Label, Text

_NUMBER = "[0-9]{1,9}"

AppVersion = Annotated[
    str,
    Form(
        rf"^v?{_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$",
        "a version such as `5.4` or `2.1.0`",
        "write up to three numbers with `.` between them, in quotes",
        100,
    ),
]
"""The version of an application, compared as Semantic Versioning orders them."""


class Condition(Block):
    """What the value of an attribute must meet: all that is given. A missing attribute meets nothing."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    in_: Maybe[OneOrMore[Text]] = Field(None, alias="in", description="It is one of these.")
    not_in: Maybe[OneOrMore[Text]] = Field(None, description="It is none of these.")
    starts_with: Maybe[OneOrMore[Text]] = Field(None, description="It begins with one of these.")
    ends_with: Maybe[OneOrMore[Text]] = Field(None, description="It ends with one of these.")
    at_least: Maybe[Number] = Field(None, description="It is a number, this one or a greater.")
    below: Maybe[Number] = Field(None, description="It is a number less than this.")
    from_version: Maybe[AppVersion] = Field(None, description="It is this version or a later one.")
    before_version: Maybe[AppVersion] = Field(None, description="It is an earlier version than this.")
    percent: Maybe[Percent] = Field(None, description="It falls into this part of a hundred of all its values.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise refused("has no condition", "name one, such as `not_in` or `at_least`")
        return self


_VALUE = {"type": "string", "pattern": r"\S"}
_ValuesOrCondition = Annotated[
    Condition,
    Shorthand(
        lambda value: value if isinstance(value, dict) else {"in": value},
        lambda full: {"anyOf": [_VALUE, {"type": "array", "items": _VALUE}, full]},
    ),
]
"""A condition, or the values that an attribute may have."""

_Conditions = Map[Label, _ValuesOrCondition]


def _named(attribute: str) -> Shorthand:
    """Return the shorthand by which a text stands for the value of one attribute."""
    return Shorthand(
        lambda value: {attribute: value} if isinstance(value, str) else value,
        lambda full: {"anyOf": [_VALUE, full]},
    )


Segment = Annotated[_Conditions, _named("segment")]
"""Sessions: attribute to the values that it may have, or to a condition. A text stands for the attribute `segment`."""

Cohort = Annotated[_Conditions, _named("cohort")]
"""Sessions: attribute to the values that it may have, or to a condition. A text stands for the attribute `cohort`."""
