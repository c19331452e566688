"""The trust file: who may sign what, pinned by the application that reads the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from promptops.trust import strict_json
from promptops.trust.envelopes import Envelope, Signature, pae
from promptops.trust.fields import Fields, is_channel, shown
from promptops.trust.keys import PublicKey, parse_public_key
from promptops.trust.limits import MAX_KEYS, MAX_TRUST
from promptops.trust.refusals import Code, RefusedError

FORMAT: Final = "promptops-trust/1"
BUNDLE_ROLE: Final = "bundle"
CHANNEL_ROLES: Final = "channel"
KILL_ROLES: Final = "kill"


class Role(NamedTuple):
    """Who may sign one kind of document: `threshold` of `keys`, which are by their ids."""

    name: str
    keys: Mapping[str, PublicKey]
    threshold: int

    @property
    def kind(self) -> str:
        """Return the kind of document: `bundle`, `channel` or `kill`."""
        return self.name.partition(":")[0]


class TrustRoot(NamedTuple):
    """What the application trusts, for one project."""

    project: str
    expires_at: datetime | None
    roles: Mapping[str, Role]

    @classmethod
    def load(cls, data: bytes, now: datetime) -> TrustRoot:
        """Read a trust file.

        Raises:
            RefusedError: the file is malformed or has expired, or a key or role of it cannot be trusted.
        """
        fields = Fields(strict_json.loads(data, MAX_TRUST), "the trust file")
        fields.of_format(FORMAT)
        fields.close("format", "project", "expires_at", "keys", "roles")
        expires_at = fields.optional_time("expires_at")
        if expires_at is not None and now >= expires_at:
            raise RefusedError(Code.EXPIRED_TRUST, f"the trust file expired at {expires_at.isoformat()}")
        keys = _keys(fields)
        roles = {name: _role(name, item, keys) for name, item in fields.children("roles").items()}
        return cls(fields.text("project"), expires_at, roles)

    def role(self, kind: str, channel: str | None = None) -> Role:
        """Return the role for a kind of document, of a channel where the kind is of one.

        Raises:
            RefusedError: `missing-role`.
        """
        name = kind if channel is None else f"{kind}:{channel}"
        found = self.roles.get(name)
        if found is None:
            raise RefusedError(Code.MISSING_ROLE, f"the trust file has no role `{shown(name)}`")
        return found

    def verify(self, envelope: Envelope, role: Role) -> bytes:
        """Return the payload of an envelope that enough distinct keys of a role have signed.

        Raises:
            RefusedError: `unknown-key`, `wrong-channel-key`, `wrong-role-key`, `wrong-algorithm`, `bad-signature` or
                `too-few-signatures`.
        """
        message = pae(envelope.payload_type, envelope.payload)
        signers: set[PublicKey] = set()
        for signature in envelope.signatures:
            signers.update(_makers(signature, message, role.keys))
            if len(signers) >= role.threshold:
                return envelope.payload
        if signers:
            raise RefusedError(
                Code.TOO_FEW_SIGNATURES, f"{len(signers)} of {role.threshold} keys of `{role.name}` have signed"
            )
        raise self._explained(envelope.signatures, message, role)

    def _explained(self, signatures: Iterable[Signature], message: bytes, role: Role) -> RefusedError:
        """Say why not one signature counts, by looking at what else is trusted."""
        for other in self.roles.values():
            if any(_is_made_by(signature, message, other.keys) for signature in signatures):
                code = Code.WRONG_CHANNEL_KEY if other.kind == role.kind else Code.WRONG_ROLE_KEY
                return RefusedError(code, f"the signature is by a key of `{other.name}`, not of `{role.name}`")
        candidates = [(signature, key) for signature in signatures for key in _candidates(signature, role.keys)]
        if not candidates:
            return RefusedError(Code.UNKNOWN_KEY, f"no signature names a key of `{role.name}`")
        if not any(key.fits(signature.sig) for signature, key in candidates):
            return RefusedError(Code.WRONG_ALGORITHM, f"no signature has the form of a key of `{role.name}`")
        return RefusedError(Code.BAD_SIGNATURE, f"no signature fits a key of `{role.name}` and this document")


def _keys(fields: Fields) -> dict[str, PublicKey]:
    keys: dict[str, PublicKey] = {}
    for keyid, item in fields.children("keys").items():
        item.close("public_key")
        key = parse_public_key(item.text("public_key"))
        if key in keys.values():
            raise RefusedError(Code.DUPLICATE_KEY, f"the key `{key.keyid}` stands under two ids")
        keys[keyid] = key
        if len(keys) > MAX_KEYS:
            raise RefusedError(Code.TOO_LONG, f"the trust file has more than {MAX_KEYS} keys")
    for keyid, key in keys.items():
        if keyid != key.keyid:
            raise RefusedError(Code.WRONG_KEY_ID, f"the key `{shown(keyid)}` is `{key.keyid}`")
    return keys


def _role(name: str, fields: Fields, keys: Mapping[str, PublicKey]) -> Role:
    kind, _, channel = name.partition(":")
    if name != BUNDLE_ROLE and not (kind in (CHANNEL_ROLES, KILL_ROLES) and is_channel(channel)):
        raise RefusedError(Code.UNKNOWN_FIELD, f"the trust file has the unknown role `{shown(name)}`")
    fields.close("keys", "threshold")
    named = fields.items("keys")
    chosen: dict[str, PublicKey] = {}
    for keyid in named:
        if not isinstance(keyid, str) or keyid not in keys:
            raise RefusedError(
                Code.IMPOSSIBLE_ROLE, f"the role `{name}` names the key `{shown(keyid)}`, which is not there"
            )
        if keyid in chosen:
            raise RefusedError(Code.DUPLICATE_KEY, f"the role `{name}` names the key `{keyid}` twice")
        chosen[keyid] = keys[keyid]
    threshold = fields.whole("threshold", 1)
    if threshold > len(chosen):
        raise RefusedError(Code.IMPOSSIBLE_ROLE, f"the role `{name}` asks for {threshold} of {len(chosen)} keys")
    return Role(name, chosen, threshold)


def _candidates(signature: Signature, keys: Mapping[str, PublicKey]) -> Iterable[PublicKey]:
    """Return the keys that may have made a signature: the one that it names, or all where it names none."""
    if signature.keyid is None:
        return keys.values()
    named = keys.get(signature.keyid)
    return () if named is None else (named,)


def _makers(signature: Signature, message: bytes, keys: Mapping[str, PublicKey]) -> Iterator[PublicKey]:
    for key in _candidates(signature, keys):
        if key.fits(signature.sig) and key.verifies(signature.sig, message):
            yield key


def _is_made_by(signature: Signature, message: bytes, keys: Mapping[str, PublicKey]) -> bool:
    return any(True for _ in _makers(signature, message, keys))
