"""A ledger in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from promptops.runtime.budgets.accounts import Account, Amount, Lease, Reservation
from promptops.runtime.budgets.book import Book
from promptops.runtime.forking import put_right_after_fork


class MemoryLedger:
    """Keeps accounts in memory; a child process goes on with a copy of its own."""

    def __init__(self) -> None:
        self._book = Book()
        self._lock = threading.Lock()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Forget who held the lock in the parent."""
        self._lock = threading.Lock()

    def reserve(self, accounts: Sequence[Account], amount: Amount, seconds: int) -> Reservation:
        """Reserve an amount in all accounts, or in none."""
        with self._lock:
            return self._book.reserve(accounts, amount, seconds, now=time.time(), tick=time.monotonic())

    def settle(self, lease: Lease, amount: Amount) -> None:
        """Give back what a lease reserved, unless its time was over, and count what was spent."""
        with self._lock:
            self._book.settle(lease, amount)

    def spent(self, account: Account) -> Amount:
        """Return what is spent in the account's present window."""
        with self._lock:
            return self._book.spent(account, time.time())
