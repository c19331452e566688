"""A certificate authority as Fulcio is one, with the log of certificates that it asks for each."""

from __future__ import annotations

import hashlib
import struct
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_EPOCH: Final = datetime.fromisoformat("2025-01-01T00:00:00Z")
_CENTURY: Final = timedelta(days=36_500)
LIFETIME: Final = timedelta(minutes=10)
_FULCIO: Final = "1.3.6.1.4.1.57264.1."
_SCT_LIST: Final = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")


class Claims(NamedTuple):
    """What a certificate says of the workflow that it is for."""

    identity: str = "https://github.com/acme/prompts/.github/workflows/release.yml@refs/heads/main"
    issuer: str = "https://token.actions.githubusercontent.com"
    repository: str = "https://github.com/acme/prompts"
    ref: str = "refs/heads/main"
    commit: str = "c0ffee" * 6 + "beef"


def spki(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as DER."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def signed(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """Return a signature, ECDSA over SHA-256."""
    return key.sign(data, ec.ECDSA(SHA256()))


class Authority:
    """Issues certificates; what it is trusted by is its own certificate and the key of the log."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._log = ec.generate_private_key(ec.SECP256R1())
        self.log_key = self._log.public_key()
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "throw-away")])
        self.certificate = self._root()

    def issue(self, key: ec.EllipticCurvePublicKey, claims: Claims, at: datetime) -> x509.Certificate:
        """Return a certificate for ten minutes, in which the log says that it has seen it."""
        builder = self._leaf(key, claims, at)
        precertificate = builder.sign(self._key, SHA256()).tbs_certificate_bytes
        stamp = x509.UnrecognizedExtension(_SCT_LIST, self._stamps(precertificate, at))
        return builder.add_extension(stamp, critical=False).sign(self._key, SHA256())

    def _root(self) -> x509.Certificate:
        public = self._key.public_key()
        usage = _usage(digital_signature=False)
        return (
            self._builder(public, self._name, _EPOCH, _CENTURY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(self._key, SHA256())
        )

    def _leaf(self, key: ec.EllipticCurvePublicKey, claims: Claims, at: datetime) -> x509.CertificateBuilder:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        code_signing = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(claims.identity)])
        builder = (
            self._builder(key, x509.Name([]), at, LIFETIME)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(code_signing, critical=False)
            .add_extension(issuer, critical=False)
            .add_extension(names, critical=True)
        )
        said = {8: claims.issuer, 12: claims.repository, 13: claims.commit, 14: claims.ref}
        for number, text in said.items():
            extension = x509.UnrecognizedExtension(x509.ObjectIdentifier(f"{_FULCIO}{number}"), asn1.encode_der(text))
            builder = builder.add_extension(extension, critical=False)
        return builder

    def _builder(
        self, key: ec.EllipticCurvePublicKey, subject: x509.Name, at: datetime, lifetime: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(at)
            .not_valid_after(at + lifetime)
        )

    def _stamps(self, precertificate: bytes, at: datetime) -> bytes:
        """Return the list with the one stamp of the log, by RFC 6962."""
        time = int(at.timestamp() * 1000)
        issuer = hashlib.sha256(spki(self._key.public_key())).digest()
        length = len(precertificate).to_bytes(3, "big")
        entry = struct.pack("!BBQH", 0, 0, time, 1) + issuer + length + precertificate + bytes(2)
        signature = signed(self._log, entry)
        log = hashlib.sha256(spki(self.log_key)).digest()
        stamp = b"\0" + log + struct.pack("!QHBBH", time, 0, 4, 3, len(signature)) + signature
        return asn1.encode_der(struct.pack("!HH", len(stamp) + 2, len(stamp)) + stamp)


def _usage(*, digital_signature: bool) -> x509.KeyUsage:
    """Return the use of a leaf, which signs, or of an authority, which certifies."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=not digital_signature,
        crl_sign=not digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
