from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from refunds.fake_model import FakeModel, Temper
from refunds.orders import Article, Order, Orders
from tests.app.releases import Releases
from tests.app.shop import CUSTOMERS, Shop, order_of


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
    return Shop(
        tmp_path,
        releases,
        strict,
        generous,
        FakeModel(Temper(latency=0.005, too_many_requests=0, server_error=0)),
        orders,
    )


@pytest.fixture
def desk(shop: Shop) -> Iterator[httpx.Client]:
    """Return a client of the running application."""
    with shop.open() as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client
