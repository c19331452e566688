"""What every kind of resource has: the keys that govern it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from promptops.resources import slug_of
from promptops.resources.json_values import JsonObject
from promptops.resources.quantities import Date
from promptops.resources.references import RefersTo, TeamReference, parse_reference
from promptops.resources.rejections import enumerated, one_of, refused
from promptops.resources.shapes import Map, Maybe
from promptops.resources.texts import Name, Text, Version


class Block(BaseModel):
    """A mapping with known keys: unknown ones are refused, nothing is converted, nothing can be changed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
        serialize_by_alias=True,
    )
    hints: ClassVar[Mapping[str, str]] = {}
    """What to do instead of writing a key that is none, by keys that people may expect."""

    @classmethod
    @cache
    def attributes(cls) -> dict[str, str]:
        """Return the keys as users write them, each with the attribute that holds its value."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}

    def require_one_of(self, *keys: str) -> None:
        """Raise `RefusedError` unless exactly one of some keys is given."""
        attributes = self.attributes()
        given = [key for key in keys if getattr(self, attributes[key]) is not None]
        if not given:
            raise refused(f"needs {enumerated(keys)}")
        if len(given) > 1:
            raise refused(f"cannot stand beside `{given[0]}`", "keep one of the two", (given[1],), "key")


class Stated(Block):
    """A block whose defaults are written out with it: whoever reads the output need not know them."""

    def model_post_init(self, _: Any) -> None:
        """Count a field that has a default other than nothing as set."""
        self.__pydantic_fields_set__.update(_defaults(type(self)))


@cache
def _defaults(model: type[Block]) -> frozenset[str]:
    return frozenset(name for name, field in model.model_fields.items() if isinstance(field.default, str | int))


class Deprecation(Block):
    """How a resource goes away."""

    announced: Maybe[Date] = Field(None, description="The day on which its users were told.")
    remove_after: Maybe[Date] = Field(None, description="The last day on which it may still be used.")
    replaced_by: Maybe[Annotated[str, RefersTo()]] = Field(
        None, description="A resource of the same kind to use instead: `name` or `name@MAJOR`."
    )
    reason: Maybe[Text] = Field(None, description="Why it goes away.")


class Resource(Block):
    """What every kind has. The keys that govern it may also be inherited from a `_defaults.yaml` in a folder above."""

    kind: str
    name: Name = Field(description="A path such as `support/refund-reply`, unique for its kind and major version.")
    version: Maybe[Version] = Field(None, description="A semantic version. Two majors may live side by side.")
    owner: Maybe[TeamReference] = Field(None, description="The team that answers for it.")
    description: Maybe[str] = Field(None, description="What it is for; a model reads that of a tool.")
    access: Maybe[Literal["private", "internal", "public"]] = Field(
        None, description="Who may refer to it: `private` its owner, `internal` this project, `public` everyone."
    )
    lifecycle: Maybe[Literal["experimental", "stable", "deprecated", "retired"]] = Field(
        None, description="What its users may count on."
    )
    deprecation: Maybe[Deprecation] = Field(None, description="How it goes away.")
    review_by: Maybe[Date] = Field(None, description="The day by which somebody must have looked at it again.")
    labels: Map[Name, Text] = Field(default_factory=dict, description="Texts to select by.")
    annotations: JsonObject = Field(default_factory=dict, description="Anything else; the compiler does not read it.")

    @field_validator("deprecation")
    @classmethod
    def _replaced_by_its_like(cls, value: Deprecation) -> Deprecation:
        parsed = parse_reference(value.replaced_by) if value.replaced_by else None
        slug = slug_of(cls.__name__)
        if parsed is not None and parsed[0] is not None and parsed[0] != slug:
            raise refused(f"must be the name of {one_of([slug])}, not of {one_of([parsed[0]])}", None, ("replaced_by",))
        return value
