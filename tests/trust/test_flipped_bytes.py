"""No byte of anything in a store, or of what a client remembers, can change unseen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.trust.publisher import CHANNEL, Client, Publisher

from promptops.trust import RefusedError
from promptops.trust.state import TrustState

FLIPS = tuple(1 << bit for bit in range(8))
"""Each bit of a byte alone."""


def altered(data: bytes) -> Iterator[bytes]:
    """Give every way to flip one bit, and to lose or double one byte."""
    for index, byte in enumerate(data):
        head, tail = data[:index], data[index + 1 :]
        for flip in FLIPS:
            yield head + bytes([byte ^ flip]) + tail
        yield head + tail
        if not tail.startswith(data[index : index + 1]):
            yield head + data[index : index + 1] * 2 + tail


def is_refused(client: Client, files: dict[str, bytes]) -> bool:
    try:
        Client(client.root).follow(files)
    except RefusedError:
        return True
    return False


def test_every_altered_byte_of_a_store_is_refused(publisher: Publisher, client: Client) -> None:
    accepted = [
        (path, data)
        for path, honest in publisher.files.items()
        for data in altered(honest)
        if not is_refused(client, publisher.files | {path: data})
    ]
    assert accepted == []
    assert len(publisher.files) == 4


def test_every_altered_byte_of_a_state_is_refused(client: Client) -> None:
    accepted = []
    for data in altered(client.seen.dump(client.root, CHANNEL)):
        try:
            TrustState.load(data, client.root, CHANNEL)
        except RefusedError:
            continue
        accepted.append(data)
    assert accepted == []
