"""What was meant by a key that nothing knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import getitem
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from promptops.resources import KINDS, model_of
from promptops.resources.base import Block
from promptops.resources.parameters import TYPED
from promptops.resources.rejections import Rejection, enumerated, place, quoted
from promptops.spelling import certain, closest

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


def unknown_key(model: type[Block], keys: KeyPath, data: Any) -> Rejection:
    """Return the rejection of the last of `keys` in `data`, which no key of its block in `model` matches."""
    *above, key = keys
    block = block_at(model, above)
    where = f" in {place(tuple(above), '')}" if above else ""
    meant = _surely_meant(model, block, str(key))
    return Rejection(
        "unknown-key",
        keys,
        "key",
        f"unknown key {quoted(str(key))}{where}",
        _advice(model, block, str(key)),
        None if meant in reduce(getitem, above, data) else meant,
    )


def _surely_meant(model: type[Block], block: type[Block], key: str) -> str | None:
    """Return the key that was misspelt, unless the one that is written has a meaning somewhere else."""
    meant = certain(key, block.attributes())
    return None if meant is None or key in model.attributes() or _kinds_with(key) else meant


def listed_keys(block: type[Block]) -> str:
    """Return the keys of a block, for a message."""
    return f"its keys are {', '.join(f'`{key}`' for key in block.attributes())}"


def _advice(model: type[Block], block: type[Block], key: str) -> str | None:
    known = block.attributes()
    if key in block.hints:
        return block.hints[key]
    meant = closest(key, known)
    if meant:
        return f"did you mean `{meant}`?"
    if block is not model:
        if key in model.attributes():
            return f"`{key}` is a key of {model.__name__} itself"
        return listed_keys(block)
    holders = _holders(model, key)
    if holders:
        return f"write it below {enumerated(holders)}"
    kinds = _kinds_with(key)
    return f"`{key}` is a key of {enumerated(kinds, 'and')}" if kinds else None


def _holders(model: type[Block], key: str) -> list[str]:
    """Return the keys of a kind below which a key is known."""
    found = []
    for name, attribute in model.attributes().items():
        block = _block_in(model.model_fields[attribute].annotation)
        if block is not None and key in block.attributes():
            found.append(name)
    if model.__name__ == "Prompt" and key in TYPED:
        found.append("parameters")
    return found


def _kinds_with(key: str) -> list[str]:
    return [kind for kind in KINDS if key in model_of(kind).attributes()]


def block_at(model: type[Block], keys: Sequence[str | int]) -> type[Block]:
    """Return the block that stands at a path of keys in a model."""
    block = model
    for key in keys:
        attribute = block.attributes().get(str(key))
        if attribute is not None:
            block = _block_in(block.model_fields[attribute].annotation) or block
    return block


def _block_in(annotation: Any) -> type[Block] | None:
    """Return the block that a type holds: itself, in a list, or as the values of a mapping."""
    if isinstance(annotation, type) and issubclass(annotation, Block):
        return annotation
    return next((block for argument in get_args(annotation) if (block := _block_in(argument)) is not None), None)


def blocks_below(block: type[Block], key: str) -> tuple[type[Block], ...]:
    """Return the blocks that may stand at a key of a block, but not those in a list or a mapping there."""
    attribute = block.attributes().get(key)
    return () if attribute is None else tuple(_blocks_of(block.model_fields[attribute].annotation))


def _blocks_of(annotation: Any) -> Iterator[type[Block]]:
    if isinstance(annotation, type) and issubclass(annotation, Block):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType):
        for argument in get_args(annotation):
            yield from _blocks_of(argument)
