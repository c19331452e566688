"""A whole instance of Sigstore that is thrown away: it attests as a workflow would, and says what to trust it by."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from tests.publishing.keyless.authority import Authority, Claims, signed, spki
from tests.publishing.keyless.log import Log, base64

from promptops.canonical import canonical_bytes
from promptops.publishing.attestations import SLSA_PROVENANCE
from promptops.trust.envelopes import STATEMENT_PAYLOAD, pae
from promptops.trust.statements import IN_TOTO_STATEMENT

_ISSUED: Final = datetime.fromisoformat("2025-06-01T12:00:00Z")
_START: Final = "2025-01-01T00:00:00Z"
CLAIMS: Final = Claims()


def provenance(sha256: str, commit: str = CLAIMS.commit, **changes: Any) -> bytes:
    """Return the statement that GitHub's action makes of a file, with what else it has to say."""
    sources = [{"uri": "git+https://github.com/acme/prompts@refs/heads/main", "digest": {"gitCommit": commit}}]
    said = {
        "_type": IN_TOTO_STATEMENT,
        "predicate": {"buildDefinition": {"resolvedDependencies": sources}, "runDetails": {}},
        "predicateType": SLSA_PROVENANCE,
        "subject": [
            {"name": "x.dsse.json", "digest": {"sha256": "0" * 64}},
            {"name": "x", "digest": {"sha256": sha256}},
        ],
    }
    return canonical_bytes({**said, **changes})


class Instance:
    """An authority and a log."""

    def __init__(self) -> None:
        self.authority = Authority()
        self.log = Log()

    def attest(
        self,
        payload: bytes,
        claims: Claims = CLAIMS,
        *,
        kind: str = STATEMENT_PAYLOAD,
        delay: timedelta = timedelta(minutes=1),
    ) -> dict[str, Any]:
        """Return a Sigstore bundle over a payload, which was logged some time after the certificate was issued."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.authority.issue(key.public_key(), claims, _ISSUED)
        signature = signed(key, pae(kind, payload))
        return {
            "dsseEnvelope": {
                "payload": base64(payload),
                "payloadType": kind,
                "signatures": [{"sig": base64(signature)}],
            },
            "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
            "verificationMaterial": {
                "certificate": {"rawBytes": base64(certificate.public_bytes(Encoding.DER))},
                "timestampVerificationData": {},
                "tlogEntries": [self.log.entry(payload, signature, certificate, _ISSUED + delay)],
            },
        }

    def trusted_root(self) -> str:
        """Return what a verifier pins."""
        chain = {"certificates": [{"rawBytes": base64(self.authority.certificate.public_bytes(Encoding.DER))}]}
        authority = {
            "certChain": chain,
            "subject": {"commonName": "throw-away", "organization": "throw-away"},
            "uri": "https://authority.example",
            "validFor": {"start": _START},
        }
        return json.dumps(
            {
                "certificateAuthorities": [authority],
                "ctlogs": [_pinned(self.authority.log_key)],
                "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                "tlogs": [_pinned(self.log.key)],
            }
        )


def _pinned(key: ec.EllipticCurvePublicKey) -> dict[str, Any]:
    return {
        "baseUrl": "https://log.example",
        "hashAlgorithm": "SHA2_256",
        "logId": {"keyId": ""},
        "publicKey": {
            "keyDetails": "PKIX_ECDSA_P256_SHA_256",
            "rawBytes": base64(spki(key)),
            "validFor": {"start": _START},
        },
    }
