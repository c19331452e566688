"""Accounts: what may be spent, what is spent, and what is reserved; whole tokens and whole micro-USD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from promptops.runtime.errors import BudgetError

MOST: Final = 2**53 - 1
"""No amount is greater: it would not be exact everywhere."""
MAX_LEASE: Final = 86_400
"""Seconds for which something can be reserved at most."""


class Amount(NamedTuple):
    """An amount of tokens, and of money in micro-USD."""

    tokens: int
    micro_usd: int


class Account(NamedTuple):
    """One of the budgets that a call draws on: what may be spent there in a calendar window, in UTC.

    A call that would exceed an account that `blocks` is refused; any other is told of. None is no limit.
    """

    key: str
    window: str | None
    tokens: int | None
    micro_usd: int | None
    blocks: bool


class Lease(NamedTuple):
    """What is reserved, until it is settled or its time is over: in which windows of which accounts, and how much."""

    id: str
    places: tuple[tuple[str, str], ...]
    amount: Amount


class Reservation(NamedTuple):
    """What came of asking: a lease, or None where an account that blocks has not enough left.

    `exceeded` are the accounts that have not.
    """

    lease: Lease | None
    exceeded: tuple[Account, ...]


class Ledger(Protocol):
    """Where accounts are kept. Every method may be called from any thread.

    What is reserved and not settled in `seconds` is free again. A settlement counts also when it comes late.
    """

    def reserve(self, accounts: Sequence[Account], amount: Amount, seconds: int) -> Reservation:
        """Reserve an amount in all accounts, or in none.

        Raises:
            BudgetError: `ledger-unavailable`.
        """

    def settle(self, lease: Lease, amount: Amount) -> None:
        """Give back what a lease reserved, unless its time was over, and count what was spent.

        Raises:
            BudgetError: `ledger-unavailable`.
        """

    def spent(self, account: Account) -> Amount:
        """Return what is spent in the account's present window.

        Raises:
            BudgetError: `ledger-unavailable`.
        """


def checked_account(account: Account) -> Account:
    """Return an account as it is.

    Raises:
        BudgetError: a limit is no whole number from 0 up: NaN, for one, is no limit that anything could exceed.
    """
    for limit in (account.tokens, account.micro_usd):
        if limit is not None and not _is_amount(limit):
            raise BudgetError(
                "wrong-cap", f"the cap of `{account.key}` is not a whole number", "declare another amount"
            )
    return account


def checked_amount(amount: Amount) -> Amount:
    """Return an amount as it is.

    Raises:
        BudgetError: it is not made of whole numbers from 0 up.
    """
    if not all(_is_amount(number) for number in amount):
        raise BudgetError("wrong-amount", "an amount must be whole numbers from 0 up", "pass in counts of tokens")
    return amount


def _is_amount(number: object) -> bool:
    return type(number) is int and 0 <= number <= MOST


def unavailable(where: str, error: Exception) -> BudgetError:
    """Return the error for a ledger that cannot be asked."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    return BudgetError("ledger-unavailable", f"{where} cannot be used: {reason}", "look whether it is up and reachable")
