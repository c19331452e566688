"""A transparency log as Rekor is one: every entry is the only leaf of a tree of its own."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from tests.publishing.keyless.authority import signed, spki

from promptops.canonical import canonical_bytes

_NAME: Final = "log.example"


def base64(data: bytes) -> str:
    """Return bytes as text."""
    return b64encode(data).decode()


class Log:
    """Takes in signatures, and says that it did."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.key = self._key.public_key()
        self._id = hashlib.sha256(spki(self.key)).digest()

    def entry(self, payload: bytes, signature: bytes, certificate: x509.Certificate, at: datetime) -> dict[str, Any]:
        """Return the entry of an envelope, with a promise and a proof."""
        body = canonical_bytes(_record(payload, signature, certificate))
        time = int(at.timestamp())
        promised = {"body": base64(body), "integratedTime": time, "logID": self._id.hex(), "logIndex": 0}
        root = hashlib.sha256(b"\0" + body).digest()
        return {
            "canonicalizedBody": base64(body),
            "inclusionPromise": {"signedEntryTimestamp": base64(signed(self._key, canonical_bytes(promised)))},
            "inclusionProof": {
                "checkpoint": {"envelope": self._checkpoint(root)},
                "hashes": [],
                "logIndex": "0",
                "rootHash": base64(root),
                "treeSize": "1",
            },
            "integratedTime": str(time),
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "logId": {"keyId": base64(self._id)},
            "logIndex": "0",
        }

    def _checkpoint(self, root: bytes) -> str:
        note = f"{_NAME}\n1\n{base64(root)}\n"
        return f"{note}\n\u2014 {_NAME} {base64(self._id[:4] + signed(self._key, note.encode()))}\n"


def _record(payload: bytes, signature: bytes, certificate: x509.Certificate) -> dict[str, Any]:
    digest = {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()}
    verifier = base64(certificate.public_bytes(Encoding.PEM))
    signatures = [{"signature": base64(signature), "verifier": verifier}]
    spec = {"envelopeHash": digest, "payloadHash": digest, "signatures": signatures}
    return {"apiVersion": "0.0.1", "kind": "dsse", "spec": spec}
