"""Ledgers under faults: nothing that was spent is lost, nothing is spent twice, and nobody waits for ever."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.budgets.conftest import Server
from tests.runtime.shop import Shop, prompt, resource

import promptops.runtime as promptops
from promptops.runtime.budgets.accounts import Account, Amount
from promptops.runtime.budgets.file import FileLedger
from promptops.runtime.budgets.redis import RedisLedger
from promptops.runtime.errors import BudgetError
from promptops.runtime.opening import ledger_at

CAP = Account("cap", "month", 200, None, blocks=True)
RESOURCES = {
    "prompt:reply@1": prompt("prompt:reply@1", "Hi", owner="support"),
    "budget:support": resource("budget:support", holder="team:support", amount={"tokens": 1_000}, window="month"),
}


def spend(ledger: Any, tokens: int = 1) -> bool:
    reservation = ledger.reserve([CAP], Amount(tokens, 0), 60)
    if reservation.lease is not None:
        ledger.settle(reservation.lease, Amount(tokens, 0))
    return reservation.lease is not None


PROGRAM = """
import sys
from promptops.runtime.budgets.accounts import Account, Amount
from promptops.runtime.opening import ledger_at

ledger, granted = ledger_at(sys.argv[1]), 0
for _ in range(int(sys.argv[2])):
    lease = ledger.reserve([Account("cap", "month", 200, None, blocks=True)], Amount(1, 0), 60).lease
    if lease is not None:
        ledger.settle(lease, Amount(1, 0))
        granted += 1
print(granted)
"""


def granted_to_processes(address: str, count: int, tries: int) -> int:
    """Let processes spend all at once; return how often they could."""
    command = [sys.executable, "-c", PROGRAM, address, str(tries)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return sum(int(process.communicate(timeout=60)[0]) for process in processes)


def test_processes_overshoot_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger")
    assert granted_to_processes(path, 6, 40) == 200
    assert FileLedger(path).spent(CAP) == Amount(200, 0)


def test_processes_overshoot_nothing_in_redis(server: Server) -> None:
    assert granted_to_processes(server.address, 4, 60) == 200


def test_a_process_that_dies_with_the_lock_gives_it_back(tmp_path: Path) -> None:
    ledger = FileLedger(str(tmp_path / "ledger"))
    child = os.fork()
    if child == 0:
        with ledger._lock.held():  # noqa: SLF001 - to die while holding it
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert spend(ledger)


def test_a_child_that_is_forked_while_the_lock_is_held_does_not_keep_it(tmp_path: Path) -> None:
    ledger = FileLedger(str(tmp_path / "ledger"))
    ready, done = os.pipe(), os.pipe()
    with ledger._lock.held():  # noqa: SLF001 - to fork while holding it
        child = os.fork()
        if child == 0:
            os.read(done[0], 1)
            os._exit(0)
    began = time.monotonic()
    assert spend(ledger)
    assert time.monotonic() - began < 1
    os.write(done[1], b"x")
    os.waitpid(child, 0)
    for end in (*ready, *done):
        os.close(end)


def test_a_torn_file_is_refused_and_a_half_written_one_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = FileLedger(str(path))
    assert spend(ledger, 150)
    (tmp_path / "ledger.half").write_bytes(b"{")  # what a process leaves behind that died while writing
    assert ledger.spent(CAP) == Amount(150, 0)
    whole = path.read_bytes()
    for torn in (whole[:-1], whole[:10], b"", whole + b" ", whole.replace(b"150", b"050")):
        path.write_bytes(torn)
        with pytest.raises(BudgetError) as caught:
            spend(ledger)
        assert caught.value.code == "ledger-unavailable"
    path.write_bytes(whole)
    assert not spend(ledger, 51)


def test_a_full_disk_blocks_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = FileLedger(str(tmp_path / "ledger"))
    assert spend(ledger, 150)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(BudgetError, match="No space left"):
            spend(ledger)
    assert ledger.spent(CAP) == Amount(150, 0)
    assert not spend(ledger, 51)


def test_leases_from_before_the_machine_was_started_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = FileLedger(str(path))
    ledger.reserve([CAP], Amount(200, 0), 60)
    book = json.loads(path.read_bytes()[65:])
    for lease in book["leases"].values():
        lease[0] += 10**7  # the clock that is never set counts from the start of the machine
    ledger._write(type(ledger._read())(book))  # noqa: SLF001 - as an earlier start would have written it
    assert spend(ledger, 200)


@pytest.fixture
def dead_end() -> Any:
    """Return the address of a server that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def reserve(runtime: promptops.Runtime) -> promptops.Grant:
    session = runtime.session("user-1")
    return session.reserve(session.resolve("reply"), input_tokens=60, output_tokens=40)


