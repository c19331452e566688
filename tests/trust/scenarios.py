"""What is done to an honest store, and what a client must make of it: the matter of the published vectors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.trust.publisher import DAY, NOW, RESOURCES, Publisher, ed25519, payload_of, reworked, role
from tests.trust.refusing import KILL, POINTER

from promptops.canonical import canonical_bytes
from promptops.trust import Code, limits
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD
from promptops.trust.fields import written_time
from promptops.trust.signing import PrivateKeySigner, sign_envelope

HOUR = timedelta(hours=1)
OTHER: dict[str, Any] = {"prompt:shop/other@1": {"attributes": {"name": "shop/other"}, "kind": "prompt", "links": {}}}
BUDGET = "budget:support"
WITH_BUDGET: dict[str, Any] = {
    **RESOURCES,
    BUDGET: {
        "attributes": {"name": "support", "holder": "team:support", "amount": {"tokens": 1000, "usd": "2.5"}},
        "kind": "budget",
        "links": {},
    },
}


class Scenario(NamedTuple):
    """A change of the honest store, the time at which it is looked at, and the refusal or None.

    Unless the client is `fresh`, it has followed the honest store at `seen_at` before. `roles` are others than the
    honest trust file has. `halted` is why the channel is halted then, whatever was refused.
    """

    change: Callable[[Publisher], object]
    refused: Code | None
    now: datetime = NOW
    fresh: bool = False
    seen_at: datetime = NOW
    max_staleness: timedelta = timedelta(0)
    roles: Mapping[str, Any] = {}
    halted: str | None = None


def nothing(publisher: Publisher) -> None:
    """Leave the store as it is."""
    assert publisher.files


def bundle(change: Callable[[bytes], bytes]) -> Callable[[Publisher], None]:
    def put(publisher: Publisher) -> None:
        path = f"bundles/{publisher.current}.json"
        publisher.files[path] = change(publisher.files[path])

    return put


def envelope(path: str, **fields: Any) -> Callable[[Publisher], None]:
    def put(publisher: Publisher) -> None:
        publisher.files[path] = reworked(publisher.files[path], **fields)

    return put


def signature(path: str, **fields: Any) -> Callable[[Publisher], None]:
    """Change the one signature of an envelope; None takes a field away."""

    def put(publisher: Publisher) -> None:
        changed = json.loads(publisher.files[path])["signatures"][0] | fields
        kept = {name: value for name, value in changed.items() if value is not None}
        publisher.files[path] = reworked(publisher.files[path], signatures=[kept])

    return put


def pointer(**fields: Any) -> Callable[[Publisher], bytes]:
    return lambda publisher: publisher.point(**fields)


def raw_pointer(old: bytes, new: bytes) -> Callable[[Publisher], None]:
    """Sign a pointer whose text is not what a writer would write."""

    def put(publisher: Publisher) -> None:
        payload = canonical_bytes(payload_of(publisher.point())).replace(old, new)
        publisher.files[POINTER] = sign_envelope(payload, CHANNEL_PAYLOAD, [publisher.promoter])

    return put


def release(resources: dict[str, Any], **fields: Any) -> Callable[[Publisher], None]:
    def put(publisher: Publisher) -> None:
        publisher.bundle(resources, **fields)
        publisher.point()

    return put


def without(path: str) -> Callable[[Publisher], None]:
    """Take a file away; `current` in its path is the digest of the bundle in force."""

    def put(publisher: Publisher) -> None:
        del publisher.files[path.replace("current", publisher.current)]

    return put


def capped(**cap: int) -> Callable[[Publisher], None]:
    """Publish a bundle with a budget, and a cap of it."""

    def put(publisher: Publisher) -> None:
        publisher.kill(caps={BUDGET: cap})
        release(WITH_BUDGET)(publisher)

    return put


def fire(publisher: Publisher) -> None:
    publisher.kill(halted="fire")


def fire_without_a_pointer(publisher: Publisher) -> None:
    fire(publisher)
    del publisher.files[POINTER]


def fire_beside_another_bundle(publisher: Publisher) -> None:
    release(OTHER)(publisher)
    fire(publisher)
    del publisher.files[f"bundles/{publisher.current}.json"]


def statement(**fields: Any) -> Callable[[Publisher], bytes]:
    return lambda publisher: publisher.state(publisher.current, **fields)


def another_bundles_signature(publisher: Publisher) -> None:
    honest = publisher.files[f"bundles/{publisher.current}.dsse.json"]
    release(OTHER)(publisher)
    publisher.files[f"bundles/{publisher.current}.dsse.json"] = honest


def older_kill(publisher: Publisher) -> None:
    old = publisher.files[KILL]
    publisher.kill(halted="fire")
    publisher.point()
    publisher.files[KILL] = old


def signed_by_two(publisher: Publisher) -> None:
    publisher.point(signers=[publisher.stranger, publisher.promoter])


SECOND = ed25519("second")
TWO = {"channel__prod": role(Publisher().promoter, SECOND, threshold=2)}


def signed_by(*signers: PrivateKeySigner) -> Callable[[Publisher], bytes]:
    return lambda publisher: publisher.point(signers=[publisher.promoter, *signers])


def wrong_algorithm(publisher: Publisher) -> None:
    payload = canonical_bytes(payload_of(publisher.point()))
    sig = json.loads(sign_envelope(payload, CHANNEL_PAYLOAD, [publisher.killer]))["signatures"][0]["sig"]
    signature(POINTER, sig=sig)(publisher)


def retyped(publisher: Publisher) -> None:
    payload = canonical_bytes(payload_of(publisher.point()))
    signed = sign_envelope(payload, STATEMENT_PAYLOAD, [publisher.promoter])
    publisher.files[POINTER] = reworked(signed, payloadType=CHANNEL_PAYLOAD)


def raw_kill(**fields: Any) -> Callable[[Publisher], None]:
    def put(publisher: Publisher) -> None:
        payload = payload_of(publisher.kill()) | fields
        publisher.files[KILL] = sign_envelope(json.dumps(payload).encode(), KILL_PAYLOAD, [publisher.killer])

    return put


SCENARIOS: dict[str, Scenario] = {
    "an honest store": Scenario(nothing, None, fresh=True),
    "an honest store again": Scenario(nothing, None),
    "a newer pointer": Scenario(release(OTHER), None),
    "a newer epoch with a lower sequence": Scenario(pointer(epoch=2, sequence=1), None),
    "a newer kill document": Scenario(fire, None, halted="fire"),
    "a newer kill document beside an expired pointer": Scenario(fire, Code.EXPIRED_POINTER, NOW + DAY, halted="fire"),
    "a newer kill document by a clock set back": Scenario(fire, Code.CLOCK_SET_BACK, seen_at=NOW + HOUR, halted="fire"),
    "a newer kill document beside a pointer to nothing": Scenario(
        fire_beside_another_bundle, Code.MISSING_FILE, halted="fire"
    ),
    "a newer kill document without a pointer": Scenario(fire_without_a_pointer, Code.MISSING_FILE, halted="fire"),
    "a signature without the id of a key": Scenario(signature(POINTER, keyid=None), None),
    "a signature with an empty id": Scenario(signature(POINTER, keyid=""), None),
    "a stranger's signature beside the right one": Scenario(signed_by_two, None),
    "an expired pointer that is tolerated": Scenario(nothing, None, NOW + DAY, fresh=True, max_staleness=HOUR),
    "two of two keys": Scenario(signed_by(SECOND), None, fresh=True, roles=TWO),
    "one of two keys": Scenario(signed_by(), Code.TOO_FEW_SIGNATURES, fresh=True, roles=TWO),
    "one of two keys, twice": Scenario(signed_by(Publisher().promoter), Code.TOO_FEW_SIGNATURES, fresh=True, roles=TWO),
    "a role that is not there": Scenario(nothing, Code.MISSING_ROLE, fresh=True, roles={"channel__prod": None}),
    "an empty project at first": Scenario(release({}), None, fresh=True),
    "no pointer": Scenario(without(POINTER), Code.MISSING_FILE),
    "no statement": Scenario(without("bundles/current.dsse.json"), Code.MISSING_FILE, fresh=True),
    "no bundle": Scenario(without("bundles/current.json"), Code.MISSING_FILE, fresh=True),
    "a resource of a wrong form": Scenario(release({"prompt:shop/other@1": {}}), Code.MALFORMED_DOCUMENT),
    "buckets of another scheme": Scenario(
        release({"prompt:shop/other@1": {**OTHER["prompt:shop/other@1"], "split": {"scheme": "x/2", "salt": "a"}}}),
        Code.UNSUPPORTED_FORMAT,
    ),
    "a tampered bundle": Scenario(
        bundle(lambda data: data.replace(b"Hello", b"Hullo")), Code.TAMPERED_BUNDLE, fresh=True
    ),
    "a truncated bundle": Scenario(bundle(lambda data: data[:-1]), Code.TRUNCATED_BUNDLE, fresh=True),
    "a padded bundle": Scenario(bundle(lambda data: data + b"\n"), Code.PADDED_BUNDLE, fresh=True),
    "no signature": Scenario(envelope(POINTER, signatures=[]), Code.MISSING_SIGNATURE),
    "an empty signature": Scenario(signature(KILL, sig=""), Code.MISSING_SIGNATURE),
    "another bundle's signature": Scenario(another_bundles_signature, Code.WRONG_STATEMENT),
    "two subjects": Scenario(statement(subject=[{}, {}]), Code.WRONG_STATEMENT, fresh=True),
    "an unknown key": Scenario(lambda publisher: publisher.point(signers=[publisher.stranger]), Code.UNKNOWN_KEY),
    "the id of another key": Scenario(signature(POINTER, keyid="0" * 64), Code.UNKNOWN_KEY),
    "a dev key on prod": Scenario(
        lambda publisher: publisher.point(signers=[publisher.developer]), Code.WRONG_CHANNEL_KEY
    ),
    "a channel key that signs a bundle": Scenario(
        lambda publisher: publisher.state(publisher.current, signers=[publisher.promoter]),
        Code.WRONG_ROLE_KEY,
        fresh=True,
    ),
    "another project's pointer": Scenario(pointer(project="bank"), Code.WRONG_PROJECT),
    "another channel's pointer": Scenario(pointer(channel="dev"), Code.WRONG_CHANNEL),
    "another project's bundle": Scenario(release(OTHER, project="bank"), Code.WRONG_PROJECT),
    "another project's statement": Scenario(
        statement(predicate={"project": "bank", "environment": "prod"}), Code.WRONG_PROJECT, fresh=True
    ),
    "another kind of document": Scenario(envelope(POINTER, payloadType=KILL_PAYLOAD), Code.WRONG_PAYLOAD_TYPE),
    "a signature over another type": Scenario(retyped, Code.BAD_SIGNATURE),
    "another payload": Scenario(envelope(POINTER, payload="e30="), Code.BAD_SIGNATURE),
    "a signature of another algorithm": Scenario(wrong_algorithm, Code.WRONG_ALGORITHM),
    "an algorithm in the envelope": Scenario(signature(POINTER, alg="none"), Code.UNKNOWN_FIELD),
    "an expired pointer": Scenario(nothing, Code.EXPIRED_POINTER, NOW + DAY, fresh=True),
    "an expired pointer beyond what is tolerated": Scenario(
        nothing, Code.EXPIRED_POINTER, NOW + DAY + HOUR, fresh=True, max_staleness=HOUR
    ),
    "a pointer from the future": Scenario(
        pointer(issued_at=written_time(NOW + timedelta(minutes=6))), Code.ISSUED_IN_FUTURE
    ),
    "a clock set back": Scenario(nothing, Code.CLOCK_SET_BACK, seen_at=NOW + HOUR),
    "a newer pointer by a clock set back": Scenario(pointer(), None, seen_at=NOW + HOUR),
    "a sequence of zero": Scenario(pointer(sequence=0), Code.MALFORMED_DOCUMENT),
    "the same sequence with other content": Scenario(
        pointer(sequence=1, bundle={"sha256": "0" * 64, "size": 1, "revision": None}), Code.EQUIVOCATION
    ),
    "the same kill sequence with other content": Scenario(
        lambda publisher: publisher.kill(sequence=1, halted="no reason"), Code.EQUIVOCATION
    ),
    "a revoked bundle": Scenario(
        lambda publisher: publisher.kill(revoked={publisher.current: {"reason": "it leaks"}}), Code.REVOKED_BUNDLE
    ),
    "an older kill document than the pointer asks for": Scenario(older_kill, Code.OUTDATED_KILL),
    "no kill document": Scenario(lambda publisher: publisher.files.pop(KILL), Code.WITHHELD_KILL),
    "no kill document at first": Scenario(lambda publisher: publisher.files.pop(KILL), Code.WITHHELD_KILL, fresh=True),
    "a kill document that enables": Scenario(raw_kill(enabled={}), Code.UNKNOWN_FIELD),
    "a cap as it is declared": Scenario(capped(tokens=1000, micro_usd=2_500_000), None),
    "a cap of what is not limited": Scenario(lambda publisher: publisher.kill(caps={BUDGET: {"tokens": 1}}), None),
    "a cap above what its budget declares": Scenario(capped(tokens=1001), Code.WIDENING_KILL),
    "a cap of money above what its budget declares": Scenario(capped(micro_usd=2_500_001), Code.WIDENING_KILL),
    "a cap below zero": Scenario(raw_kill(caps={"budget:a": {"tokens": -1}}), Code.MALFORMED_DOCUMENT),
    "a cap of NaN": Scenario(raw_kill(caps={"budget:a": {"tokens": float("nan")}}), Code.BAD_NUMBER),
    "no reason": Scenario(raw_kill(disabled={"prompt:a@1": {}}), Code.MALFORMED_DOCUMENT),
    "one key twice": Scenario(raw_pointer(b'"sequence":2', b'"sequence":2,"sequence":3'), Code.DUPLICATE_FIELD),
    "a fraction": Scenario(raw_pointer(b'"sequence":2', b'"sequence":2.0'), Code.BAD_NUMBER),
    "a number beyond 2^53 - 1": Scenario(raw_pointer(b'"sequence":2', b'"sequence":9007199254740992'), Code.BAD_NUMBER),
    "true for one": Scenario(raw_pointer(b'"sequence":2', b'"sequence":true'), Code.MALFORMED_DOCUMENT),
    "something behind the document": Scenario(raw_pointer(b'"sequence":2}', b'"sequence":2}{}'), Code.MALFORMED_JSON),
    "an unknown field": Scenario(pointer(note="hello"), Code.UNKNOWN_FIELD),
    "a date that does not exist": Scenario(pointer(expires_at="2026-02-30T00:00:00Z"), Code.MALFORMED_DOCUMENT),
    "a time of another zone": Scenario(pointer(expires_at="2026-11-22T10:00:00+01:00"), Code.MALFORMED_DOCUMENT),
    "a year that does not exist": Scenario(pointer(issued_at="0000-01-01T00:00:00Z"), Code.MALFORMED_DOCUMENT),
    "a pointer that expires before it is issued": Scenario(
        pointer(expires_at=written_time(NOW)), Code.MALFORMED_DOCUMENT
    ),
    "a digest in capital letters": Scenario(
        pointer(bundle={"sha256": "A" * 64, "size": 1, "revision": None}), Code.MALFORMED_DOCUMENT
    ),
    "an empty revision": Scenario(
        pointer(bundle={"sha256": "a" * 64, "size": 1, "revision": ""}), Code.MALFORMED_DOCUMENT
    ),
    "another version of the pointer": Scenario(pointer(format="promptops-channel/2"), Code.UNSUPPORTED_FORMAT),
    "another version of the bundle": Scenario(release(OTHER, format="promptops-bundle/2"), Code.UNSUPPORTED_FORMAT),
    "another type of statement": Scenario(statement(predicateType="urn:other"), Code.UNSUPPORTED_FORMAT, fresh=True),
    "a bundle larger than any": Scenario(
        pointer(bundle={"sha256": "0" * 64, "size": limits.MAX_BUNDLE + 1, "revision": None}), Code.TOO_LONG
    ),
    "an empty project where there was one before": Scenario(release({}), Code.EMPTY_PROJECT),
}
