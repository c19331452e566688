"""What the state file of a client may hold when it starts, and what it must make of the store then."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.trust.publisher import CHANNEL, DAY, NOW, Client, Publisher, ed25519, role
from tests.trust.refusing import KILL
from tests.trust.scenarios import HOUR, OTHER, fire, nothing, pointer, release

from promptops.canonical import canonical_bytes, digest
from promptops.trust import Code


class StateCase(NamedTuple):
    """A client that has seen a store, which `before` has changed, and finds the honest one, which `change` has.

    `written` is done to the state file in between. `roles` are others than the honest trust file has, for the second
    client alone.
    """

    refused: Code | None
    before: Callable[[Publisher], object] = nothing
    seen_at: datetime = NOW
    written: Callable[[bytes], bytes] = lambda data: data
    change: Callable[[Publisher], object] = nothing
    now: datetime = NOW
    roles: Mapping[str, Any] = {}


def state_of(publisher: Publisher, seen_at: datetime) -> bytes:
    """Return the state of a client that has followed a store."""
    client = Client(publisher.root())
    client.follow(publisher.files, seen_at)
    return client.seen.dump(client.root, CHANNEL)


def rewritten(**fields: Any) -> Callable[[bytes], bytes]:
    """Change fields, and write the checksum that fits."""

    def write(data: bytes) -> bytes:
        value = json.loads(data) | fields
        del value["sha256"]
        return canonical_bytes(value | {"sha256": digest(value)})

    return write


def ahead(publisher: Publisher) -> None:
    publisher.kill(halted="fire")
    publisher.point()


def without_kills(publisher: Publisher) -> None:
    publisher.kill_sequence = 0
    publisher.point()
    del publisher.files[KILL]


FORGED = Publisher()
FORGED.bundle()
FORGED_POINTER = FORGED.point(sequence=99, signers=[FORGED.stranger]).decode()
REPLACED = {"channel__prod": role(ed25519("second"))}

STATE_CASES: dict[str, StateCase] = {
    "a state of this store": StateCase(None),
    "a state of an older pointer": StateCase(None, change=pointer()),
    "a state of an older kill document": StateCase(None, change=fire),
    "a state without a kill document": StateCase(None, before=without_kills, change=pointer(sequence=3)),
    "a state of a pointer that has expired": StateCase(
        None, change=pointer(issued_at="2026-11-30T10:00:00Z", expires_at="2026-12-01T10:00:00Z"), now=NOW + 9 * DAY
    ),
    "a state of a newer pointer": StateCase(Code.ROLLED_BACK_POINTER, before=pointer()),
    "a state of a newer kill document": StateCase(Code.ROLLED_BACK_KILL, before=fire),
    "a state of both": StateCase(Code.ROLLED_BACK_POINTER, before=ahead),
    "a state of another pointer at the same place": StateCase(
        Code.EQUIVOCATION, before=pointer(), change=pointer(expires_at="2026-11-22T10:00:01Z")
    ),
    "a state of a kill document that is gone": StateCase(
        Code.WITHHELD_KILL, change=lambda publisher: publisher.files.pop(KILL)
    ),
    "a state of a project that is empty now": StateCase(Code.EMPTY_PROJECT, change=release({})),
    "a state of another bundle": StateCase(None, change=release(OTHER)),
    "a state of an hour ahead": StateCase(Code.CLOCK_SET_BACK, seen_at=NOW + HOUR),
    "a state of five minutes ahead": StateCase(None, seen_at=NOW + timedelta(minutes=5)),
    "a state of an hour ahead, and a newer pointer": StateCase(None, seen_at=NOW + HOUR, change=pointer()),
    "an empty file": StateCase(Code.CORRUPT_STATE, written=lambda _: b""),
    "zeros": StateCase(Code.CORRUPT_STATE, written=lambda data: bytes(len(data))),
    "a torn file": StateCase(Code.CORRUPT_STATE, written=lambda data: data[: len(data) // 2]),
    "a line break behind it": StateCase(Code.CORRUPT_STATE, written=lambda data: data + b"\n"),
    "another time": StateCase(Code.CORRUPT_STATE, written=lambda data: data.replace(b"2026-11-21", b"2026-11-20", 1)),
    "a list": StateCase(Code.MALFORMED_DOCUMENT, written=lambda _: b"[]"),
    "another version": StateCase(Code.UNSUPPORTED_FORMAT, written=rewritten(format="promptops-state/2")),
    "another project": StateCase(Code.WRONG_PROJECT, written=rewritten(project="bank")),
    "another channel": StateCase(Code.WRONG_CHANNEL, written=rewritten(channel="dev")),
    "a forged pointer with its checksum": StateCase(Code.CORRUPT_STATE, written=rewritten(pointer=FORGED_POINTER)),
    "a kill document in the place of the pointer": StateCase(
        Code.CORRUPT_STATE, written=lambda data: rewritten(pointer=json.loads(data)["kill"])(data)
    ),
    "no pointer": StateCase(None, written=rewritten(pointer=None)),
    "a number for the pointer": StateCase(Code.MALFORMED_DOCUMENT, written=rewritten(pointer=5)),
    "a key that was replaced": StateCase(
        None,
        before=pointer(sequence=99),
        change=lambda publisher: publisher.point(signers=[ed25519("second")]),
        roles=REPLACED,
    ),
    "a key that was replaced, and a kill document that is gone": StateCase(
        Code.WITHHELD_KILL,
        before=pointer(sequence=99),
        change=lambda publisher: (
            publisher.point(signers=[ed25519("second")], min_kill_sequence=0),
            publisher.files.pop(KILL),
        ),
        roles=REPLACED,
    ),
    "a key that was added": StateCase(
        Code.ROLLED_BACK_POINTER,
        before=pointer(sequence=99),
        roles={"channel__prod": role(Publisher().promoter, ed25519("second"))},
    ),
}
