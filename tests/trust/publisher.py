"""A store in memory and everybody's keys: it can publish as it should, and in every way that it should not."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from promptops.canonical import canonical_bytes
from promptops.trust.bundles import Bundle, read_bundle, verify_bundle
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD
from promptops.trust.fields import written_time
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner, Signer, sign_envelope
from promptops.trust.state import TrustState
from promptops.trust.statements import IN_TOTO_STATEMENT, STATEMENT_TYPE, subject_name, verify_statement

PROJECT = "shop"
CHANNEL = "prod"
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)
RESOURCES: dict[str, Any] = {
    "prompt:shop/greeting@1": {
        "attributes": {"body": "Hello", "name": "shop/greeting"},
        "digest": "0" * 64,
        "kind": "prompt",
        "links": {},
    }
}


def ed25519(name: str) -> PrivateKeySigner:
    """Return the Ed25519 key of a name: always the same one."""
    return PrivateKeySigner(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))


def p256(name: str) -> PrivateKeySigner:
    """Return the P-256 key of a name: always the same one."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()) >> 1
    return PrivateKeySigner(ec.derive_private_key(number, ec.SECP256R1()))


def role(*signers: PrivateKeySigner, threshold: int = 1) -> dict[str, Any]:
    """Return a role of the trust file."""
    return {"keys": [signer.keyid for signer in signers], "threshold": threshold}


def listed(*signers: PrivateKeySigner) -> dict[str, Any]:
    """Return keys as the trust file lists them."""
    return {signer.keyid: {"public_key": signer.public_key.pem()} for signer in signers}


def trust_file(keys: Mapping[str, Any], roles: Mapping[str, Any], project: str = PROJECT) -> bytes:
    """Return a trust file that never expires."""
    document = {"format": "promptops-trust/1", "project": project, "expires_at": None, "keys": keys, "roles": roles}
    return canonical_bytes(document)


