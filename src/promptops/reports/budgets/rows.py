"""What is shown of budgets: whole numbers of micro-USD and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from promptops.budgets.money import Unit
from promptops.diagnostics import Span

What: TypeAlias = Literal["amount", "parts", "worst case"]


class UnitRow(NamedTuple):
    """A budget in one unit, for one of its windows.

    `parts` is what its parts take together, None where that has no end; `uncompared` how many of them have nothing that
    could be compared. `worst` is the most that one request takes of it or of a part of it: None where there is no
    bound, and zero where nothing makes requests.
    """

    unit: Unit
    amount: int
    parts: int | None
    uncompared: int
    worst: int | None

    @property
    def headroom(self) -> int | None:
        """Return what no part takes, less than zero where they take more than there is; None where they take all."""
        return None if self.parts is None else self.amount - self.parts

    @property
    def requests(self) -> int | None:
        """Return how many requests of the worst kind fit into a window; None where that cannot be said."""
        return self.amount // self.worst if self.worst else None


class BudgetRow(NamedTuple):
    """One budget; `depth` is 0 for one that is a part of no other."""

    reference: str
    depth: int
    parent: str | None
    holder: str
    window: str | None
    environment: str | None
    purpose: str | None
    on_exceed: str | None
    units: tuple[UnitRow, ...]
    span: Span


class RequestRow(NamedTuple):
    """What one request to a resource takes at most in each unit, None for no bound, and the budgets that pay for it.

    `missing` is the first limit that is missing, in words.
    """

    reference: str
    budgets: tuple[str, ...]
    worst: Mapping[Unit, int | None]
    missing: str
    span: Span


class Value(NamedTuple):
    """An amount; None has no end."""

    amount: int | None


class Change(NamedTuple):
    """A number that is another one than at the baseline; None for what was, or is, not there."""

    subject: str
    what: What
    unit: Unit
    before: Value | None
    after: Value | None

    @property
    def delta(self) -> int | None:
        """Return by how much it grew; None where it has no end on one side. What was not there counts as nothing."""
        before, after = (Value(0) if each is None else each for each in (self.before, self.after))
        return None if before.amount is None or after.amount is None else after.amount - before.amount


class Against(NamedTuple):
    """The baseline, as somebody named it, and what is another number than there."""

    named: str
    changes: tuple[Change, ...]


class BudgetReport(NamedTuple):
    """The budgets of a project, each before its parts, and what requests take; `root` leads to the project."""

    budgets: tuple[BudgetRow, ...]
    requests: tuple[RequestRow, ...]
    environment: str | None = None
    against: Against | None = None
    root: str = "."
