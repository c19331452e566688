"""Documents of a store that nobody wrote on purpose: what is read before it is verified, and what somebody signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from promptops.canonical import canonical_bytes
from promptops.trust import RefusedError
from promptops.trust.bundles import read_bundle
from promptops.trust.channels import verify_channel
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD
from promptops.trust.keys import parse_public_key
from promptops.trust.kills import local_restrictions, read_kill
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner, sign_envelope
from promptops.trust.state import TrustState
from promptops.trust.statements import verify_statement

Reader = Callable[[bytes], object]

_NOW = datetime(2026, 11, 21, tzinfo=UTC)
_SIGNER = PrivateKeySigner(Ed25519PrivateKey.from_private_bytes(bytes(32)))
_ROLE = {"keys": [_SIGNER.keyid], "threshold": 1}
_TRUST = canonical_bytes(
    {
        "format": "promptops-trust/1",
        "project": "p",
        "keys": {_SIGNER.keyid: {"public_key": _SIGNER.public_key.pem()}},
        "roles": {"bundle": _ROLE, "channel:c": _ROLE, "kill:c": _ROLE},
    }
)
_ROOT = TrustRoot.load(_TRUST, _NOW)
_RESTRICTIONS = b'{"halted":"h","disabled":{"a":{"reason":"r"}},"caps":{"b":{"tokens":1}}}'
_POINTER = (
    b'{"format":"promptops-channel/1","project":"p","channel":"c","epoch":1,"sequence":1,"min_kill_sequence":0,'
    b'"issued_at":"2026-11-21T00:00:00Z","expires_at":"2026-11-22T00:00:00Z",'
    b'"bundle":{"sha256":"%b","size":1,"revision":null}}' % (b"0" * 64)
)
_KILL = b'{"format":"promptops-kill/1","project":"p","channel":"c","sequence":1,"issued_at":"2026-11-21T00:00:00Z"}'
_BUNDLE = b'{"environment":"e","format":"promptops-bundle/1","project":"p","resources":{}}'


def _signed(read: Reader, payload_type: str, payload: bytes) -> object:
    return read(sign_envelope(payload, payload_type, [_SIGNER]))


def _pointer(data: bytes) -> object:
    return verify_channel(_ROOT, "c", data, None, _NOW)


_READERS: tuple[tuple[Reader, bytes], ...] = (
    (lambda data: TrustRoot.load(data, _NOW), _TRUST),
    (_pointer, sign_envelope(_POINTER, CHANNEL_PAYLOAD, [_SIGNER])),
    (partial(_signed, _pointer, CHANNEL_PAYLOAD), _POINTER),
    (partial(_signed, lambda data: read_kill(_ROOT, "c", data), KILL_PAYLOAD), _KILL),
    (partial(_signed, lambda data: verify_statement(_ROOT, data, "0" * 64), STATEMENT_PAYLOAD), b'{"_type":"a"}'),
    (lambda data: TrustState.load(data, _ROOT, "c"), TrustState().dump(_ROOT, "c")),
    (lambda data: read_bundle(data, "p"), _BUNDLE),
    (local_restrictions, _RESTRICTIONS),
    (lambda data: parse_public_key(data.decode("utf-8", "replace")), _SIGNER.public_key.pem().encode()),
)


def read_document(data: bytes) -> None:
    """Feed what stands behind the first byte to the reader that it chooses. A refusal is all that may come of it."""
    read, _ = _READERS[data[0] % len(_READERS) if data else 0]
    try:
        read(data[1:])
    except RefusedError as refusal:
        assert refusal.help  # noqa: PT017 - a refusal is allowed, not required


def seeds_of_documents() -> Iterator[bytes]:
    """Yield an honest document for each reader."""
    for number, (_, honest) in enumerate(_READERS):
        yield bytes([number]) + honest
