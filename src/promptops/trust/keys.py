"""Public keys: two algorithms, each in one encoding, known by the SHA-256 of their SPKI form."""

from __future__ import annotations

import binascii
import hashlib
import re
from enum import StrEnum
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from promptops.trust import ed25519_keys
from promptops.trust.refusals import Code, RefusedError


class Algorithm(StrEnum):
    """What a key signs with; nothing but the key says so."""

    ED25519 = "ed25519"
    P256 = "ecdsa-p256-sha256"


_SPKI: Final = {
    Algorithm.ED25519: bytes.fromhex("302a300506032b6570032100"),
    Algorithm.P256: bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
}
"""What stands before the key itself in its SPKI encoding; the length is part of it."""
_LENGTHS: Final = {Algorithm.ED25519: ed25519_keys.LENGTH, Algorithm.P256: 65}
_UNCOMPRESSED: Final = 4
_SIGNATURE_LENGTH: Final = 64
_SEQUENCE: Final = 0x30

_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END PUBLIC KEY-----")
_SSH: Final = r"ssh-ed25519 ([A-Za-z0-9+/]+=*)(?: [^\r\n]*)?"
_SSH_HEAD: Final = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
_LONGEST: Final = 1024
"""Characters of a key as text, with its comment."""


class PublicKey(NamedTuple):
    """A key that can verify; equal where algorithm and key material are."""

    algorithm: Algorithm
    raw: bytes

    @property
    def spki(self) -> bytes:
        """Return the DER encoding of its SubjectPublicKeyInfo."""
        return _SPKI[self.algorithm] + self.raw

    @property
    def keyid(self) -> str:
        """Return the SHA-256 of the SPKI encoding, in hexadecimal."""
        return hashlib.sha256(self.spki).hexdigest()

    def pem(self) -> str:
        """Return the key as an SPKI PEM text."""
        body = binascii.b2a_base64(self.spki, newline=False).decode()
        lines = [body[start : start + 64] for start in range(0, len(body), 64)]
        return "\n".join(("-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""))

    def fits(self, signature: bytes) -> bool:
        """Say whether a signature has the form of this key's algorithm."""
        if self.algorithm is Algorithm.ED25519:
            return len(signature) == _SIGNATURE_LENGTH
        return len(signature) > 1 and signature[0] == _SEQUENCE and signature[1] == len(signature) - 2

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Say whether this key made the signature over the message."""
        try:
            if self.algorithm is Algorithm.ED25519:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
            else:
                _point(self.raw).verify(signature, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def parse_public_key(text: str) -> PublicKey:
    """Return the key of an SPKI PEM text or of an `ssh-ed25519` line.

    Raises:
        RefusedError: `unsupported-key`, `invalid-key` or `weak-key`.
    """
    stripped = text.strip()
    if len(stripped) <= _LONGEST:
        if match := _PEM.fullmatch(stripped):
            return _of_spki(_base64("".join(match[1].split())))
        if match := re.fullmatch(_SSH, stripped):
            return _of_ssh(_base64(match[1]))
    raise RefusedError(Code.UNSUPPORTED_KEY, "the key is neither an SPKI PEM text nor an `ssh-ed25519` line")


def of_raw(algorithm: Algorithm, raw: bytes) -> PublicKey:
    """Return the key with this material: 32 bytes for Ed25519, the uncompressed point of 65 bytes for P-256.

    Raises:
        RefusedError: `invalid-key` or `weak-key`.
    """
    if algorithm is Algorithm.ED25519:
        ed25519_keys.check_public_key(raw)
    else:
        _point(raw)
    return PublicKey(algorithm, raw)


def _of_spki(der: bytes) -> PublicKey:
    for algorithm, head in _SPKI.items():
        if der.startswith(head) and len(der) == len(head) + _LENGTHS[algorithm]:
            return of_raw(algorithm, der[len(head) :])
    raise RefusedError(Code.UNSUPPORTED_KEY, "the key is neither Ed25519 nor an uncompressed point of P-256")


def _of_ssh(blob: bytes) -> PublicKey:
    if not blob.startswith(_SSH_HEAD):
        raise RefusedError(Code.INVALID_KEY, "the `ssh-ed25519` line holds another key")
    return of_raw(Algorithm.ED25519, blob[len(_SSH_HEAD) :])


def _point(raw: bytes) -> ec.EllipticCurvePublicKey:
    if len(raw) == _LENGTHS[Algorithm.P256] and raw[0] == _UNCOMPRESSED:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
        except ValueError:
            pass
    raise RefusedError(Code.INVALID_KEY, "the P-256 key is not a point of the curve")


def _base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        raise RefusedError(Code.INVALID_KEY, "the key is not base64") from None
