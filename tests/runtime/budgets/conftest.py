from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from promptops.runtime.budgets.accounts import Ledger
from promptops.runtime.budgets.file import FileLedger
from promptops.runtime.budgets.memory import MemoryLedger


class Server:
    """A real Redis server, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--dir", str(self.folder), "--save", "", "--appendonly", "yes"]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("the server does not answer")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Return a running server, where there is one to run."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server here")
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["memory", "file", "redis"])
def make_ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Ledger]:
    """Return what opens a ledger: of one kind, always the same one but for that in memory."""
    if request.param == "memory":
        return MemoryLedger
    if request.param == "file":
        return lambda: FileLedger(str(tmp_path / "ledger"))
    server: Server = request.getfixturevalue("server")
    from promptops.runtime.budgets.redis import RedisLedger  # noqa: PLC0415 - an extra

    return lambda: RedisLedger(server.address)


@pytest.fixture
def ledger(make_ledger: Callable[[], Ledger]) -> Ledger:
    """Return an empty ledger of each kind."""
    return make_ledger()
