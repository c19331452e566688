"""Whether every instance of one schema is an instance of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from promptops.canonical import canonical_json
from promptops.changes.schemas.budget import Budget, ExhaustedError
from promptops.changes.schemas.nodes import Pool
from promptops.changes.schemas.outcomes import Found, Nothing, Unknown
from promptops.changes.schemas.refusals import place_inside, refusal
from promptops.changes.schemas.search import Search
from promptops.changes.schemas.sides import UNCONFIRMED, Side, is_witness, read_side
from promptops.changes.schemas.words import demand

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

TOO_LARGE = "the schemas are too large to compare"
"""The reason why nothing is decided when the work is at an end."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer; `holds` is None when it is undecided.

    When it does not hold, `witness` is an instance that `inner` accepts and `outer` refuses, and `at_inner` and
    `at_outer` are the paths of keys at which the two schemas part. `why` is what `outer` demands, or why there is no
    answer.
    """

    holds: bool | None
    why: str = ""
    witness: Any = None
    at_inner: KeyPath = ()
    at_outer: KeyPath = ()


def contained(inner: Any, outer: Any) -> Verdict:
    """Say whether every instance of one JSON Schema is an instance of another.

    The schemas have passed `schema_problems`; what is wrong with one that has not leaves the answer undecided.
    """
    if same(inner, outer):
        return Verdict(holds=True)
    pool = Pool()
    try:
        return _decided(pool, read_side(pool, inner), read_side(pool, outer))
    except (ExhaustedError, RecursionError):
        return Verdict(holds=None, why=TOO_LARGE)


def _decided(pool: Pool, inner: Side, outer: Side) -> Verdict:
    outcome = Search(pool, Budget()).solve([(inner.node, True), (outer.node, False)])
    match outcome:
        case Nothing():
            return Verdict(holds=True)
        case Unknown(reason):
            return Verdict(holds=None, why=reason)
        case Found(value):
            return _refused(pool, value, inner, outer)


def same(before: Any, after: Any) -> bool:
    """Say whether two schemas are written alike, but for the order of keys."""
    try:
        return bool(before == after) and canonical_json(before) == canonical_json(after)
    except (ValueError, TypeError, RecursionError):
        return False


def _refused(pool: Pool, value: Any, inner: Side, outer: Side) -> Verdict:
    if not is_witness(value, inner, outer):
        return Verdict(holds=None, why=UNCONFIRMED)
    node, path = refusal(pool, outer.node, value)
    return Verdict(
        holds=False,
        why=demand(node, path),
        witness=value,
        at_inner=place_inside(pool, inner.node, path),
        at_outer=node.place,
    )
