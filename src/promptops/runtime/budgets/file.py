"""A ledger in a file, for all processes of one host."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from promptops.runtime.budgets.accounts import Account, Amount, Lease, Reservation, unavailable
from promptops.runtime.budgets.book import Book
from promptops.runtime.errors import BudgetError
from promptops.runtime.forking import put_right_after_fork

_Result = TypeVar("_Result")
_DIGEST = 64


class FileLedger:
    """Keeps accounts in a file, which is put in place whole with its checksum before it; beside it is a lock.

    The lock is the operating system's, and is given back when its holder dies.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: set[int] = set()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Let go of locks that were held in the parent: they are the parent's, and must not outlive it here."""
        held, self._open = self._open, set()
        for lock in held:
            with contextlib.suppress(OSError):
                os.close(lock)

    def reserve(self, accounts: Sequence[Account], amount: Amount, seconds: int) -> Reservation:
        """Reserve an amount in all accounts, or in none.

        Raises:
            BudgetError: `ledger-unavailable`; the file cannot be written, or is not what was written.
        """
        now, tick = time.time(), time.monotonic()  # the monotonic clock of one host is the same for all its processes
        return self._with_book(lambda book: book.reserve(accounts, amount, seconds, now=now, tick=tick))

    def settle(self, lease: Lease, amount: Amount) -> None:
        """Give back what a lease reserved, unless its time was over, and count what was spent.

        Raises:
            BudgetError: `ledger-unavailable`.
        """
        self._with_book(lambda book: book.settle(lease, amount))

    def spent(self, account: Account) -> Amount:
        """Return what is spent in the account's present window.

        Raises:
            BudgetError: `ledger-unavailable`.
        """
        return self._with_book(lambda book: book.spent(account, time.time()))

    def _with_book(self, use: Callable[[Book], _Result]) -> _Result:
        try:
            with self._locked():
                book = self._read()
                result = use(book)
                self._write(book)
        except OSError as error:
            raise unavailable("the file of the ledger", error) from error
        return result

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._open.add(lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            # Said aloud: a child that was forked meanwhile may still have the file open, and with it the lock.
            fcntl.flock(lock, fcntl.LOCK_UN)
            self._open.discard(lock)
            os.close(lock)

    def _read(self) -> Book:
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123 - pathlib would cost a third of the import
                data = file.read()
        except FileNotFoundError:
            return Book()
        digest, body = data[:_DIGEST], data[_DIGEST + 1 :]
        if hashlib.sha256(body).hexdigest().encode() != digest:
            message = "the file of the ledger is not what was written last"
            raise BudgetError(
                "ledger-unavailable", message, "remove it to begin anew; what was spent is then forgotten"
            )
        entries: dict[str, Any] = json.loads(body)
        return Book(entries)

    def _write(self, book: Book) -> None:
        body = json.dumps(book.entries(), separators=(",", ":")).encode()
        half = f"{self._path}.half"  # whoever writes it holds the lock
        with open(half, "wb") as file:  # noqa: PTH123 - as above
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(half, self._path)  # noqa: PTH105 - as above
