"""A ledger in a file, for all processes of one host."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from promptops.runtime.budgets.accounts import Account, Amount, Lease, Reservation, unavailable
from promptops.runtime.budgets.book import Book
from promptops.runtime.errors import BudgetError
from promptops.runtime.lock_files import LockFile
from promptops.runtime.own_files import read_own, replace_own

_Result = TypeVar("_Result")
_DIGEST = 64


class FileLedger:
    """Keeps accounts in a file, which is put in place whole with its checksum before it; beside it is a lock."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = LockFile(f"{path}.lock")

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
            with self._lock.held():
                book = self._read()
                result = use(book)
                self._write(book)
        except OSError as error:
            raise unavailable("the file of the ledger", error) from error
        return result

    def _read(self) -> Book:
        data = read_own(self._path)
        if data is None:
            return Book()
        digest, body = data[:_DIGEST], data[_DIGEST + 1 :]
        entries = _entries(body) if hashlib.sha256(body).hexdigest().encode() == digest else None
        if entries is None:
            message = "the file of the ledger is not what was written last"
            raise BudgetError(
                "ledger-unavailable", message, "remove it to begin anew; what was spent is then forgotten"
            )
        return Book(entries)

    def _write(self, book: Book) -> None:
        body = json.dumps(book.entries(), separators=(",", ":")).encode()
        half = f"{self._path}.half"  # whoever writes it holds the lock
        replace_own(self._path, half, hashlib.sha256(body).hexdigest().encode() + b"\n" + body, durable=False)


def _entries(body: bytes) -> dict[str, Any] | None:
    """Return the entries of a book, None where they are none: whoever wrote them has reckoned the checksum, too."""
    try:
        entries = json.loads(body)
        accounts, leases = entries["accounts"], entries["leases"]
        rows = [row for windows in accounts.values() for row in windows.values()]
        sound = all(_are_amounts(row, 4) for row in rows) and all(map(_is_lease, leases.values()))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return entries if sound else None


def _are_amounts(row: Any, count: int) -> bool:
    return type(row) is list and len(row) == count and all(type(number) is int and number >= 0 for number in row)


def _is_lease(lease: Any) -> bool:
    end, tokens, micro_usd, *places = lease
    return (
        type(end) in (int, float)
        and _are_amounts([tokens, micro_usd], 2)
        and all(len(place) == 2 and all(type(part) is str for part in place) for place in places)  # noqa: PLR2004 - account and window
    )
