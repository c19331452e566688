"""What every ledger promises, wherever it keeps its accounts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from promptops.runtime.budgets.accounts import Account, Amount, Ledger, checked_account, checked_amount
from promptops.runtime.budgets.file import FileLedger
from promptops.runtime.budgets.memory import MemoryLedger
from promptops.runtime.errors import BudgetError

ONE = Amount(1, 0)


def account(key: str = "team", tokens: int | None = 100, micro_usd: int | None = None, **other: object) -> Account:
    settings = {"window": "month", "blocks": True, **other}
    return Account(key, settings["window"], tokens, micro_usd, settings["blocks"])  # type: ignore[arg-type]  # as given


def test_what_is_reserved_is_not_left_for_others_until_it_is_settled(ledger: Ledger) -> None:
    first = ledger.reserve([account()], Amount(60, 0), 60)
    assert first.lease is not None
    assert ledger.reserve([account()], Amount(41, 0), 60).lease is None
    assert ledger.spent(account()) == Amount(0, 0)
    ledger.settle(first.lease, Amount(50, 7))
    assert ledger.spent(account()) == Amount(50, 7)
    assert ledger.reserve([account()], Amount(50, 0), 60).lease is not None
    assert ledger.reserve([account()], ONE, 60) == (None, (account(),))


def test_all_accounts_are_drawn_on_or_none(ledger: Ledger) -> None:
    feature, team = account("feature", 100), account("team", 10)
    refused = ledger.reserve([feature, team], Amount(11, 0), 60)
    assert refused == (None, (team,))
    assert ledger.reserve([feature], Amount(100, 0), 60).lease is not None


def test_money_is_a_limit_of_its_own(ledger: Ledger) -> None:
    both = account("both", 100, 1_000)
    assert ledger.reserve([both], Amount(1, 1_001), 60).lease is None
    assert ledger.reserve([both], Amount(1, 1_000), 60).lease is not None


def test_an_account_that_does_not_block_only_tells(ledger: Ledger) -> None:
    soft = account("soft", 10, blocks=False)
    grant = ledger.reserve([soft], Amount(11, 0), 60)
    assert grant.lease is not None
    assert grant.exceeded == (soft,)


def test_no_cap_is_no_limit_and_a_cap_of_nothing_is_one(ledger: Ledger) -> None:
    assert ledger.reserve([account("free", None)], Amount(2**52, 2**52), 60).lease is not None
    assert ledger.reserve([account("shut", 0)], ONE, 60).lease is None
    assert ledger.reserve([account("shut", 0)], Amount(0, 0), 60).lease is not None


def test_a_lease_ends_and_a_late_settlement_still_counts(ledger: Ledger) -> None:
    dead = ledger.reserve([account()], Amount(100, 0), 1)
    assert dead.lease is not None
    assert ledger.reserve([account()], ONE, 60).lease is None
    time.sleep(1.1)
    again = ledger.reserve([account()], Amount(100, 0), 60)
    assert again.lease is not None
    ledger.settle(dead.lease, Amount(30, 0))
    assert ledger.spent(account()) == Amount(30, 0)
    ledger.settle(again.lease, Amount(70, 0))
    assert ledger.reserve([account()], ONE, 60).lease is None


def test_sixty_four_threads_overshoot_nothing(make_ledger: Callable[[], Ledger]) -> None:
    ledger = make_ledger()
    cap = account("cap", 500)
    granted: list[int] = []

    def spend() -> None:
        for _ in range(12):
            reservation = ledger.reserve([cap], Amount(1, 0), 60)
            if reservation.lease is not None:
                ledger.settle(reservation.lease, Amount(1, 0))
                granted.append(1)

    threads = [threading.Thread(target=spend) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 500
    assert ledger.spent(cap) == Amount(500, 0)


@pytest.mark.parametrize("cap", [float("nan"), float("inf"), -1, 2**53, 1.5, True, "5"])
def test_a_cap_that_is_no_whole_number_is_refused(cap: object) -> None:
    for tokens, micro_usd in ((cap, None), (None, cap)):
        with pytest.raises(BudgetError):
            checked_account(Account("a", None, tokens, micro_usd, blocks=True))  # type: ignore[arg-type]  # what is tried
    with pytest.raises(BudgetError):
        checked_amount(Amount(cap, 0))  # type: ignore[arg-type]  # what is tried


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_clock_that_jumps_opens_no_window_twice(
    kind: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_795_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    path = str(tmp_path_factory.mktemp("ledger") / "ledger")
    ledger: Ledger = MemoryLedger() if kind == "memory" else FileLedger(path)
    hourly = account("hourly", 10, window="hour")

    def spend() -> bool:
        reservation = ledger.reserve([hourly], Amount(10, 0), 60)
        if reservation.lease is not None:
            ledger.settle(reservation.lease, Amount(10, 0))
        return reservation.lease is not None

    assert spend()
    now += 3_600
    assert spend()
    now -= 3_600
    assert not spend()
    now += 3_600
    assert not spend()
    now += 400 * 86_400
    assert spend()