@pytest.mark.parametrize("fault", ["dead", "partitioned"])
@pytest.mark.parametrize("policy", ["block", "allow"])
def test_a_server_that_is_gone_blocks_or_allows_as_it_was_said(
    shop: Shop, dead_end: str, fault: str, policy: str
) -> None:
    shop.publish(RESOURCES)
    address = dead_end if fault == "partitioned" else "redis://127.0.0.1:1/0"
    runtime = shop.open(ledger=address, on_unavailable=policy)
    took = []
    for _ in range(5):
        began = time.monotonic()
        if policy == "block":
            with pytest.raises(promptops.BudgetError) as caught:
                reserve(runtime)
            assert caught.value.code == "ledger-unavailable"
        else:
            with reserve(runtime) as grant:
                grant.settle(input_tokens=50, output_tokens=30)
        took.append(time.monotonic() - began)
    assert max(took) < 1.5
    assert sum(took) < 2
    assert shop.told(runtime, "promptops.budget.unavailable")


def test_what_was_spent_while_the_server_was_gone_is_counted_when_it_is_back(shop: Shop, server: Server) -> None:
    shop.publish(RESOURCES)
    runtime = shop.open(ledger=server.address, on_unavailable="allow")
    with reserve(runtime) as grant:
        grant.settle(input_tokens=60, output_tokens=40)
    with reserve(runtime) as grant:
        server.stop()
        grant.settle(input_tokens=60, output_tokens=40)
    with reserve(runtime) as grant:
        grant.settle(input_tokens=60, output_tokens=40)
    server.start()
    time.sleep(1.1)
    with reserve(runtime) as grant:
        grant.settle(input_tokens=60, output_tokens=40)
    account = Account("shop/prod/budget:support", "month", 1_000, None, blocks=True)
    assert RedisLedger(server.address).spent(account) == Amount(400, 0)


def test_a_settlement_that_is_sent_twice_counts_once(server: Server) -> None:
    ledger = RedisLedger(server.address)
    lease = ledger.reserve([CAP], Amount(100, 0), 60).lease
    assert lease is not None
    for _ in range(2):
        ledger.settle(lease, Amount(80, 0))
    assert ledger.spent(CAP) == Amount(80, 0)


def test_a_child_reserves_with_the_lock_of_its_parent_held(shop: Shop) -> None:
    shop.publish(RESOURCES)
    runtime = shop.open()
    ledger = runtime._house.treasury._ledger  # noqa: SLF001 - to hold its lock
    held, forked = threading.Event(), threading.Event()

    def hold() -> None:
        with ledger._lock:  # type: ignore[attr-defined]  # noqa: SLF001 - the ledger of this process has one
            held.set()
            forked.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with reserve(runtime) as grant:
                grant.settle(input_tokens=1, output_tokens=1)
            status = 0
        finally:
            os._exit(status)
    forked.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0


def test_what_a_parent_could_not_settle_is_not_settled_by_its_child_too(shop: Shop, tmp_path: Path) -> None:
    shop.publish(RESOURCES)
    path = tmp_path / "ledger"
    runtime = shop.open(ledger=str(path), on_unavailable="allow")
    with reserve(runtime) as grant:
        whole = path.read_bytes()
        path.write_bytes(b"torn")
        grant.settle(input_tokens=60, output_tokens=40)
    path.write_bytes(whole)

    def spend_once() -> None:
        with reserve(runtime) as grant:
            grant.settle(input_tokens=6, output_tokens=4)

    child = os.fork()
    if child == 0:
        status = 1
        try:
            spend_once()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    spend_once()
    account = Account("shop/prod/budget:support", "month", 1_000, None, blocks=True)
    assert FileLedger(str(path)).spent(account) == Amount(120, 0)


@pytest.mark.parametrize(
    "address",
    [
        "redis://host:port",
        "redis://ada:s3/cret@host",
        "rediss://[::1",
        "redis://ada:s3cret@host?no_such_option=1",
        "rediss://ada:s3cret@host?ssl_cert_reqs=wrong",
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(address: str) -> None:
    with pytest.raises(promptops.InputError) as caught:
        ledger_at(address)
    assert caught.value.code == "wrong-address"
    assert "s3" not in f"{caught.value} {caught.value.help}"
