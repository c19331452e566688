from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.trust.publisher import CHANNEL, DAY, NOW, Client, Publisher, ed25519, role
from tests.trust.refusing import KILL, POINTER, reason, refused

from promptops.canonical import canonical_bytes, digest
from promptops.trust import Code
from promptops.trust.fields import written_time
from promptops.trust.state import TrustState


def test_a_state_reads_as_it_is_written(publisher: Publisher, client: Client) -> None:
    assert TrustState.load(client.seen.dump(client.root, CHANNEL), client.root, CHANNEL) == client.seen
    empty = TrustState()
    assert TrustState.load(empty.dump(client.root, CHANNEL), client.root, CHANNEL) == empty
    del publisher.files[KILL]
    publisher.kill_sequence = 0
    publisher.point()
    fresh = Client(client.root)
    fresh.follow(publisher.files)
    assert TrustState.load(fresh.seen.dump(fresh.root, CHANNEL), fresh.root, CHANNEL) == fresh.seen


def test_what_was_seen_counts_after_a_restart(publisher: Publisher, client: Client) -> None:
    old = dict(publisher.files)
    publisher.kill()
    publisher.point()
    client.follow(publisher.files)
    state = TrustState.load(client.seen.dump(client.root, CHANNEL), client.root, CHANNEL)
    restarted = Client(client.root, state)
    restarted.follow(publisher.files)
    publisher.files = old
    assert reason(restarted, publisher) == Code.ROLLED_BACK_POINTER


def test_an_expired_state_is_still_a_memory(publisher: Publisher, client: Client) -> None:
    state = TrustState.load(client.seen.dump(client.root, CHANNEL), client.root, CHANNEL)
    later = Client(client.root, state)
    publisher.point(issued_at=written_time(NOW + 9 * DAY), expires_at=written_time(NOW + 10 * DAY))
    later.follow(publisher.files, NOW + 9 * DAY)
    assert later.seen.pointer is not None
    assert later.seen.pointer.sequence == 2


def test_a_state_of_another_channel_or_project(client: Client) -> None:
    data = client.seen.dump(client.root, CHANNEL)
    assert refused(lambda: TrustState.load(data, client.root, "dev")) == Code.WRONG_CHANNEL
    elsewhere = Publisher("bank").root()
    assert refused(lambda: TrustState.load(data, elsewhere, CHANNEL)) == Code.WRONG_PROJECT


CORRUPT = {
    "empty": b"",
    "zeros": bytes(4096),
    "torn": b'{"channel":"prod","checked_at":"2026',
    "a list": b"[]",
    "another version": canonical_bytes({"format": "promptops-state/2"}),
    "no checksum": canonical_bytes({"format": "promptops-state/1"}),
}


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in CORRUPT.items()])
def test_a_corrupt_state(publisher: Publisher, data: bytes) -> None:
    code = refused(lambda: TrustState.load(data, publisher.root(), CHANNEL))
    assert code in {Code.CORRUPT_STATE, Code.UNSUPPORTED_FORMAT, Code.MALFORMED_DOCUMENT}


def test_a_checksum_alone_forges_nothing(publisher: Publisher, client: Client) -> None:
    """Whoever writes another pointer, with the right checksum, needs a signature too."""
    value = json.loads(client.seen.dump(client.root, CHANNEL))
    del value["sha256"]
    value["pointer"] = publisher.point(sequence=99, signers=[publisher.stranger]).decode()
    data = canonical_bytes(value | {"sha256": digest(value)})
    assert refused(lambda: TrustState.load(data, client.root, CHANNEL)) == Code.CORRUPT_STATE


def test_the_newest_of_two_states(publisher: Publisher, client: Client) -> None:
    other = Client(client.root, client.seen)
    publisher.kill()
    client.seen = client.seen.with_kill(client.root, CHANNEL, publisher.files[KILL])
    publisher.point()
    other.seen = other.seen.with_pointer(other.root, CHANNEL, publisher.files[POINTER], NOW)
    for newest in (client.seen.newest(other.seen), other.seen.newest(client.seen)):
        assert newest.pointer is not None
        assert newest.kill is not None
        assert (newest.pointer.sequence, newest.kill.sequence) == (2, 2)
        newest.require_at_least(client.seen)
        newest.require_at_least(other.seen)
    assert refused(lambda: client.seen.require_at_least(other.seen)) == Code.ROLLED_BACK_STATE
    assert refused(lambda: other.seen.require_at_least(client.seen)) == Code.ROLLED_BACK_STATE


def test_a_kill_counts_though_the_pointer_has_expired_and_the_clock_is_wrong(
    publisher: Publisher, client: Client
) -> None:
    publisher.kill(halted="fire", issued_at=written_time(NOW + 9 * DAY))
    assert refused(lambda: client.follow(publisher.files, NOW + DAY)) == Code.EXPIRED_POINTER
    seen = client.seen.with_kill(client.root, CHANNEL, publisher.files[KILL])
    assert seen.kill is not None
    assert seen.kill.restrictions.halted == "fire"
    assert seen.pointer == client.seen.pointer


def test_a_small_difference_of_clocks_is_tolerated(publisher: Publisher) -> None:
    client = Client(publisher.root())
    client.follow(publisher.files, NOW - timedelta(minutes=5))
    client.follow(publisher.files, NOW + timedelta(minutes=5))
    client.follow(publisher.files, NOW)


def test_a_newer_pointer_leads_out_of_a_clock_that_was_ahead(publisher: Publisher) -> None:
    client = Client(publisher.root())
    client.follow(publisher.files, NOW + timedelta(hours=20))
    publisher.point()
    client.follow(publisher.files, NOW + timedelta(minutes=1))
    assert client.seen.checked_at == NOW + timedelta(minutes=1)


def test_replaced_keys_are_forgotten_and_kept_ones_remembered(publisher: Publisher, client: Client) -> None:
    data = client.seen.dump(client.root, CHANNEL)
    second = ed25519("second")
    replaced = TrustState.load(data, publisher.root(channel__prod=role(second)), CHANNEL)
    assert replaced.pointer is None
    assert replaced.checked_at is None
    assert replaced.kill == client.seen.kill
    added = TrustState.load(data, publisher.root(channel__prod=role(publisher.promoter, second)), CHANNEL)
    assert added == client.seen
