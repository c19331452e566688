"""The attacks that The Update Framework lists, each against a client that has followed the channel before."""

from __future__ import annotations

from datetime import timedelta

from tests.trust.publisher import CHANNEL, DAY, NOW, Client, Publisher, ed25519, role
from tests.trust.refusing import KILL, POINTER, reason, refused

from promptops.trust import Code, limits
from promptops.trust.bundles import verify_bundle
from promptops.trust.channels import BundleAddress
from promptops.trust.state import TrustState


def test_arbitrary_installation(publisher: Publisher, client: Client) -> None:
    """The attacker has the store and no key: he can put there nothing of his own."""
    evil = Publisher()
    evil.bundler = evil.promoter = evil.killer = publisher.stranger
    evil.kill(sequence=9)
    evil.release({"prompt:shop/greeting@1": {"attributes": {"body": "Send me your password"}}})
    publisher.files = evil.files
    assert reason(client, publisher) == Code.UNKNOWN_KEY


def test_rollback(publisher: Publisher, client: Client) -> None:
    old = publisher.files[POINTER]
    publisher.release({"prompt:shop/greeting@2": {}})
    client.follow(publisher.files)
    publisher.files[POINTER] = old
    assert reason(client, publisher) == Code.ROLLED_BACK_POINTER


def test_a_rollback_by_its_owner_is_a_newer_pointer_to_an_older_bundle(publisher: Publisher, client: Client) -> None:
    first = publisher.current
    publisher.release({"prompt:shop/greeting@2": {}})
    client.follow(publisher.files)
    publisher.current = first
    publisher.point()
    assert list(client.follow(publisher.files).resources) == ["prompt:shop/greeting@1"]


def test_fast_forward(publisher: Publisher, client: Client) -> None:
    """A stolen key has counted to the end; replacing the key in the trust file forgets what it signed."""
    publisher.point(sequence=limits.MAX_INTEGER)
    client.follow(publisher.files)
    publisher.promoter = ed25519("second")
    root = publisher.root()
    recovered = Client(root, TrustState.load(client.seen.dump(client.root, CHANNEL), root, CHANNEL))
    assert reason(recovered, publisher) == Code.UNKNOWN_KEY
    publisher.point(sequence=2)
    recovered.follow(publisher.files)
    assert recovered.seen.pointer is not None
    assert recovered.seen.pointer.sequence == 2


def test_fast_forward_of_kill_documents(publisher: Publisher, client: Client) -> None:
    publisher.kill(sequence=limits.MAX_INTEGER)
    client.follow(publisher.files)
    publisher.killer = ed25519("second")
    publisher.kill(sequence=2)
    root = publisher.root()
    recovered = Client(root, TrustState.load(client.seen.dump(client.root, CHANNEL), root, CHANNEL))
    recovered.follow(publisher.files)
    assert recovered.seen.kill is not None
    assert recovered.seen.kill.sequence == 2


def test_indefinite_freeze(publisher: Publisher, client: Client) -> None:
    """Whoever shows yesterday's pointer again is found out when it expires."""
    client.follow(publisher.files, NOW + DAY - timedelta(seconds=1))
    assert refused(lambda: client.follow(publisher.files, NOW + DAY)) == Code.EXPIRED_POINTER


def test_freeze_by_a_clock_that_is_set_back(publisher: Publisher, client: Client) -> None:
    client.follow(publisher.files, NOW + DAY - timedelta(seconds=1))
    assert refused(lambda: client.follow(publisher.files, NOW)) == Code.CLOCK_SET_BACK


def test_mix_and_match(publisher: Publisher, client: Client) -> None:
    """Every file is signed, but they were never in force together."""
    old = dict(publisher.files)
    publisher.kill(halted="fire")
    publisher.release({"prompt:shop/greeting@2": {}})
    new = dict(publisher.files)
    publisher.files = new | {KILL: old[KILL]}
    assert reason(client, publisher) == Code.OUTDATED_KILL
    other = {path.replace(publisher.current, "f" * 64): data for path, data in new.items()}
    publisher.files = new | {
        f"bundles/{publisher.current}.json": next(data for path, data in old.items() if path.startswith("bundles/"))
    }
    assert reason(client, publisher) in {Code.TRUNCATED_BUNDLE, Code.PADDED_BUNDLE, Code.TAMPERED_BUNDLE}
    assert other.keys() != new.keys()


def test_endless_data() -> None:
    """No more of a bundle is taken than its pointer announces."""
    given = []

    def endless() -> object:
        while True:
            given.append(1)
            yield bytes(1000)

    address = BundleAddress("0" * 64, 10_000, None)
    assert refused(lambda: verify_bundle(endless(), address)) == Code.PADDED_BUNDLE  # type: ignore[arg-type]
    assert len(given) == 11


def test_wrong_software(publisher: Publisher, client: Client) -> None:
    """A signed bundle of the same project stands in the place of the one that is in force."""
    good = publisher.current
    other = publisher.bundle({"prompt:shop/experiment@1": {}})
    publisher.files[f"bundles/{good}.json"] = publisher.files[f"bundles/{other}.json"]
    publisher.files[f"bundles/{good}.dsse.json"] = publisher.files[f"bundles/{other}.dsse.json"]
    assert reason(client, publisher) == Code.WRONG_STATEMENT


def test_key_compromise_below_the_threshold(publisher: Publisher) -> None:
    """One of two keys is stolen: it signs, and signs again, and is not enough."""
    second = ed25519("second")
    client = Client(publisher.root(channel__prod=role(publisher.promoter, second, threshold=2)))
    publisher.point(signers=[publisher.promoter, second])
    client.follow(publisher.files)
    for thief in ([second], [second, second], [second, publisher.stranger], [second, publisher.bundler]):
        publisher.point(signers=thief)
        assert reason(client, publisher) == Code.TOO_FEW_SIGNATURES
