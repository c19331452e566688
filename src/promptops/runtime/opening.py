"""Opening a channel: from what an application says to a runtime that serves."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from promptops.runtime.budgets.accounts import Ledger
from promptops.runtime.budgets.spending import Treasury
from promptops.runtime.errors import InputError
from promptops.runtime.events import Events, Sink
from promptops.runtime.generations import Generations
from promptops.runtime.house import House
from promptops.runtime.loading import Loader
from promptops.runtime.runtime import Runtime
from promptops.runtime.state_file import StateFile
from promptops.runtime.stores import FolderStore, Store, StoreError
from promptops.runtime.watching import Rhythm, Watch
from promptops.trust.fields import is_channel
from promptops.trust.limits import MAX_TRUST
from promptops.trust.root import TrustRoot

MAX_STALENESS: Final = 7 * 86_400.0
"""Seconds for which a pointer that has expired is followed, unless the application says otherwise."""
KILL_FILE: Final = "PROMPTOPS_KILL_FILE"
"""The environment variable that names the file of local kills."""


def _now() -> datetime:
    return datetime.now(UTC)


def open(  # noqa: A001, PLR0913 - `promptops.open(...)` reads as it should, and every parameter is a keyword
    store: str | os.PathLike[str],
    *,
    channel: str,
    trust: str | os.PathLike[str] | bytes,
    check_every: float | None = 1.0,
    on_event: Sink | None = None,
    state: str | os.PathLike[str] | None = None,
    max_staleness: float = MAX_STALENESS,
    drain: float | None = None,
    kill_file: str | os.PathLike[str] | None = None,
    ledger: Ledger | str | None = None,
    on_unavailable: Literal["block", "allow"] = "block",
    clock: Callable[[], datetime] = _now,
) -> Runtime:
    """Open a channel of a store, and return what serves from it.

    `store` is a folder or an `http(s)` address; `trust` the path of the trust file that ships with the application, or
    its bytes. The store is looked at every `check_every` seconds, when something is asked for; None leaves that to
    `refresh`. `state` is a file in which is remembered what was seen, so that a restart cannot be led back. A pointer
    is followed for `max_staleness` seconds after it has expired; 0 is strict. Sessions keep their bundle for `drain`
    seconds after another has taken its place, None for as long as they last.

    `kill_file` names what this machine does not serve, as the environment variables `PROMPTOPS_KILL_FILE` and
    `PROMPTOPS_KILL` do. `ledger` says where budgets are counted: in this process by default, in a file for all
    processes of a host, or in Redis (`redis://…`). While that cannot be asked, `on_unavailable` blocks calls that spend
    or allows them. `on_event` is called with each event, on a thread of its own. `clock` gives the time, with its zone.

    Raises:
        RefusedError: what the store holds is not believed.
        StoreError: the store cannot be reached.
        InputError: an argument is wrong.
    """
    if not is_channel(channel):
        raise InputError("wrong-channel", f"`{channel}` cannot name a channel", "write lower-case letters, digits, `-`")
    if on_unavailable not in ("block", "allow"):
        raise InputError("wrong-policy", f"`on_unavailable` cannot be `{on_unavailable}`", "write `block` or `allow`")
    now = clock()
    if now.utcoffset() is None:
        raise InputError("wrong-clock", "the clock gives a time without a zone", "let it return `datetime.now(UTC)`")
    root = TrustRoot.load(_trust(trust), now)
    where = store_at(_path(store))
    events, generations = Events(on_event), Generations()
    loader = Loader(where, root, channel, generations, timedelta(seconds=max_staleness))
    local = os.environ.get(KILL_FILE) if kill_file is None else _path(kill_file)
    rhythm = Rhythm(clock, check_every, drain, local, where.is_remote)
    memory = StateFile(None if state is None else _path(state), root, channel)
    watch = Watch(loader, generations, memory, events, rhythm)
    treasury = Treasury(ledger_at(ledger), root.project, events, allows_blindly=on_unavailable == "allow")
    return Runtime(House(watch, events, treasury), loader, generations, channel)


def _trust(trust: str | os.PathLike[str] | bytes) -> bytes:
    if isinstance(trust, bytes):
        return trust
    folder, name = os.path.split(_path(trust))
    data = FolderStore(folder or ".").read(name, MAX_TRUST)
    if data is None:
        raise StoreError("missing-trust", "there is no trust file at the given path", "ship it with the application")
    return data


def _path(given: str | os.PathLike[str]) -> str:
    """Return a path as a text, which is one that can be."""
    path = os.fspath(given)
    try:
        is_path = "\0" not in path and bool(os.fsencode(path))
    except UnicodeEncodeError:
        is_path = False
    if not is_path:
        raise InputError("wrong-path", "a path is empty, or has characters that no path has", "correct the path")
    return path


def store_at(address: str) -> Store:
    """Return the store at an address: that of a web server, or the path of a folder."""
    if address.startswith(("http://", "https://")):
        from promptops.runtime.web_stores import WebStore  # noqa: PLC0415 - the client costs more than all the rest

        return WebStore(address)
    return FolderStore(address)


def ledger_at(address: Ledger | str | None) -> Ledger:
    """Return the ledger at an address: of Redis, or the path of a file; that of this process without one."""
    if address is None:
        from promptops.runtime.budgets.memory import MemoryLedger  # noqa: PLC0415 - only one of the three is needed

        return MemoryLedger()
    if not isinstance(address, str):
        return address
    _path(address)
    if address.startswith(("redis://", "rediss://", "unix://")):
        from promptops.runtime.budgets.redis import RedisLedger  # noqa: PLC0415 - as above

        return RedisLedger(address)
    from promptops.runtime.budgets.file import FileLedger  # noqa: PLC0415 - as above

    return FileLedger(address)
