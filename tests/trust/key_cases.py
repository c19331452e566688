"""Texts that are no acceptable key."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.trust.publisher import ed25519, p256

from promptops.trust import Code


def spki(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed448.Ed448PublicKey | x25519.X25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def pem(der: bytes) -> str:
    return f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"


def compressed() -> str:
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256("a").public_key.raw)
    head = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    return pem(head + point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


ED25519_HEAD = bytes.fromhex("302a300506032b6570032100")
P256_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")

EIGHTH = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
OTHER_EIGHTH = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")

UNACCEPTED = {
    "RSA": (spki(rsa.RSAPublicNumbers(65537, 2**2047 + 1).public_key()), Code.UNSUPPORTED_KEY),
    "P-384": (spki(ec.derive_private_key(7, ec.SECP384R1()).public_key()), Code.UNSUPPORTED_KEY),
    "secp256k1": (spki(ec.derive_private_key(7, ec.SECP256K1()).public_key()), Code.UNSUPPORTED_KEY),
    "Ed448": (spki(ed448.Ed448PrivateKey.from_private_bytes(bytes(57)).public_key()), Code.UNSUPPORTED_KEY),
    "X25519": (spki(x25519.X25519PrivateKey.from_private_bytes(bytes(32)).public_key()), Code.UNSUPPORTED_KEY),
    "a compressed point": (compressed(), Code.UNSUPPORTED_KEY),
    "an RSA line": ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC=", Code.UNSUPPORTED_KEY),
    "a security key": ("sk-ssh-ed25519@openssh.com AAAA", Code.UNSUPPORTED_KEY),
    "a secret": ("correct horse battery staple", Code.UNSUPPORTED_KEY),
    "a private key": ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", Code.UNSUPPORTED_KEY),
    "two keys": (ed25519("a").public_key.pem() * 2, Code.UNSUPPORTED_KEY),
    "a long text": ("ssh-ed25519 AAAA " + "x" * 5000, Code.UNSUPPORTED_KEY),
    "another key within an Ed25519 line": ("ssh-ed25519 AAAAB3NzaC1yc2E=", Code.INVALID_KEY),
    "an Ed25519 line that is too short": (
        "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(31)).decode(),
        Code.INVALID_KEY,
    ),
    "bad base64": ("ssh-ed25519 A", Code.INVALID_KEY),
    "a point off the curve": (pem(P256_HEAD + b"\4" + b"\1" * 64), Code.INVALID_KEY),
    "the point at infinity": (pem(P256_HEAD + b"\4" + bytes(64)), Code.INVALID_KEY),
    "a hybrid point": (pem(P256_HEAD + b"\6" + p256("a").public_key.raw[1:]), Code.INVALID_KEY),
    "an encoding with something behind it": (pem(ED25519_HEAD + bytes(33)), Code.UNSUPPORTED_KEY),
    "the neutral point": (pem(ED25519_HEAD + b"\1" + bytes(31)), Code.WEAK_KEY),
    "a point of order two": (pem(ED25519_HEAD + b"\xec" + b"\xff" * 30 + b"\x7f"), Code.WEAK_KEY),
    "a point of order four": (pem(ED25519_HEAD + bytes(32)), Code.WEAK_KEY),
    "a point of order eight": (pem(ED25519_HEAD + EIGHTH), Code.WEAK_KEY),
    "the other points of order eight": (pem(ED25519_HEAD + OTHER_EIGHTH), Code.WEAK_KEY),
    "the neutral point in a second encoding": (pem(ED25519_HEAD + b"\xee" + b"\xff" * 30 + b"\x7f"), Code.INVALID_KEY),
    "what is no point": (pem(ED25519_HEAD + b"\2" + bytes(31)), Code.INVALID_KEY),
}
