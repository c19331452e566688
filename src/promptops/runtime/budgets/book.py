"""The book of a ledger, as JSON holds it: the one place where reservations and settlements are reckoned."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

from promptops.runtime.budgets.accounts import MAX_LEASE, Account, Amount, Lease, Reservation
from promptops.runtime.budgets.windows import window_of

_KEPT: Final = 4
"""So many windows of an account are kept: a clock that is set back finds them as it left them."""
_SPENT, _RESERVED = slice(0, 2), slice(2, 4)
_NEVER: Final = float("inf")


class Book:
    """Accounts and open leases. Whoever uses it keeps others from it meanwhile.

    Times are passed in: `now` in seconds since 1970, for windows, and `tick` of a clock that is never set, for leases.
    """

    def __init__(self, entries: dict[str, Any] | None = None) -> None:
        """Begin a book, or go on with the entries of one."""
        entries = entries or {"accounts": {}, "leases": {}}
        # account → window → [tokens spent, micro-USD spent, tokens reserved, micro-USD reserved]
        self._accounts: dict[str, dict[str, list[int]]] = entries["accounts"]
        # lease → [tick at which it ends, tokens, micro-USD, [account, window], …]
        self._leases: dict[str, list[Any]] = entries["leases"]
        self._first_end = self._ends()

    def entries(self) -> dict[str, Any]:
        """Return the book as JSON."""
        return {"accounts": self._accounts, "leases": self._leases}

    def reserve(
        self, accounts: Sequence[Account], amount: Amount, seconds: int, *, now: float, tick: float
    ) -> Reservation:
        """Reserve an amount in all accounts, or in none."""
        self._end_leases(tick)
        places = [(account.key, window_of(account.window, now)) for account in accounts]
        rows = [self._row(*place) for place in places]
        exceeded = tuple(a for a, row in zip(accounts, rows, strict=True) if _exceeds(a, row, amount))
        if any(account.blocks for account in exceeded):
            return Reservation(None, exceeded)
        for row in rows:
            row[_RESERVED] = _sum(row[_RESERVED], amount)
        lease = Lease(os.urandom(12).hex(), tuple(places), amount)
        end = tick + min(seconds, MAX_LEASE)
        self._leases[lease.id] = [end, *amount, *map(list, places)]
        self._first_end = min(self._first_end, end)
        return Reservation(lease, exceeded)

    def settle(self, lease: Lease, amount: Amount) -> None:
        """Give back what a lease reserved, unless its time was over, and count what was spent."""
        self._give_back(lease.id)
        for place in lease.places:
            row = self._row(*place)
            row[_SPENT] = _sum(row[_SPENT], amount)

    def spent(self, account: Account, now: float) -> Amount:
        """Return what is spent in the account's present window."""
        row = self._accounts.get(account.key, {}).get(window_of(account.window, now), (0, 0))
        return Amount(row[0], row[1])

    def _end_leases(self, tick: float) -> None:
        """Free what is reserved by leases whose time is over, or that were made before the machine was started."""
        if tick < self._first_end <= tick + MAX_LEASE:
            return
        for lease in [lease for lease, (end, *_) in self._leases.items() if not tick < end <= tick + MAX_LEASE]:
            self._give_back(lease)
        self._first_end = self._ends()

    def _ends(self) -> float:
        return min((lease[0] for lease in self._leases.values()), default=_NEVER)

    def _give_back(self, lease: str) -> None:
        _, tokens, micro_usd, *places = self._leases.pop(lease, (0, 0, 0))
        for place in places:
            row = self._row(*place)
            row[_RESERVED] = _sum(row[_RESERVED], (-tokens, -micro_usd))

    def _row(self, account: str, window: str) -> list[int]:
        windows = self._accounts.setdefault(account, {})
        row = windows.get(window)
        if row is None:
            row = windows[window] = [0, 0, 0, 0]
            for old in list(windows)[:-_KEPT]:
                del windows[old]
        return row


def _exceeds(account: Account, row: Sequence[int], amount: Amount) -> bool:
    limits = (account.tokens, account.micro_usd)
    return any(
        limit is not None and row[unit] + row[unit + 2] + amount[unit] > limit for unit, limit in enumerate(limits)
    )


def _sum(row: Sequence[int], amount: Sequence[int]) -> list[int]:
    return [max(0, row[0] + amount[0]), max(0, row[1] + amount[1])]
