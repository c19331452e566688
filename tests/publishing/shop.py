"""A small store, and what is published in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from promptops.canonical import canonical_bytes
from promptops.canonical import digest as digest_of
from promptops.publishing.channel import Channel
from promptops.publishing.directory import DirectoryStore
from promptops.publishing.promotion import promote
from promptops.publishing.store import bundle_path, statement_path
from promptops.trust.channels import ChannelPointer
from promptops.trust.envelopes import STATEMENT_PAYLOAD
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner, sign_envelope
from promptops.trust.statements import IN_TOTO_STATEMENT, STATEMENT_TYPE, subject_name

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
Resources = Mapping[str, Mapping[str, Any]]


def signer(seed: int) -> PrivateKeySigner:
    """Return a key that is the same in every run."""
    return PrivateKeySigner(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def resource(reference: str, links: Mapping[str, str] | None = None, **attributes: Any) -> dict[str, Any]:
    """Return a resource as bundles hold it."""
    kind, _, name = reference.partition(":")
    said = {"name": name.partition("@")[0], **attributes}
    return {"attributes": said, "digest": digest_of(said), "kind": kind, "links": dict(links or {})}


PROMPT = "prompt:support/triage@1"
TRIAGE: Resources = {PROMPT: resource(PROMPT, name="support/triage", version="1.0.0")}


class Shop(NamedTuple):
    """A store with a channel `prod`, one key for everything, and a time."""

    folder: Path
    root: TrustRoot
    key: PrivateKeySigner

    @property
    def store(self) -> DirectoryStore:
        return DirectoryStore(self.folder)

    def channel(self, name: str = "prod", *, anew: bool = False) -> Channel:
        """Return the channel as it is now."""
        return Channel(self.store, self.root, name, anew=anew)

    def publish(self, resources: Resources = TRIAGE, **predicate: Any) -> str:
        """Publish a bundle with its statement, and return its digest."""
        keys = {"environment": "prod", "format": "promptops-bundle/1", "project": "shop", "resources": resources}
        data = canonical_bytes(keys)
        sha256 = digest_of(keys)
        said = {"environment": "prod", "project": "shop", "revision": sha256[::-1], "clean": True, **predicate}
        statement = {
            "_type": IN_TOTO_STATEMENT,
            "predicate": said,
            "predicateType": STATEMENT_TYPE,
            "subject": [{"name": subject_name(sha256), "digest": {"sha256": sha256}}],
        }
        envelope = sign_envelope(canonical_bytes(statement), STATEMENT_PAYLOAD, [self.key])
        self.store.write(bundle_path(sha256), data)
        self.store.write(statement_path(sha256), envelope)
        return sha256

    def promote(self, named: str | None, now: datetime = NOW, **given: Any) -> ChannelPointer:
        """Point the channel at a bundle."""
        return promote(self.channel(), named, [self.key], now=now, lifetime=DAY, **given)
