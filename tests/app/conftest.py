from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from refunds.application import Settings, create_app
from refunds.fake_model import FakeModel, Temper
from refunds.orders import Article, Order, Orders
from refunds.serving import serving
from tests.app.releases import Releases

CUSTOMERS = 20


class Shop(NamedTuple):
    """What an application needs to run: releases, of which two are named by their digests, a model, and orders."""

    folder: Path
    releases: Releases
    strict: str
    generous: str
    model: FakeModel
    orders: Orders

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve the application for as long as a block runs, and yield its address."""
        releases = self.releases
        with serving(self.model.app) as gateway:
            settings = Settings(str(releases.store), releases.trust, gateway, self.folder, check_every=0.01)
            with serving(create_app(settings, self.orders)) as address:
                yield address


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Return a folder of releases, with the digests of two bundles: articles can be given back for 30 or 60 days."""
    releases = Releases(folder := tmp_path_factory.mktemp("releases"))
    releases.begin()
    strict, generous = releases.publish(30), releases.publish(60)
    releases.promote(strict)
    return folder, strict, generous


@pytest.fixture
def shop(published: tuple[Path, str, str], tmp_path: Path) -> Shop:
    """Return a shop whose customers have each got a tent and a stove 45 days ago; the strict bundle is in force."""
    folder, strict, generous = published
    releases = Releases(shutil.copytree(folder, tmp_path / "releases"))
    delivered = datetime.now(UTC).date() - timedelta(days=45)
    articles = (Article(1, "tent", 18_900), Article(2, "stove", 6_400))
    orders = Orders(Order(order_of(each), f"customer-{each}", delivered, articles) for each in range(CUSTOMERS))
    return Shop(tmp_path, releases, strict, generous, FakeModel(Temper(latency=0.005)), orders)


def order_of(customer: int) -> str:
    """Return the id of a customer's order."""
    return f"KO-{customer:08}"


@pytest.fixture
def desk(shop: Shop) -> Iterator[httpx.Client]:
    """Return a client of the running application."""
    with shop.open() as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client
