"""Candidates for differences: proved with a witness, said to be undecided, or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from promptops.changes.schemas.differences import Acceptance, Aspect, Difference, Direction
from promptops.changes.schemas.focus import Focus
from promptops.changes.schemas.nodes import Node, Pool
from promptops.changes.schemas.outcomes import NOTHING, Found, Nothing, Outcome, Unknown
from promptops.changes.schemas.search import Search
from promptops.changes.schemas.sides import UNCONFIRMED, Side, is_witness

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a difference, less its proof; the fields are those of a `Difference`."""

    direction: Direction
    aspect: Aspect
    focus: Focus
    before: KeyPath
    after: KeyPath
    words: str
    one_sided: bool = False


class Proofs:
    """The differences that were found, in order. Its methods raise `ExhaustedError`."""

    def __init__(self, search: Search, before: Side, after: Side) -> None:
        self.pool: Pool = search.pool
        self.search = search
        self.sides: dict[Acceptance, Side] = {"before": before, "after": after}
        self._found: dict[tuple[Direction, Acceptance | None, KeyPath, KeyPath], Difference] = {}

    def differences(self) -> tuple[Difference, ...]:
        """Return what was found."""
        return tuple(self._found.values())

    def accepted(self, accepts: Acceptance) -> bool:
        """Say whether something was found, or is undecided, that this side accepts and the other refuses."""
        return any(difference.accepts == accepts for difference in self._found.values())

    def witness(self, accepts: Acceptance, focus: Focus, nodes: Iterable[Node]) -> Outcome:
        """Return an instance that a side accepts and the other refuses, with a part that satisfies all nodes."""
        parts = list(nodes)
        if focus.steps:
            local = self.search.solve([(node, True) for node in parts])
            if not isinstance(local, Found):
                return local
            parts = [focus.applied(self.pool, self.pool.every((), parts))]
        inner, outer = self.sides[accepts], self.sides[other(accepts)]
        outcome = self.search.solve([(inner.node, True), *((node, True) for node in parts), (outer.node, False)])
        if isinstance(outcome, Found) and not is_witness(outcome.value, inner, outer):
            return Unknown(UNCONFIRMED)
        return outcome

    def settle(self, candidate: Candidate, accepts: Acceptance, nodes: Iterable[Node]) -> None:
        """Add a candidate when there is an instance of it, or there may be; `nodes` are about the part in focus."""
        self.add(candidate, accepts, self.witness(accepts, candidate.focus, nodes))

    def add(self, candidate: Candidate, accepts: Acceptance, outcome: Outcome) -> None:
        """Add a candidate unless there is nothing that proves it."""
        if isinstance(outcome, Unknown):
            self.doubt(candidate, accepts, outcome.reason)
        elif isinstance(outcome, Found):
            self._add(_difference(candidate, candidate.direction, candidate.words, accepts, outcome))

    def state(self, candidate: Candidate) -> None:
        """Add a candidate that no instance proves."""
        self._add(_difference(candidate, candidate.direction, candidate.words, None, NOTHING))

    def doubt(self, candidate: Candidate, accepts: Acceptance, reason: str) -> None:
        """Add that a candidate is undecided."""
        words = f"{candidate.words}; undecided: {reason}"
        self._add(_difference(candidate, "undecided", words, accepts, NOTHING))

    def _add(self, difference: Difference) -> None:
        key = difference.direction, difference.accepts, difference.before, difference.after
        self._found.setdefault(key, difference)


def other(side: Acceptance) -> Acceptance:
    """Return the other side."""
    return "after" if side == "before" else "before"


def _difference(
    candidate: Candidate, direction: Direction, words: str, accepts: Acceptance | None, proof: Found | Nothing
) -> Difference:
    return Difference(
        direction,
        candidate.aspect,
        candidate.focus.path,
        candidate.before,
        candidate.after,
        words,
        accepts,
        proof.value if isinstance(proof, Found) else None,
        candidate.one_sided,
    )
