"""The kill document of a channel: signed, numbered restrictions that only a newer one can lift."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, NamedTuple

from promptops.trust import strict_json
from promptops.trust.channels import require_subject
from promptops.trust.envelopes import KILL_PAYLOAD, Envelope
from promptops.trust.fields import Fields
from promptops.trust.limits import MAX_KILL
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import FIELDS, Restrictions
from promptops.trust.root import KILL_ROLES, TrustRoot

FORMAT: Final = "promptops-kill/1"


class KillDocument(NamedTuple):
    """A verified kill document; `payload_sha256` is of the bytes that were signed."""

    project: str
    channel: str
    sequence: int
    issued_at: datetime
    restrictions: Restrictions
    payload_sha256: str


def verify_kill(
    root: TrustRoot, channel: str, data: bytes | None, previous: KillDocument | None, min_sequence: int
) -> KillDocument | None:
    """Return the kill document that an envelope holds, or None where there is none and need be none.

    `data` is None where the store has no such file; `previous` is the last one that was accepted; `min_sequence` is
    what the pointer asks for. No time is asked for: a kill works whatever the clocks say.

    Raises:
        RefusedError: it is missing though it was there or is asked for, is older than either, is not this project's
            and channel's, not signed by enough keys of `kill:<channel>`, or is not made of restrictions alone.
    """
    if data is None:
        if previous is not None or min_sequence > 0:
            wanted = max(min_sequence, previous.sequence if previous else 0)
            raise RefusedError(Code.WITHHELD_KILL, f"there is no kill document, and number {wanted} is known")
        return None
    kill = read_kill(root, channel, data)
    if previous is not None:
        _refuse_older(kill, previous)
    if kill.sequence < min_sequence:
        raise RefusedError(
            Code.OUTDATED_KILL, f"the kill document has number {kill.sequence}, and the pointer asks for {min_sequence}"
        )
    return kill


def read_kill(root: TrustRoot, channel: str, data: bytes) -> KillDocument:
    """Return the kill document that an envelope holds, whatever its number: its signatures alone are judged.

    Raises:
        RefusedError: it is malformed, of another project or channel, or not signed by enough keys.
    """
    role = root.role(KILL_ROLES, channel)
    envelope = Envelope.parse(data, MAX_KILL)
    envelope.require_type(KILL_PAYLOAD)
    payload = root.verify(envelope, role)
    fields = Fields(strict_json.loads(payload, MAX_KILL), "the kill document")
    fields.of_format(FORMAT)
    fields.close("format", "project", "channel", "sequence", "issued_at", *FIELDS)
    require_subject(fields, root.project, channel)
    return KillDocument(
        project=root.project,
        channel=channel,
        sequence=fields.whole("sequence", 1),
        issued_at=fields.time("issued_at"),
        restrictions=Restrictions.read(fields),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
    )


def local_restrictions(data: bytes) -> Restrictions:
    """Return the restrictions of an unsigned, local kill: the fields of a kill document that restrict, and no other.

    It needs no signature, since it can take away only.

    Raises:
        RefusedError: it is not strict JSON, or says something else.
    """
    fields = Fields(strict_json.loads(data, MAX_KILL), "the local kill")
    fields.close(*FIELDS)
    return Restrictions.read(fields)


def _refuse_older(kill: KillDocument, previous: KillDocument) -> None:
    if kill.sequence < previous.sequence:
        raise RefusedError(
            Code.ROLLED_BACK_KILL, f"the kill document has number {kill.sequence}, and {previous.sequence} was seen"
        )
    if kill.sequence == previous.sequence and kill.payload_sha256 != previous.payload_sha256:
        raise RefusedError(Code.EQUIVOCATION, f"there are two kill documents with number {kill.sequence}")
