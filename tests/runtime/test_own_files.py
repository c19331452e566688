"""Other users of the machine: a pipe in the place of a file keeps nobody waiting; nothing is written through a link."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Shop

import promptops.runtime as promptops
from promptops.runtime.budgets.accounts import Account, Amount
from promptops.runtime.budgets.file import FileLedger
from promptops.runtime.errors import BudgetError
from promptops.runtime.own_files import replace_own
from promptops.trust.refusals import RefusedError

CAP = Account("cap", "month", 200, None, blocks=True)


@pytest.mark.parametrize("name", ["kill_file", "state"])
def test_a_pipe_in_the_place_of_a_file_is_refused(shop: Shop, tmp_path: Path, name: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    options: dict[str, Any] = {name: pipe}
    with pytest.raises(RefusedError, match="it is no file"):
        promptops.open(tmp_path / "store", channel="prod", trust=shop.trust(), clock=shop.clock, **options)


def test_a_pipe_in_the_place_of_a_ledger_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ledger")
    with pytest.raises(BudgetError, match="it is no file"):
        FileLedger(str(tmp_path / "ledger")).spent(CAP)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    (tmp_path / "state.1").symlink_to(other)
    replace_own(str(tmp_path / "state"), str(tmp_path / "state.1"), b"ours")
    (tmp_path / "ledger.half").symlink_to(other)
    FileLedger(str(tmp_path / "ledger")).reserve([CAP], Amount(1, 0), 60)
    assert other.read_text() == "theirs"
    assert (tmp_path / "state").read_bytes() == b"ours"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ledger", "ledger.lock", "other", "state"]


def test_the_lock_of_a_ledger_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "ledger.lock").symlink_to(tmp_path / "made")
    with pytest.raises(BudgetError) as caught:
        FileLedger(str(tmp_path / "ledger")).spent(CAP)
    assert caught.value.code == "ledger-unavailable"
    assert not (tmp_path / "made").exists()


ROW = [0, 0, 0, 0]
ODD: list[Any] = [
    None,
    [],
    {},
    {"accounts": {}},
    {"accounts": [], "leases": {}},
    {"accounts": {"cap": 1}, "leases": {}},
    {"accounts": {"cap": {"2026-11": ["1", 0, 0, 0]}}, "leases": {}},
    {"accounts": {"cap": {"2026-11": [-5, 0, 0, 0]}}, "leases": {}},
    {"accounts": {"cap": {"2026-11": [0]}}, "leases": {}},
    {"accounts": {"cap": {"2026-11": ROW}}, "leases": []},
    {"accounts": {}, "leases": {"a": 1}},
    {"accounts": {}, "leases": {"a": []}},
    {"accounts": {}, "leases": {"a": ["soon", 1, 1]}},
    {"accounts": {}, "leases": {"a": [1, 1.5, 1]}},
    {"accounts": {}, "leases": {"a": [1, 1, 1, ["cap"]]}},
    {"accounts": {}, "leases": {"a": [1, 1, 1, [[], {}]]}},
]


@pytest.mark.parametrize("entries", ODD)
def test_a_book_that_is_none_is_damaged_even_with_its_checksum(tmp_path: Path, entries: Any) -> None:
    body = json.dumps(entries).encode()
    (tmp_path / "ledger").write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    with pytest.raises(BudgetError, match="is not what was written last") as caught:
        FileLedger(str(tmp_path / "ledger")).reserve([CAP], Amount(1, 0), 60)
    assert caught.value.code == "ledger-unavailable"
