"""Laws of every kind, on an example that uses every key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from promptops.resources import KINDS, SLUGS, model_of, slug_of
from promptops.resources.base import Block
from promptops.resources.validation import validate


def _blocks(annotation: Any) -> Iterator[type[Block]]:
    if isinstance(annotation, type) and issubclass(annotation, Block):
        yield annotation
    for argument in get_args(annotation):
        yield from _blocks(argument)


def _unused(block: type[Block], values: list[Any]) -> set[str]:
    """Return the keys of a block, and of all below it, that none of its values gives."""
    given = [value for value in values if value is not None]
    unused = {
        f"{block.__name__}.{name}"
        for name in block.model_fields
        if not any(name in one.model_fields_set for one in given)
    }
    for name, field in block.model_fields.items():
        inner = [item for one in given for item in _items(getattr(one, name))]
        for below in _blocks(field.annotation):
            unused |= _unused(below, inner)
    return unused


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, tuple) else [value]


_ALTERNATIVES = {"Prompt.messages", "Message.role", "Message.content", "Policy.assertion", "Waiver.policy"}
"""Keys that cannot stand beside another one of the example; the tests of their kinds use them."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_accepted_and_uses_every_key(accept: Callable[..., Any], kind: str) -> None:
    resource = accept(kind)
    assert type(resource).__name__ == resource.kind == kind
    assert _unused(type(resource), [resource]) <= _ALTERNATIVES


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_back_the_same(accept: Callable[..., Any], kind: str) -> None:
    resource = accept(kind)
    assert accept(kind, **resource.model_dump(mode="json", exclude_defaults=True)) == resource


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_can_be_changed(accept: Callable[..., Any], kind: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        accept(kind).name = "other"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["owner", "labels", "review_by", "deprecation"])
def test_a_key_without_a_value_is_refused(refuse: Callable[..., None], kind: str, key: str) -> None:
    refuse(kind, {key: None}, (key,), f"`{key}` has no value", "write one, or remove the key")


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_dropped(full: Callable[..., Any], kind: str) -> None:
    resource, rejections = validate(kind, full(kind, descriptoin="x"))
    assert resource == model_of(kind).model_validate(full(kind))
    assert [(found.rule, found.keys, found.part) for found in rejections] == [("unknown-key", ("descriptoin",), "key")]
    assert rejections[0].help == "did you mean `description`?"


@pytest.mark.parametrize("kind", KINDS)
def test_the_spelling_in_references_is_the_kind_in_lower_case(kind: str) -> None:
    assert SLUGS[slug_of(kind)] == kind
