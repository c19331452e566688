"""DSSE envelopes: what is signed is the payload's type and bytes, each with its length before it.

This is a closed profile of DSSE 1.0: base64 in its standard alphabet and one spelling, no field beside those of the
specification, and a key id, where one is given, is that of the key. So no byte of an envelope can change unseen.
"""

from __future__ import annotations

import binascii
from typing import Final, NamedTuple

from promptops.canonical import canonical_bytes
from promptops.trust import strict_json
from promptops.trust.fields import Fields, shown
from promptops.trust.limits import MAX_SIGNATURES
from promptops.trust.refusals import Code, RefusedError

STATEMENT_PAYLOAD: Final = "application/vnd.in-toto+json"
CHANNEL_PAYLOAD: Final = "application/vnd.promptops.channel+json"
KILL_PAYLOAD: Final = "application/vnd.promptops.kill+json"


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return the pre-authentication encoding: the bytes that are signed."""
    name = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


class Signature(NamedTuple):
    """A signature, and whose it says it is: nothing confirms that before it verifies."""

    keyid: str | None
    sig: bytes


class Envelope(NamedTuple):
    """An envelope as it was found: nothing in it is verified."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, data: bytes, limit: int) -> Envelope:
        """Read an envelope of at most `limit` bytes.

        Raises:
            RefusedError: it is not strict JSON, not an envelope, or has no signature.
        """
        fields = Fields(strict_json.loads(data, limit), "the envelope")
        fields.close("payload", "payloadType", "signatures")
        signatures = fields.objects("signatures")
        if not signatures:
            raise RefusedError(Code.MISSING_SIGNATURE, "the envelope has no signature")
        if len(signatures) > MAX_SIGNATURES:
            raise RefusedError(Code.TOO_LONG, f"the envelope has more than {MAX_SIGNATURES} signatures")
        return cls(
            fields.text("payloadType"),
            _base64(fields.string("payload")),
            tuple(_signature(item) for item in signatures),
        )

    def require_type(self, payload_type: str) -> None:
        """Refuse another type of payload: `wrong-payload-type`."""
        if self.payload_type != payload_type:
            raise RefusedError(
                Code.WRONG_PAYLOAD_TYPE, f"the envelope holds `{shown(self.payload_type)}`, not `{payload_type}`"
            )

    def dump(self) -> bytes:
        """Write the envelope as canonical JSON."""
        signatures = [
            {"sig": _written(sig)} if keyid is None else {"keyid": keyid, "sig": _written(sig)}
            for keyid, sig in self.signatures
        ]
        return canonical_bytes(
            {"payload": _written(self.payload), "payloadType": self.payload_type, "signatures": signatures}
        )


def _signature(fields: Fields) -> Signature:
    fields.close("keyid", "sig")
    sig = _base64(fields.string("sig"))
    if not sig:
        raise RefusedError(Code.MISSING_SIGNATURE, "the envelope has an empty signature")
    return Signature(fields.optional_string("keyid") or None, sig)


def _base64(text: str) -> bytes:
    """Decode standard base64 in its one spelling: padded, and with nothing in the bits that do not count."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        data = None
    if data is None or _written(data) != text:
        raise RefusedError(Code.MALFORMED_DOCUMENT, "the envelope is not in canonical base64")
    return data


def _written(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()
