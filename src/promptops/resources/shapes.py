"""How fields hold their values: optional ones, lists as tuples, mappings that nobody changes, shorthands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from promptops.resources.rejections import quoted, refused
from promptops.resources.texts import RelativePath

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

T = TypeVar("T")
K = TypeVar("K")


class Absent:
    """Lets a key be left out, but not be written without a value."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of the type without its null."""
        inner = dict(cast("core_schema.NullableSchema", handler(source))["schema"])
        inner.setdefault("serialization", {"type": "any"})  # what is written out may still be None
        return cast("CoreSchema", inner)


class AsDict:
    """Takes a mapping as a plain dict; that nobody may change it is said by its type."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of a dict with the mapping's keys and values."""
        key, value = get_args(source)
        return core_schema.dict_schema(handler.generate_schema(key), handler.generate_schema(value))


class OneOf:
    """Takes one of some words that are known only when the program runs."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of a literal."""
        del source, handler
        return core_schema.literal_schema(list(self.words))


class Shorthand:
    """Takes a shorter form as well.

    `expand` turns it into the full form and leaves anything else as it is; `schema` makes the JSON Schema of both from
    that of the full form.
    """

    def __init__(self, expand: Callable[[Any], Any], schema: Callable[[JsonSchemaValue], JsonSchemaValue]) -> None:
        self.expand = expand
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check of the full form behind the expansion."""
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of what users write."""
        full = handler(schema)
        return self.schema(full) if handler.mode == "validation" else full


class OrPath:
    """Takes a text as the path of a file, and all else as the second member of the union."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a check that chooses by type: with a union, a message would speak of both members."""
        path, full = (handler.generate_schema(member) for member in get_args(source))
        check_path = SchemaValidator(path).validate_python

        def check(value: Any, check_full: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return check_path(value) if isinstance(value, str) else check_full(value)

        def either(schema: CoreSchema, schema_of: GetJsonSchemaHandler) -> JsonSchemaValue:
            return {"anyOf": [schema_of(path), schema_of(schema)]}

        return core_schema.no_info_wrap_validator_function(
            check, full, serialization={"type": "any"}, metadata={"pydantic_js_functions": [either]}
        )


def distinct_names(blocks: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return blocks as they are. Raises `RefusedError` where two have the same name."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if block.name in seen:
            raise refused(f"repeats {quoted(block.name)}", "give each its own name", (index, "name"))
        seen.add(block.name)
    return blocks


Maybe = Annotated[T | None, Absent()]
"""A key that may be left out; it is None then."""

Items = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list."""

NamedItems = Annotated[tuple[T, ...], Strict(strict=False), AfterValidator(distinct_names)]
"""A list of blocks with a name each, which no two of them share."""

ItemsOrPath = Annotated[RelativePath | Items[T], OrPath()]
"""A list, or the path of the file that holds it."""

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
