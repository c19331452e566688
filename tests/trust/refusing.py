"""Asking why something is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.trust.publisher import Client, Publisher

from promptops.trust import Code, RefusedError

POINTER = "channels/prod.json"
KILL = "channels/prod.kill.json"


def refused(attempt: Callable[[], object]) -> Code:
    """Return the reason for which something is refused."""
    with pytest.raises(RefusedError) as refusal:
        attempt()
    assert refusal.value.help
    return refusal.value.code


def reason(client: Client, publisher: Publisher) -> Code:
    """Return why the store is refused now; the client must not have moved."""
    before = client.seen, client.bundle
    code = refused(lambda: client.follow(publisher.files))
    assert (client.seen, client.bundle) == before
    return code
