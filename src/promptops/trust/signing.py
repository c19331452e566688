"""Making envelopes: for those who publish; an application that loads bundles need not import it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)

from promptops.errors import PromptopsError
from promptops.trust.envelopes import Envelope, Signature, pae
from promptops.trust.keys import Algorithm, PublicKey, of_raw

_OPENSSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_HELP = "use an Ed25519 or P-256 key, as a PKCS#8 PEM file or an OpenSSH key file"
_LOCKED = "for an OpenSSH key with a password install the package `bcrypt`, or sign with `--signer exec:CMD`"


class SigningError(PromptopsError):
    """A private key cannot be used, or a signer has failed."""


class Signer(Protocol):
    """Whatever signs bytes: a key in this process, or a program that has one."""

    @property
    def keyid(self) -> str | None:
        """The id of its key, or None where it is not known."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature over the message: 64 bytes for Ed25519, DER for ECDSA P-256 over SHA-256.

        Raises:
            PromptopsError: the signer has failed.
        """


class PrivateKeySigner:
    """A private key in this process."""

    def __init__(self, key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self.public_key = _public(key)

    @property
    def keyid(self) -> str:
        """Return the id of the key."""
        return self.public_key.keyid

    def sign(self, message: bytes) -> bytes:
        """Return the signature over the message."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(message)
        return self._key.sign(message, ec.ECDSA(hashes.SHA256()))


def load_private_key(data: bytes, password: bytes | None = None) -> PrivateKeySigner:
    """Return the signer of a private key: a PKCS#8 PEM file or an OpenSSH key file.

    Raises:
        SigningError: it is neither, is of another algorithm, or the password is missing or wrong.
    """
    load = load_ssh_private_key if data.lstrip().startswith(_OPENSSH) else load_pem_private_key
    try:
        key = load(data, password)
    except UnsupportedAlgorithm as error:
        raise SigningError("the private key is protected in a way that is not supported", help=_LOCKED) from error
    except (ValueError, TypeError) as error:
        raise SigningError("the private key cannot be read, or not with this password", help=_HELP) from error
    if isinstance(key, Ed25519PrivateKey) or (
        isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    ):
        return PrivateKeySigner(key)
    raise SigningError("the private key is neither Ed25519 nor P-256", help=_HELP)


def sign_envelope(
    payload: bytes, payload_type: str, signers: Iterable[Signer], existing: Iterable[Signature] = ()
) -> bytes:
    """Return the envelope of a payload with a signature of every signer, as canonical JSON.

    `existing` are signatures over the same payload which are kept, for a second holder of a role.

    Raises:
        PromptopsError: a signer has failed.
    """
    message = pae(payload_type, payload)
    made = [Signature(signer.keyid, signer.sign(message)) for signer in signers]
    return Envelope(payload_type, payload, (*existing, *made)).dump()


def _public(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> PublicKey:
    if isinstance(key, Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return of_raw(Algorithm.ED25519, raw)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return of_raw(Algorithm.P256, point)