class Publisher:
    """One project's store with the channels `prod` and `dev`, each role with a key of its own.

    What a method signs it also puts in the store; it returns the bytes. Fields that are given replace those of an
    honest document, `signers` the honest signer.
    """

    def __init__(self, project: str = PROJECT) -> None:
        self.project = project
        self.files: dict[str, bytes] = {}
        self.bundler = ed25519("bundler")
        self.promoter = ed25519("promoter")
        self.killer = p256("killer")
        self.developer = ed25519("developer")
        self.stranger = ed25519("stranger")
        self.sequence = 0
        self.kill_sequence = 0
        self.current = ""

    @property
    def keys(self) -> tuple[PrivateKeySigner, ...]:
        """The keys that are trusted."""
        return self.bundler, self.promoter, self.killer, self.developer

    def roles(self) -> dict[str, Any]:
        """Return the roles of the trust file."""
        return {
            "bundle": role(self.bundler),
            "channel:prod": role(self.promoter),
            "kill:prod": role(self.killer),
            "channel:dev": role(self.developer),
            "kill:dev": role(self.developer),
        }

    def trust(self, **roles: Any) -> bytes:
        """Return the trust file with other roles, or without those that are None; `channel__prod` is `channel:prod`."""
        changed = self.roles() | {name.replace("__", ":"): value for name, value in roles.items()}
        named = {name: value for name, value in changed.items() if value is not None}
        keys = listed(*self.keys, ed25519("second"), ed25519("third"))
        return trust_file(keys, named, self.project)

    def root(self, **roles: Any) -> TrustRoot:
        """Return what the application trusts."""
        return TrustRoot.load(self.trust(**roles), NOW)

    def bundle(self, resources: Mapping[str, Any] | None = None, **fields: Any) -> str:
        """Put a bundle with its statement in the store, and return its SHA-256."""
        held = RESOURCES if resources is None else resources
        document = {"format": "promptops-bundle/1", "environment": CHANNEL, "project": self.project, "resources": held}
        data = canonical_bytes(document | fields)
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[f"bundles/{sha256}.json"] = data
        self.state(sha256)
        self.current = sha256
        return sha256

    def state(self, sha256: str, *, signers: Iterable[Signer] | None = None, **fields: Any) -> bytes:
        """Sign the statement about a bundle."""
        statement = {
            "_type": IN_TOTO_STATEMENT,
            "subject": [{"name": subject_name(sha256), "digest": {"sha256": sha256}}],
            "predicateType": STATEMENT_TYPE,
            "predicate": {"project": self.project, "environment": CHANNEL, "revision": None},
        }
        envelope = sign_envelope(canonical_bytes(statement | fields), STATEMENT_PAYLOAD, signers or [self.bundler])
        self.files[f"bundles/{sha256}.dsse.json"] = envelope
        return envelope

    def point(self, *, signers: Iterable[Signer] | None = None, **fields: Any) -> bytes:
        """Sign the next pointer of the channel, to the bundle that was made last."""
        self.sequence = fields.get("sequence", self.sequence + 1)
        data = self.files[f"bundles/{self.current}.json"]
        pointer = {
            "format": "promptops-channel/1",
            "project": self.project,
            "channel": CHANNEL,
            "epoch": 1,
            "sequence": self.sequence,
            "issued_at": written_time(NOW),
            "expires_at": written_time(NOW + DAY),
            "bundle": {"sha256": self.current, "size": len(data), "revision": None},
            "min_kill_sequence": self.kill_sequence,
        }
        envelope = sign_envelope(canonical_bytes(pointer | fields), CHANNEL_PAYLOAD, signers or [self.promoter])
        self.files["channels/prod.json"] = envelope
        return envelope

    def kill(self, *, signers: Iterable[Signer] | None = None, **fields: Any) -> bytes:
        """Sign the next kill document of the channel."""
        self.kill_sequence = fields.get("sequence", self.kill_sequence + 1)
        kill = {
            "format": "promptops-kill/1",
            "project": self.project,
            "channel": CHANNEL,
            "sequence": self.kill_sequence,
            "issued_at": written_time(NOW),
            "halted": None,
            "disabled": {},
            "variants": {},
            "caps": {},
            "revoked": {},
        }
        envelope = sign_envelope(canonical_bytes(kill | fields), KILL_PAYLOAD, signers or [self.killer])
        self.files["channels/prod.kill.json"] = envelope
        return envelope

    def release(self, resources: Mapping[str, Any] | None = None) -> str:
        """Publish a bundle as one should, and return its SHA-256."""
        sha256 = self.bundle(resources)
        self.point()
        return sha256


class Client:
    """One that follows a channel in the order that is laid down, and remembers."""

    def __init__(self, root: TrustRoot, state: TrustState | None = None) -> None:
        self.root = root
        self.seen = state or TrustState()
        self.bundle: Bundle | None = None

    def follow(
        self, files: Mapping[str, bytes], now: datetime = NOW, max_staleness: timedelta = timedelta(0)
    ) -> Bundle:
        """Return the bundle in force; nothing is remembered of a store that is refused.

        Raises:
            RefusedError: the store is not to be believed.
        """
        seen = self.seen.with_pointer(self.root, CHANNEL, files["channels/prod.json"], now, max_staleness)
        seen = seen.with_kill(self.root, CHANNEL, files.get("channels/prod.kill.json"))
        assert seen.pointer is not None
        address = seen.pointer.bundle
        if seen.kill is not None:
            seen.kill.restrictions.refuse_revoked(address.sha256)
        verify_statement(self.root, files[f"bundles/{address.sha256}.dsse.json"], address.sha256)
        data = verify_bundle([files[f"bundles/{address.sha256}.json"]], address)
        bundle = read_bundle(data, self.root.project, may_be_empty=self.bundle is None)
        self.seen, self.bundle = seen, bundle
        return bundle


def reworked(envelope: bytes, **fields: Any) -> bytes:
    """Return an envelope with other fields, unsigned as they are."""
    return canonical_bytes(json.loads(envelope) | fields)


def payload_of(envelope: bytes) -> Any:
    """Return what an envelope holds."""
    return json.loads(base64.b64decode(json.loads(envelope)["payload"]))
