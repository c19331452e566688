from __future__ import annotations

import pytest
from tests.trust.publisher import Client, Publisher


@pytest.fixture
def publisher() -> Publisher:
    """Return a store that has published one bundle, and a kill document that restricts nothing."""
    publisher = Publisher()
    publisher.kill()
    publisher.release()
    return publisher


@pytest.fixture
def client(publisher: Publisher) -> Client:
    """Return a client that has accepted what the store published."""
    client = Client(publisher.root())
    client.follow(publisher.files)
    return client
