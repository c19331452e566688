from __future__ import annotations

import hashlib
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.key_cases import UNACCEPTED
from tests.trust.publisher import ed25519, p256
from tests.trust.refusing import refused

from promptops.trust import Code, ed25519_keys
from promptops.trust.keys import parse_public_key
from promptops.trust.signing import PrivateKeySigner

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P

Point = tuple[int, int]


def added(one: Point, other: Point) -> Point:
    """Add two points of the curve, as its definition has it."""
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P,
    )


def torsion() -> list[Point]:
    """Return the eight points of small order: the multiples of one of order eight."""
    y_squared = next(
        root for root in (pow(D, -1, P) * (sign * square_root(1 + D) - 1) % P for sign in (1, -1)) if is_square(root)
    )
    y = square_root(y_squared)
    x = square_root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    points = [(x, y)]
    while points[-1] != (0, 1):
        points.append(added(points[-1], (x, y)))
    return points


def is_square(number: int) -> bool:
    return pow(number, (P - 1) // 2, P) in {0, 1}


def square_root(number: int) -> int:
    root = pow(number, (P + 3) // 8, P)
    if root * root % P != number % P:
        root = root * pow(2, (P - 1) // 4, P) % P
    assert root * root % P == number % P
    return root


def encoded(x: int, y: int) -> bytes:
    return (y | (x & 1) << 255).to_bytes(32, "little")


def test_every_point_of_small_order_is_weak() -> None:
    points = torsion()
    assert len(set(points)) == 8
    for x, y in points:
        assert refused(partial(ed25519_keys.check_public_key, encoded(x, y))) == Code.WEAK_KEY


def test_a_weak_key_with_its_useless_sign_is_weak() -> None:
    """A point with x = 0 has no sign, but 32 bytes can hold one."""
    for y in (1, P - 1):
        assert refused(partial(ed25519_keys.check_public_key, encoded(1, y))) == Code.WEAK_KEY


def test_under_a_weak_key_one_signature_fits_everything() -> None:
    """The library accepts such a key: this is why it is refused here."""
    neutral = encoded(0, 1)
    key = Ed25519PublicKey.from_public_bytes(neutral)
    forged = neutral + bytes(32)
    key.verify(forged, b"one message")
    key.verify(forged, b"another message")


@pytest.mark.parametrize("y", range(P, 2**255))
@pytest.mark.parametrize("sign", [0, 1])
def test_a_second_encoding_is_refused(y: int, sign: int) -> None:
    assert refused(lambda: ed25519_keys.check_public_key(encoded(sign, y))) == Code.INVALID_KEY


def test_what_is_no_point_is_refused() -> None:
    assert refused(lambda: ed25519_keys.check_public_key(encoded(0, 2))) == Code.INVALID_KEY
    assert refused(lambda: ed25519_keys.check_public_key(bytes(31))) == Code.INVALID_KEY


@given(st.binary(min_size=32, max_size=32))
def test_the_public_key_of_any_private_key_is_accepted(seed: bytes) -> None:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ed25519_keys.check_public_key(public)


SMALL = {y for _, y in torsion()}


@given(st.integers(0, P - 1).filter(lambda y: y not in SMALL), st.integers(0, 1))
def test_what_is_accepted_is_a_point_and_what_is_not_is_none(y: int, sign: int) -> None:
    if is_square((y * y - 1) * pow(D * y * y + 1, -1, P) % P):
        ed25519_keys.check_public_key(encoded(sign, y))
    else:
        assert refused(lambda: ed25519_keys.check_public_key(encoded(sign, y))) == Code.INVALID_KEY


BOTH = pytest.mark.parametrize("maker", [ed25519("a"), p256("a")], ids=["ed25519", "p256"])


@BOTH
def test_a_key_reads_as_it_is_written(maker: PrivateKeySigner) -> None:
    key = maker.public_key
    theirs = load_pem_public_key(key.pem().encode())
    assert theirs.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode() == key.pem()
    assert theirs.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == key.spki
    assert parse_public_key(key.pem()) == key
    assert parse_public_key("\n" + key.pem().replace("\n", "\r\n") + " ") == key
    assert key.keyid == hashlib.sha256(key.spki).hexdigest()


def test_an_ssh_line_is_the_same_key() -> None:
    key = ed25519("a").public_key
    line = Ed25519PublicKey.from_public_bytes(key.raw).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    assert parse_public_key(line) == key
    assert parse_public_key(line + " jo@example.com, second laptop\n") == key


@pytest.mark.parametrize(("text", "code"), [pytest.param(*case, id=name) for name, case in UNACCEPTED.items()])
def test_keys_that_are_not_accepted(text: str, code: Code) -> None:
    assert refused(lambda: parse_public_key(text)) == code


@BOTH
def test_a_signature_verifies_the_message_alone(maker: PrivateKeySigner) -> None:
    signature = maker.sign(b"message")
    assert maker.public_key.fits(signature)
    assert maker.public_key.verifies(signature, b"message")
    assert not maker.public_key.verifies(signature, b"messages")
    assert not maker.public_key.verifies(signature[:-1], b"message")
    assert not maker.public_key.verifies(b"", b"message")
