"""A schema on one side of a comparison, and what proves that two sides differ."""

from __future__ import annotations

from typing import Any, NamedTuple

from promptops.changes.schemas.budget import Budget, ExhaustedError
from promptops.changes.schemas.evaluation import Evaluation
from promptops.changes.schemas.nodes import Node, Pool
from promptops.changes.schemas.reading import Reader
from promptops.resources.plain_conformance import plainly_conforms
from promptops.resources.work import Work

UNCONFIRMED = "the validators do not agree on an instance of it"
"""The reason why nothing is decided when a witness is none to each judge."""


class Side(NamedTuple):
    """A schema, as it is written and as a node.

    `peculiar` says that a validator does not understand it as it is understood here: OpenAPI's `nullable`, say.
    """

    schema: Any
    node: Node
    peculiar: bool


def read_side(pool: Pool, schema: Any) -> Side:
    """Return a schema as a side; whatever is wrong with it is an opaque node."""
    reader = Reader(pool, schema)
    node = reader.read()
    return Side(schema, node, reader.peculiar)


def is_witness(value: Any, inner: Side, outer: Side) -> bool:
    """Say whether two judges agree that one side accepts a value and the other refuses it."""
    evaluation = Evaluation(Budget())
    try:
        if evaluation.holds(inner.node, value) is not True or evaluation.holds(outer.node, value) is not False:
            return False
    except (ExhaustedError, RecursionError):
        return False
    return _may_conform(inner, value) and (outer.peculiar or not _conforms(outer.schema, value))


def _may_conform(side: Side, value: Any) -> bool:
    return side.peculiar or _conforms(side.schema, value)


def _conforms(schema: Any, value: Any) -> bool:
    if isinstance(schema, bool):
        return schema
    if plainly_conforms(schema, value):
        return True
    from promptops.resources.conformance import nonconformity  # noqa: PLC0415 - takes 80 ms

    return nonconformity(schema, value, Work()) is None
