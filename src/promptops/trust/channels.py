"""The pointer of a channel: which bundle is in force, and since when it is said."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from promptops.trust import strict_json
from promptops.trust.envelopes import CHANNEL_PAYLOAD, Envelope
from promptops.trust.fields import Fields, shown
from promptops.trust.limits import CLOCK_TOLERANCE, MAX_BUNDLE, MAX_POINTER
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import CHANNEL_ROLES, TrustRoot

FORMAT: Final = "promptops-channel/1"


class BundleAddress(NamedTuple):
    """A bundle: the SHA-256 of its bytes in hexadecimal, their number, and the revision it was compiled from."""

    sha256: str
    size: int
    revision: str | None


class ChannelPointer(NamedTuple):
    """A verified pointer; `payload_sha256` is of the bytes that were signed."""

    project: str
    channel: str
    epoch: int
    sequence: int
    issued_at: datetime
    expires_at: datetime
    bundle: BundleAddress
    min_kill_sequence: int
    payload_sha256: str

    @property
    def place(self) -> tuple[int, int]:
        """Return where it stands in the order of the channel's pointers: epoch and sequence."""
        return self.epoch, self.sequence

    def is_expired(self, now: datetime) -> bool:
        """Say whether it has expired."""
        return now >= self.expires_at


def verify_channel(
    root: TrustRoot,
    channel: str,
    data: bytes,
    previous: ChannelPointer | None,
    now: datetime,
    max_staleness: timedelta = timedelta(0),
) -> ChannelPointer:
    """Return the pointer that an envelope holds, if it may be followed at the time `now`, which has a zone.

    `previous` is the last pointer that was accepted. `max_staleness` is for how long an expired pointer is still
    followed.

    Raises:
        RefusedError: it is not this project's and channel's, not signed by enough keys of `channel:<name>`, expired,
            from the future, or behind `previous`; `equivocation` where it stands at the same place and differs.
    """
    pointer = read_channel(root, channel, data)
    if previous is not None:
        _refuse_older(pointer, previous)
    if pointer.issued_at - now > CLOCK_TOLERANCE:
        raise RefusedError(Code.ISSUED_IN_FUTURE, f"the pointer was issued at {pointer.issued_at.isoformat()}")
    if pointer.is_expired(now) and now - pointer.expires_at >= max_staleness:
        raise RefusedError(Code.EXPIRED_POINTER, f"the pointer expired at {pointer.expires_at.isoformat()}")
    return pointer


def read_channel(root: TrustRoot, channel: str, data: bytes) -> ChannelPointer:
    """Return the pointer that an envelope holds, whatever its place and time: its signatures alone are judged.

    Raises:
        RefusedError: it is malformed, of another project or channel, or not signed by enough keys.
    """
    role = root.role(CHANNEL_ROLES, channel)
    envelope = Envelope.parse(data, MAX_POINTER)
    envelope.require_type(CHANNEL_PAYLOAD)
    payload = root.verify(envelope, role)
    fields = Fields(strict_json.loads(payload, MAX_POINTER), "the pointer")
    fields.of_format(FORMAT)
    fields.close(*ChannelPointer._fields[:-1], "format")
    require_subject(fields, root.project, channel)
    pointer = ChannelPointer(
        project=root.project,
        channel=channel,
        epoch=fields.whole("epoch", 1),
        sequence=fields.whole("sequence", 1),
        issued_at=fields.time("issued_at"),
        expires_at=fields.time("expires_at"),
        bundle=_address(fields.child("bundle")),
        min_kill_sequence=fields.whole("min_kill_sequence", 0),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
    )
    if pointer.expires_at <= pointer.issued_at:
        raise RefusedError(Code.MALFORMED_DOCUMENT, "the pointer expires before it is issued")
    return pointer


def require_subject(fields: Fields, project: str, channel: str) -> None:
    """Refuse a document of another project or channel."""
    if (found := fields.text("project")) != project:
        raise RefusedError(Code.WRONG_PROJECT, f"the document is of project `{shown(found)}`, not `{project}`")
    if (found := fields.text("channel")) != channel:
        raise RefusedError(Code.WRONG_CHANNEL, f"the document is of channel `{shown(found)}`, not `{channel}`")


def _address(fields: Fields) -> BundleAddress:
    fields.close(*BundleAddress._fields)
    size = fields.whole("size", 1)
    if size > MAX_BUNDLE:
        raise RefusedError(Code.TOO_LONG, f"the bundle has {size} bytes, more than {MAX_BUNDLE}")
    return BundleAddress(fields.digest("sha256"), size, fields.optional_text("revision"))


def _refuse_older(pointer: ChannelPointer, previous: ChannelPointer) -> None:
    if pointer.place < previous.place:
        raise RefusedError(
            Code.ROLLED_BACK_POINTER, f"the pointer is at {_named(pointer)}, and {_named(previous)} was seen"
        )
    if pointer.place == previous.place and pointer.payload_sha256 != previous.payload_sha256:
        raise RefusedError(Code.EQUIVOCATION, f"there are two pointers at {_named(pointer)}")


def _named(pointer: ChannelPointer) -> str:
    return f"epoch {pointer.epoch}, sequence {pointer.sequence}"
