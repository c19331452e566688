from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.publisher import NOW, ed25519, listed, reworked, role, trust_file
from tests.trust.refusing import refused

from promptops.trust import Code
from promptops.trust.envelopes import CHANNEL_PAYLOAD, STATEMENT_PAYLOAD, Envelope, Signature, pae
from promptops.trust.keys import Algorithm, of_raw
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner, sign_envelope

LIMIT = 10_000


def test_the_vector_of_the_specification() -> None:
    """The test vector of DSSE 1.0's `protocol.md`: its encoding, and its signature by a P-256 key."""
    message = pae("http://example.com/HelloWorld", b"hello world")
    assert message == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    x = 46950820868899156662930047687818585632848591499744589407958293238635476079160
    y = 5640078356564379163099075877009565129882514886557779369047442380624545832820
    raw = base64.b64decode("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==")
    signature = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = of_raw(Algorithm.P256, b"\4" + x.to_bytes(32) + y.to_bytes(32))
    assert key.fits(signature)
    assert key.verifies(signature, message)
    assert not key.verifies(signature, message + b" ")


A = PrivateKeySigner(
    Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    )
)
B = PrivateKeySigner(
    Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )
)
"""The keys of RFC 8032, section 7.1."""
BODY = b'{"_type":"https://in-toto.io/Statement/v1"}'


def test_signatures_are_those_of_other_implementations() -> None:
    """Ed25519 is deterministic: these are the signatures of the vectors in DSSE's own repository."""
    envelope = Envelope.parse(sign_envelope(BODY, STATEMENT_PAYLOAD, [A, B]), LIMIT)
    assert [base64.b64encode(signature.sig).decode() for signature in envelope.signatures] == [
        "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==",
        "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw==",
    ]


def test_lengths_are_of_bytes() -> None:
    assert pae("application/vnd.ex\u00e4mple+json", b"") == b"DSSEv1 29 application/vnd.ex\xc3\xa4mple+json 0 "


@given(st.text(), st.binary(), st.text(), st.binary())
def test_no_two_contents_are_signed_alike(type1: str, body1: bytes, type2: str, body2: bytes) -> None:
    try:
        same = pae(type1, body1) == pae(type2, body2)
    except UnicodeEncodeError:
        return
    assert same == ((type1, body1) == (type2, body2))


def root(threshold: int) -> TrustRoot:
    return TrustRoot.load(trust_file(listed(A, B), {"bundle": role(A, B, threshold=threshold)}), NOW)


def verified(data: bytes, threshold: int = 1) -> bytes:
    trusted = root(threshold)
    return trusted.verify(Envelope.parse(data, LIMIT), trusted.role("bundle"))


@pytest.mark.parametrize("key_ids", [True, False])
def test_two_distinct_keys_meet_a_threshold_of_two(*, key_ids: bool) -> None:
    envelope = json.loads(sign_envelope(BODY, STATEMENT_PAYLOAD, [A, B]))
    if not key_ids:
        envelope["signatures"] = [{"sig": item["sig"]} for item in envelope["signatures"]]
    assert verified(json.dumps(envelope).encode(), 2) == BODY


def test_one_key_does_not_meet_a_threshold_of_two() -> None:
    assert refused(lambda: verified(sign_envelope(BODY, STATEMENT_PAYLOAD, [A, A]), 2)) == Code.TOO_FEW_SIGNATURES


def test_a_strangers_signature_beside_enough_others_does_no_harm() -> None:
    assert verified(sign_envelope(BODY, STATEMENT_PAYLOAD, [ed25519("stranger"), A])) == BODY


def test_an_empty_id_is_no_id() -> None:
    sig = json.loads(sign_envelope(BODY, STATEMENT_PAYLOAD, [A]))["signatures"][0]["sig"]
    envelope = reworked(sign_envelope(BODY, STATEMENT_PAYLOAD, [A]), signatures=[{"keyid": "", "sig": sig}])
    assert verified(envelope) == BODY


def test_an_id_is_a_hint_that_may_not_mislead() -> None:
    sig = json.loads(sign_envelope(BODY, STATEMENT_PAYLOAD, [A]))["signatures"][0]["sig"]
    for keyid, code in ((B.keyid, Code.BAD_SIGNATURE), ("0" * 64, Code.UNKNOWN_KEY)):
        envelope = reworked(sign_envelope(BODY, STATEMENT_PAYLOAD, [A]), signatures=[{"keyid": keyid, "sig": sig}])
        assert refused(lambda data=envelope: verified(data)) == code  # type: ignore[misc]


def test_a_second_holder_signs_what_the_first_has_signed() -> None:
    first = Envelope.parse(sign_envelope(BODY, STATEMENT_PAYLOAD, [A]), LIMIT)
    both = sign_envelope(first.payload, first.payload_type, [B], first.signatures)
    assert verified(both, 2) == BODY


def test_an_envelope_reads_as_it_is_written() -> None:
    envelope = Envelope(CHANNEL_PAYLOAD, b"\xff\xfe", (Signature(None, b"1"), Signature("x", b"2")))
    assert Envelope.parse(envelope.dump(), LIMIT) == envelope


GOOD: dict[str, Any] = {"payload": "e30=", "payloadType": "t", "signatures": [{"sig": "eA=="}]}
MALFORMED = {
    "not an object": (b"[]", Code.MALFORMED_DOCUMENT),
    "no payload": (json.dumps(GOOD | {"payload": None}).encode(), Code.MALFORMED_DOCUMENT),
    "no type": (json.dumps(GOOD | {"payloadType": ""}).encode(), Code.MALFORMED_DOCUMENT),
    "signatures that are no list": (json.dumps(GOOD | {"signatures": {}}).encode(), Code.MALFORMED_DOCUMENT),
    "a signature that is no object": (json.dumps(GOOD | {"signatures": ["eA=="]}).encode(), Code.MALFORMED_DOCUMENT),
    "an id that is a number": (
        json.dumps(GOOD | {"signatures": [{"keyid": 1, "sig": "eA=="}]}).encode(),
        Code.MALFORMED_DOCUMENT,
    ),
    "an unknown field": (json.dumps(GOOD | {"payloadDigest": ""}).encode(), Code.UNKNOWN_FIELD),
    "nine signatures": (json.dumps(GOOD | {"signatures": GOOD["signatures"] * 9}).encode(), Code.TOO_LONG),
    "the alphabet for addresses": (json.dumps(GOOD | {"payload": "-_-_"}).encode(), Code.MALFORMED_DOCUMENT),
    "no padding": (json.dumps(GOOD | {"payload": "e30"}).encode(), Code.MALFORMED_DOCUMENT),
    "too much padding": (json.dumps(GOOD | {"payload": "e30=="}).encode(), Code.MALFORMED_DOCUMENT),
    "bits that do not count": (json.dumps(GOOD | {"payload": "e31="}).encode(), Code.MALFORMED_DOCUMENT),
    "a line break in base64": (json.dumps(GOOD | {"payload": "e3\n0="}).encode(), Code.MALFORMED_DOCUMENT),
    "base64 beyond ASCII": (json.dumps(GOOD | {"payload": "e3\u00e9="}).encode(), Code.MALFORMED_DOCUMENT),
}


@pytest.mark.parametrize(("data", "code"), [pytest.param(*case, id=name) for name, case in MALFORMED.items()])
def test_malformed_envelopes(data: bytes, code: Code) -> None:
    Envelope.parse(json.dumps(GOOD).encode(), LIMIT)
    assert refused(lambda: Envelope.parse(data, LIMIT)) == code
