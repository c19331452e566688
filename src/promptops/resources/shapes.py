"""How fields hold their values: optional ones, lists as tuples, mappings that nobody changes, shorthands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, Strict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, SchemaValidator, core_schema

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Absent:
    """Lets a key be left out, but not be written without a value.

    An empty `tools:` is a line that somebody forgot to finish, so null is an error and not a synonym for absence.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of the type without its null."""
        inner = dict(cast("core_schema.NullableSchema", handler(source))["schema"])
        inner.setdefault("serialization", {"type": "any"})  # what is written out may still be None
        return cast("CoreSchema", inner)


@dataclass(frozen=True, slots=True)
class AsDict:
    """Takes a mapping as a plain dict; that nobody may change it is said by its type."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of a dict with the mapping's keys and values."""
        key, value = get_args(source)
        return core_schema.dict_schema(handler.generate_schema(key), handler.generate_schema(value))


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Takes a shorter form as well.

    `expand` turns it into the full form and leaves anything else as it is; `schema` makes the JSON Schema of both from
    that of the full form.
    """

    expand: Callable[[Any], Any]
    schema: Callable[[JsonSchemaValue], JsonSchemaValue]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of the full form behind the expansion."""
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of what users write."""
        full = handler(schema)
        return self.schema(full) if handler.mode == "validation" else full


@dataclass(frozen=True, slots=True)
class OrPath:
    """Takes a text as the path of a file, and all else as the second member of the union."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a check that chooses by type: with a union, a message would speak of both members."""
        path, full = (handler.generate_schema(member) for member in get_args(source))
        check_path = SchemaValidator(path).validate_python

        def check(value: Any, check_full: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return check_path(value) if isinstance(value, str) else check_full(value)

        def either(_: CoreSchema, schema_of: GetJsonSchemaHandler) -> JsonSchemaValue:
            return {"anyOf": [schema_of(path), schema_of(full)]}

        return core_schema.no_info_wrap_validator_function(
            check, full, serialization={"type": "any"}, metadata={"pydantic_js_functions": [either]}
        )


Maybe = Annotated[T | None, Absent()]
"""A key that may be left out; it is None then."""

Items = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list."""

Map = Annotated[Mapping[K, T], AsDict()]
"""A mapping."""

OneOrMore = Annotated[
    tuple[T, ...],
    Strict(strict=False),
    Shorthand(
        lambda value: value if isinstance(value, list | tuple) else (value,),
        lambda full: {"anyOf": [full["items"], full]},
    ),
]
"""A list, or its only item without the list."""
