"""All differences between two schemas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from promptops.changes.schemas.budget import Budget, ExhaustedError
from promptops.changes.schemas.differences import SIDES, Acceptance, Difference
from promptops.changes.schemas.focus import Focus
from promptops.changes.schemas.nodes import Pool
from promptops.changes.schemas.outcomes import Found
from promptops.changes.schemas.pairs import Pair
from promptops.changes.schemas.proofs import Candidate, Proofs, other
from promptops.changes.schemas.refusals import place_inside, refusal
from promptops.changes.schemas.search import Search
from promptops.changes.schemas.sides import read_side
from promptops.changes.schemas.verdicts import TOO_LARGE, same
from promptops.changes.schemas.walk import Walk
from promptops.changes.schemas.words import demand


def compare(before: Any, after: Any) -> tuple[Difference, ...]:
    """Return the differences between two JSON Schemas, those nearest to the root first.

    When none is accepted by `before`, every instance of it is one of `after`; and the other way round. The schemas have
    passed `schema_problems`; what is wrong with one that has not is an undecided difference.
    """
    if same(before, after):
        return ()
    pool = Pool()
    proofs = Proofs(Search(pool, Budget()), read_side(pool, before), read_side(pool, after))
    try:
        Walk(proofs).run(Pair(proofs.sides["before"].node, proofs.sides["after"].node, Focus()))
        for accepts in SIDES:
            if not proofs.accepted(accepts):
                _settle_rest(proofs, accepts)
    except (ExhaustedError, RecursionError):
        for accepts in SIDES:
            proofs.doubt(_whole(accepts), accepts, TOO_LARGE)
    return proofs.differences()


def _settle_rest(proofs: Proofs, accepts: Acceptance) -> None:
    """Report that a side accepts what the other refuses, should that have come to nothing part by part."""
    outcome = proofs.witness(accepts, Focus(), ())
    candidate = _whole(accepts)
    if isinstance(outcome, Found):
        inner, outer = proofs.sides[accepts].node, proofs.sides[other(accepts)].node
        node, path = refusal(proofs.pool, outer, outcome.value)
        places = {accepts: place_inside(proofs.pool, inner, path), other(accepts): node.place}
        what = demand(node, path)
        words = f"{what} now" if accepts == "before" else f"no longer: {what}"
        candidate = replace(candidate, before=places["before"], after=places["after"], words=words)
    proofs.add(candidate, accepts, outcome)


def _whole(accepts: Acceptance) -> Candidate:
    narrowed = accepts == "before"
    words = f"the value may take {'less' if narrowed else 'more'} now"
    return Candidate("narrowed" if narrowed else "widened", "shape", Focus(), (), (), words)
