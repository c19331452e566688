"""A shop with the example's application: its releases, its model, its orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from refunds.application import Settings, create_app
from refunds.fake_model import FakeModel
from refunds.orders import Orders
from refunds.serving import serving
from tests.app.releases import Releases

CUSTOMERS: Final = 12


class Shop(NamedTuple):
    """What an application needs to run: releases, of which two are named by their digests, a model, and orders."""

    folder: Path
    releases: Releases
    strict: str
    generous: str
    model: FakeModel
    orders: Orders

    @contextmanager
    def open(self, check_every: float = 0.0) -> Iterator[str]:
        """Serve the application for as long as a block runs, and yield its address; it looks at the store each time."""
        releases = self.releases
        with serving(self.model.app) as gateway:
            settings = Settings(str(releases.store), releases.trust, gateway, self.folder, check_every)
            with serving(create_app(settings, self.orders)) as address:
                yield address


def order_of(customer: int) -> str:
    """Return the id of a customer's order."""
    return f"KO-{customer:08}"
