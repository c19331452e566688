"""Attacks with keys and signatures, by their names: each is refused for its own reason."""

from __future__ import annotations

import base64
import json

import pytest
from tests.trust.publisher import NOW, Client, Publisher, ed25519, listed, reworked, role, trust_file
from tests.trust.refusing import KILL, POINTER, reason, refused

from promptops.canonical import canonical_bytes
from promptops.trust import Code, limits
from promptops.trust.envelopes import CHANNEL_PAYLOAD, STATEMENT_PAYLOAD
from promptops.trust.fields import written_time
from promptops.trust.root import TrustRoot
from promptops.trust.signing import sign_envelope


@pytest.mark.parametrize("named", [True, False])
def test_unknown_key(publisher: Publisher, client: Client, *, named: bool) -> None:
    envelope = json.loads(publisher.point(signers=[publisher.stranger]))
    if not named:
        del envelope["signatures"][0]["keyid"]
    publisher.files[POINTER] = canonical_bytes(envelope)
    assert reason(client, publisher) == (Code.UNKNOWN_KEY if named else Code.BAD_SIGNATURE)


def test_dev_key_on_prod(publisher: Publisher, client: Client) -> None:
    publisher.point(signers=[publisher.developer])
    assert reason(client, publisher) == Code.WRONG_CHANNEL_KEY


def test_dev_key_kills_on_prod(publisher: Publisher, client: Client) -> None:
    publisher.kill(signers=[publisher.developer])
    assert reason(client, publisher) == Code.WRONG_ROLE_KEY


def test_channel_key_signs_a_bundle(publisher: Publisher, client: Client) -> None:
    publisher.state(publisher.current, signers=[publisher.promoter])
    assert reason(client, publisher) == Code.WRONG_ROLE_KEY


def test_algorithm_confusion(publisher: Publisher, client: Client) -> None:
    """An Ed25519 signature under the id of a P-256 key, and the other way round."""
    for path, id_of, signer in (
        (KILL, publisher.killer, publisher.promoter),
        (POINTER, publisher.promoter, publisher.killer),
    ):
        honest = publisher.files[path]
        envelope = json.loads(honest)
        signed = json.loads(sign_envelope(base64.b64decode(envelope["payload"]), envelope["payloadType"], [signer]))
        envelope["signatures"] = [{"keyid": id_of.keyid, "sig": signed["signatures"][0]["sig"]}]
        publisher.files[path] = canonical_bytes(envelope)
        assert reason(client, publisher) == Code.WRONG_ALGORITHM
        publisher.files[path] = honest


def test_an_algorithm_named_by_the_envelope(publisher: Publisher, client: Client) -> None:
    envelope = json.loads(publisher.files[POINTER])
    envelope["signatures"][0]["alg"] = "none"
    publisher.files[POINTER] = canonical_bytes(envelope)
    assert reason(client, publisher) == Code.UNKNOWN_FIELD


def test_small_order_key() -> None:
    weak = "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20\1" + bytes(31)).decode()
    trust = trust_file({"0" * 64: {"public_key": weak}}, {})
    assert refused(lambda: TrustRoot.load(trust, NOW)) == Code.WEAK_KEY


def test_one_key_under_two_ids_for_a_threshold_of_two(publisher: Publisher) -> None:
    key = {"public_key": publisher.promoter.public_key.pem()}
    roles = {"channel:prod": {"keys": [publisher.promoter.keyid, "b"], "threshold": 2}}
    trust = trust_file({publisher.promoter.keyid: key, "b": key}, roles)
    assert refused(lambda: TrustRoot.load(trust, NOW)) == Code.DUPLICATE_KEY


def test_one_key_listed_twice_for_a_threshold_of_two(publisher: Publisher) -> None:
    trust = publisher.trust(channel__prod=role(publisher.promoter, publisher.promoter, threshold=2))
    assert refused(lambda: TrustRoot.load(trust, NOW)) == Code.DUPLICATE_KEY


def test_one_key_signing_twice_for_a_threshold_of_two(publisher: Publisher) -> None:
    root = publisher.root(channel__prod=role(publisher.promoter, ed25519("second"), threshold=2))
    publisher.point(signers=[publisher.promoter, publisher.promoter])
    assert refused(lambda: Client(root).follow(publisher.files)) == Code.TOO_FEW_SIGNATURES
    envelope = json.loads(publisher.files[POINTER])
    del envelope["signatures"][1]["keyid"]
    publisher.files[POINTER] = canonical_bytes(envelope)
    assert refused(lambda: Client(root).follow(publisher.files)) == Code.TOO_FEW_SIGNATURES


def test_expired_trust(publisher: Publisher) -> None:
    trust = json.loads(publisher.trust()) | {"expires_at": written_time(NOW)}
    assert refused(lambda: TrustRoot.load(canonical_bytes(trust), NOW)) == Code.EXPIRED_TRUST


def test_a_signature_for_another_payload_type(publisher: Publisher, client: Client) -> None:
    """The type is signed: a statement's signature does not serve a pointer, whoever holds both keys."""
    payload = base64.b64decode(json.loads(publisher.files[POINTER])["payload"])
    elsewhere = sign_envelope(payload, STATEMENT_PAYLOAD, [publisher.promoter])
    publisher.files[POINTER] = reworked(elsewhere, payloadType=CHANNEL_PAYLOAD)
    assert reason(client, publisher) == Code.BAD_SIGNATURE


def test_a_key_of_an_algorithm_that_nobody_asked_for() -> None:
    rsa = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK8=\n-----END PUBLIC KEY-----\n"
    trust = trust_file({"0" * 64: {"public_key": rsa}}, {})
    assert refused(lambda: TrustRoot.load(trust, NOW)) == Code.UNSUPPORTED_KEY


def test_more_keys_than_anybody_has() -> None:
    keys = listed(*(ed25519(str(number)) for number in range(limits.MAX_KEYS + 1)))
    assert refused(lambda: TrustRoot.load(trust_file(keys, {}), NOW)) == Code.TOO_LONG
