"""References between resources: how they are written, and which ones a resource holds.

A reference is `name`, `name@MAJOR` or `kind:name@MAJOR`; which kinds it may name follows from the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias, get_args, get_origin

from promptops.resources import SLUGS, slug_of
from promptops.resources.texts import MAX_NAME, NAME

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.fields import FieldInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from promptops.resources.base import Resource
    from promptops.sources.documents import KeyPath

MAX_REFERENCE = MAX_NAME + 24
_MAJOR = "(?:0|[1-9][0-9]{0,8})"
_REFERENCE = re.compile(f"(?:([a-z]+):)?({NAME})(?:@({_MAJOR}))?")


class Reference(NamedTuple):
    """A reference that a resource holds.

    `field` names the field without indexes (`stages.gates`), `kinds` are the kinds that it allows and `kind` the one
    that is written, if any; `keys` is the path of keys in the resource.
    """

    field: str
    kinds: tuple[str, ...]
    kind: str | None
    name: str
    major: int | None
    keys: KeyPath


@lru_cache(maxsize=8192)  # the same team and the same model stand in most files
def parse_reference(text: str) -> tuple[str | None, str, int | None] | None:
    """Return kind, name and major version of a reference as written, or None when it is malformed."""
    match = _REFERENCE.fullmatch(text) if len(text) <= MAX_REFERENCE else None
    if match is None or (match[1] is not None and match[1] not in SLUGS):
        return None
    return match[1], match[2], None if match[3] is None else int(match[3])


class RefersTo:
    """Marks a text as a reference to one of `kinds`; to the kind of the resource itself when there are none."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a check that runs without Python; its context is what a message needs."""
        from pydantic_core import core_schema  # noqa: PLC0415 - reading references must not cost importing pydantic

        kinds = self.kinds or tuple(SLUGS)
        return core_schema.custom_error_schema(
            core_schema.str_schema(
                pattern=f"^(?:(?:{'|'.join(kinds)}):)?{NAME}(?:@{_MAJOR})?$", max_length=MAX_REFERENCE
            ),
            custom_error_type="reference",
            custom_error_message="must be a reference",
            custom_error_context={"kinds": kinds},
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the text, which says what it refers to."""
        return {**handler(schema), "x-refers-to": list(self.kinds)} if self.kinds else handler(schema)


AgentReference = Annotated[str, RefersTo("agent")]
BudgetReference = Annotated[str, RefersTo("budget")]
DatasetReference = Annotated[str, RefersTo("dataset")]
EnvironmentReference = Annotated[str, RefersTo("environment")]
EvalReference = Annotated[str, RefersTo("eval")]
ModelReference = Annotated[str, RefersTo("model")]
PolicyReference = Annotated[str, RefersTo("policy")]
PromptReference = Annotated[str, RefersTo("prompt")]
ProviderReference = Annotated[str, RefersTo("provider")]
TeamReference = Annotated[str, RefersTo("team")]
ToolReference = Annotated[str, RefersTo("tool")]
AnyReference = Annotated[str, RefersTo(*SLUGS)]

Collect: TypeAlias = Callable[[Any, "KeyPath", list[Reference]], None]
"""Adds the references in a field's value, which stands at a path of keys, to a list."""
_Plan: TypeAlias = tuple[tuple[str, "KeyPath", Collect], ...]
"""Attribute, key and collector of fields. The key is a path: all resources share it where nothing stands above it."""


def references(resource: Resource) -> tuple[Reference, ...]:
    """Return every reference that a resource holds, in the order of its kind's keys."""
    found: list[Reference] = []
    kind = type(resource)
    _collect_fields(_plan(kind, "", slug_of(kind.__name__)), resource, (), found)
    return tuple(found)


def _collect_fields(plan: _Plan, owner: BaseModel, keys: KeyPath, found: list[Reference]) -> None:
    values = owner.__dict__
    for attribute, own, collect in plan:
        value = values[attribute]
        if value:
            collect(value, keys + own, found)


@cache
def _plan(model: type[BaseModel], above: str, slug: str) -> _Plan:
    """Return the fields of a model that can hold references: worked out once a model."""
    plan: list[tuple[str, KeyPath, Collect]] = []
    for attribute, field in model.model_fields.items():
        key = field.alias or attribute
        collect = _collector(_annotation(field), f"{above}{key}", slug)
        if collect is not None:
            plan.append((attribute, (key,), collect))
    return tuple(plan)


def _annotation(field: FieldInfo) -> Any:
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _collector(annotation: Any, label: str, slug: str) -> Collect | None:
    """Return the collector for values of a type, None when they hold no references."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        marker = next((item for item in metadata if isinstance(item, RefersTo)), None)
        return _collector(inner, label, slug) if marker is None else _text(label, marker.kinds or (slug,))
    if origin is Mapping:
        return _entries(*(_collector(argument, label, slug) for argument in get_args(annotation)))
    if origin is tuple:
        return _each(_collector(get_args(annotation)[0], label, slug))
    if hasattr(annotation, "model_fields"):
        return _part(_plan(annotation, f"{label}.", slug))
    members = (_collector(argument, label, slug) for argument in get_args(annotation))
    return next((member for member in members if member is not None), None)


def _text(label: str, kinds: tuple[str, ...]) -> Collect:
    def collect(value: str, keys: KeyPath, found: list[Reference]) -> None:
        parsed = parse_reference(value)
        if parsed is not None:
            found.append(Reference(label, kinds, *parsed, keys))

    return collect


def _each(item: Collect | None) -> Collect | None:
    if item is None:
        return None

    def collect(values: tuple[Any, ...], keys: KeyPath, found: list[Reference]) -> None:
        for index, value in enumerate(values):
            item(value, (*keys, index), found)

    return collect


def _entries(key: Collect | None, value: Collect | None) -> Collect | None:
    if key is None and value is None:
        return None

    def collect(values: Mapping[str, Any], keys: KeyPath, found: list[Reference]) -> None:
        for name, entry in values.items():
            if key is not None:
                key(name, (*keys, name), found)
            if value is not None:
                value(entry, (*keys, name), found)

    return collect


def _part(plan: _Plan) -> Collect | None:
    if not plan:
        return None

    def collect(part: BaseModel, keys: KeyPath, found: list[Reference]) -> None:
        _collect_fields(plan, part, keys, found)

    return collect
