"""Every attack that a loader must withstand, by its name: it is refused for its own reason, and what was good stays."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.trust.publisher import (
    DAY,
    NOW,
    PROJECT,
    Client,
    Publisher,
    payload_of,
    reworked,
)
from tests.trust.refusing import KILL, POINTER, reason, refused

from promptops.canonical import canonical_bytes
from promptops.trust import Code, limits
from promptops.trust.bundles import read_bundle
from promptops.trust.envelopes import CHANNEL_PAYLOAD
from promptops.trust.fields import written_time
from promptops.trust.restrictions import Cap
from promptops.trust.signing import sign_envelope
from promptops.trust.state import TrustState


def bundle_path(publisher: Publisher) -> str:
    return f"bundles/{publisher.current}.json"


def statement_path(publisher: Publisher) -> str:
    return f"bundles/{publisher.current}.dsse.json"


def test_tampered_bundle(publisher: Publisher, client: Client) -> None:
    path = bundle_path(publisher)
    publisher.files[path] = publisher.files[path].replace(b"Hello", b"Hullo")
    assert reason(client, publisher) == Code.TAMPERED_BUNDLE


def test_truncated_bundle(publisher: Publisher, client: Client) -> None:
    publisher.files[bundle_path(publisher)] = publisher.files[bundle_path(publisher)][:-1]
    assert reason(client, publisher) == Code.TRUNCATED_BUNDLE


def test_padded_bundle(publisher: Publisher, client: Client) -> None:
    publisher.files[bundle_path(publisher)] += b"\n"
    assert reason(client, publisher) == Code.PADDED_BUNDLE


@pytest.mark.parametrize("path", [POINTER, KILL])
@pytest.mark.parametrize("signatures", [[], [{"sig": ""}], [{"keyid": "0" * 64, "sig": ""}]])
def test_missing_or_empty_signature(
    publisher: Publisher, client: Client, path: str, signatures: list[dict[str, str]]
) -> None:
    publisher.files[path] = reworked(publisher.files[path], signatures=signatures)
    assert reason(client, publisher) == Code.MISSING_SIGNATURE


def test_missing_signature_of_a_bundle(publisher: Publisher, client: Client) -> None:
    path = statement_path(publisher)
    publisher.files[path] = reworked(publisher.files[path], signatures=[])
    assert reason(client, publisher) == Code.MISSING_SIGNATURE


def test_another_bundles_signature(publisher: Publisher, client: Client) -> None:
    other = publisher.files[statement_path(publisher)]
    publisher.release({"prompt:shop/other@1": {}})
    publisher.files[statement_path(publisher)] = other
    assert reason(client, publisher) == Code.WRONG_STATEMENT


def test_the_name_of_another_bundle_in_a_statement(publisher: Publisher, client: Client) -> None:
    subject = [{"name": "bundles/other.json", "digest": {"sha256": publisher.current}}]
    publisher.state(publisher.current, subject=subject)
    assert reason(client, publisher) == Code.WRONG_STATEMENT


def test_statement_with_two_subjects(publisher: Publisher, client: Client) -> None:
    subjects = payload_of(publisher.files[statement_path(publisher)])["subject"] * 2
    publisher.state(publisher.current, subject=subjects)
    assert reason(client, publisher) == Code.WRONG_STATEMENT


def test_another_projects_pointer(publisher: Publisher, client: Client) -> None:
    publisher.point(project="bank")
    assert reason(client, publisher) == Code.WRONG_PROJECT


def test_another_channels_pointer(publisher: Publisher, client: Client) -> None:
    publisher.point(channel="dev")
    assert reason(client, publisher) == Code.WRONG_CHANNEL


def test_another_channels_kill_document(publisher: Publisher, client: Client) -> None:
    publisher.kill(channel="dev")
    assert reason(client, publisher) == Code.WRONG_CHANNEL


def test_another_projects_bundle(publisher: Publisher, client: Client) -> None:
    publisher.bundle(project="bank")
    publisher.point()
    assert reason(client, publisher) == Code.WRONG_PROJECT


def test_another_projects_statement(publisher: Publisher, client: Client) -> None:
    publisher.state(publisher.current, predicate={"project": "bank", "environment": "prod"})
    assert reason(client, publisher) == Code.WRONG_PROJECT


def test_a_document_in_the_place_of_another_kind(publisher: Publisher, client: Client) -> None:
    publisher.files[POINTER] = publisher.files[KILL]
    assert reason(client, publisher) == Code.WRONG_PAYLOAD_TYPE


def test_expired_pointer_on_a_strict_start(publisher: Publisher) -> None:
    code = refused(lambda: Client(publisher.root()).follow(publisher.files, NOW + DAY))
    assert code == Code.EXPIRED_POINTER


def test_expired_pointer_on_a_cold_start_beyond_max_staleness(publisher: Publisher) -> None:
    hour = timedelta(hours=1)
    tolerated = Client(publisher.root()).follow(publisher.files, NOW + DAY, hour)
    assert tolerated.resources
    code = refused(lambda: Client(publisher.root()).follow(publisher.files, NOW + DAY + hour, hour))
    assert code == Code.EXPIRED_POINTER


def test_lower_sequence(publisher: Publisher, client: Client) -> None:
    old = dict(publisher.files)
    publisher.point()
    client.follow(publisher.files)
    publisher.files = old
    assert reason(client, publisher) == Code.ROLLED_BACK_POINTER


def test_lower_epoch_with_higher_sequence(publisher: Publisher, client: Client) -> None:
    publisher.point(epoch=2, sequence=1)
    client.follow(publisher.files)
    publisher.point(epoch=1, sequence=99)
    assert reason(client, publisher) == Code.ROLLED_BACK_POINTER


def test_same_sequence_with_other_content(publisher: Publisher, client: Client) -> None:
    publisher.bundle({"prompt:shop/other@1": {}})
    publisher.point(sequence=publisher.sequence)
    assert reason(client, publisher) == Code.EQUIVOCATION


def test_same_kill_sequence_with_other_content(publisher: Publisher, client: Client) -> None:
    publisher.kill(sequence=publisher.kill_sequence, halted="no reason")
    assert reason(client, publisher) == Code.EQUIVOCATION


def test_revoked_bundle(publisher: Publisher, client: Client) -> None:
    publisher.kill(revoked={publisher.current: {"reason": "it leaks"}})
    assert reason(client, publisher) == Code.REVOKED_BUNDLE


def test_kill_document_older_than_min_kill_sequence(publisher: Publisher) -> None:
    old = publisher.files[KILL]
    publisher.kill(halted="fire")
    publisher.point()
    publisher.files[KILL] = old
    assert refused(lambda: Client(publisher.root()).follow(publisher.files)) == Code.OUTDATED_KILL


def test_kill_document_older_than_the_last(publisher: Publisher, client: Client) -> None:
    old = publisher.files[KILL]
    publisher.kill(halted="fire")
    client.follow(publisher.files)
    publisher.files[KILL] = old
    assert reason(client, publisher) == Code.ROLLED_BACK_KILL


def test_withheld_kill(publisher: Publisher, client: Client) -> None:
    del publisher.files[KILL]
    assert reason(client, publisher) == Code.WITHHELD_KILL


def test_withheld_kill_at_the_first_start(publisher: Publisher) -> None:
    del publisher.files[KILL]
    assert refused(lambda: Client(publisher.root()).follow(publisher.files)) == Code.WITHHELD_KILL


WIDENING: dict[str, Any] = {
    "a field that enables": {"enabled": {"prompt:a@1": {"reason": "please"}}},
    "an asset that is not disabled": {"disabled": {"prompt:a@1": {"reason": "no", "disabled": False}}},
    "a cap below zero": {"caps": {"budget:a": {"tokens": -1}}},
    "a cap of NaN": {"caps": {"budget:a": {"tokens": float("nan")}}},
    "no cap at all": {"caps": {"budget:a": {"tokens": None}}},
    "a cap that counts something else": {"caps": {"budget:a": {"requests": 1}}},
}


@pytest.mark.parametrize("fields", [pytest.param(fields, id=name) for name, fields in WIDENING.items()])
def test_a_kill_document_that_has_words_to_widen(publisher: Publisher, client: Client, fields: dict[str, Any]) -> None:
    payload = payload_of(publisher.files[KILL]) | fields | {"sequence": 9}
    publisher.files[KILL] = sign_envelope(
        json.dumps(payload).encode(), "application/vnd.promptops.kill+json", [publisher.killer]
    )
    assert reason(client, publisher) in {Code.UNKNOWN_FIELD, Code.MALFORMED_DOCUMENT, Code.BAD_NUMBER}


def test_a_kill_document_that_raises_a_cap(publisher: Publisher, client: Client) -> None:
    publisher.kill(caps={"budget:team": {"tokens": 101, "micro_usd": 5}})
    client.follow(publisher.files)
    assert client.seen.kill is not None
    restrictions = client.seen.kill.restrictions
    restrictions.refuse_widening({"budget:team": Cap(101, None), "budget:other": Cap(1, 1)})
    assert refused(lambda: restrictions.refuse_widening({"budget:team": Cap(100, 5)})) == Code.WIDENING_KILL


RAW_PAYLOADS = {
    "duplicate keys": (b'"sequence":9,"sequence":10', Code.DUPLICATE_FIELD),
    "duplicate keys by an escape": (b'"sequence":9,"sequ\\u0065nce":10', Code.DUPLICATE_FIELD),
    "NaN": (b'"sequence":NaN', Code.BAD_NUMBER),
    "infinity": (b'"sequence":Infinity', Code.BAD_NUMBER),
    "minus infinity": (b'"sequence":-Infinity', Code.BAD_NUMBER),
    "an overflowing exponent": (b'"sequence":1e999', Code.BAD_NUMBER),
    "a whole number as a fraction": (b'"sequence":9.0', Code.BAD_NUMBER),
    "2^53": (b'"sequence":9007199254740992', Code.BAD_NUMBER),
    "a thousand digits": (b'"sequence":' + b"9" * 1000, Code.BAD_NUMBER),
    "true as one": (b'"sequence":true', Code.MALFORMED_DOCUMENT),
    "unknown top-level field": (b'"sequence":9,"next":1', Code.UNKNOWN_FIELD),
    "trailing data": (b'"sequence":9}{', Code.MALFORMED_JSON),
    "half a surrogate pair": (b'"sequence":9,"\\ud800":1', Code.MALFORMED_JSON),
    "deep nesting": (b'"sequence":' + b"[" * 70 + b"]" * 70, Code.TOO_DEEP),
}


@pytest.mark.parametrize(("text", "code"), [pytest.param(*case, id=name) for name, case in RAW_PAYLOADS.items()])
def test_a_pointer_that_readers_would_take_differently(
    publisher: Publisher, client: Client, text: bytes, code: Code
) -> None:
    payload = canonical_bytes(payload_of(publisher.files[POINTER])).replace(b'"sequence":1', text)
    assert text in payload
    publisher.files[POINTER] = sign_envelope(payload, CHANNEL_PAYLOAD, [publisher.promoter])
    assert reason(client, publisher) == code


@pytest.mark.parametrize("number", ["2", "0"])
def test_unsupported_format_version(publisher: Publisher, client: Client, number: str) -> None:
    publisher.point(format=f"promptops-channel/{number}")
    assert reason(client, publisher) == Code.UNSUPPORTED_FORMAT


def test_unsupported_format_of_a_bundle(publisher: Publisher, client: Client) -> None:
    publisher.bundle(format="promptops-bundle/2")
    publisher.point()
    assert reason(client, publisher) == Code.UNSUPPORTED_FORMAT


def test_unsupported_type_of_statement(publisher: Publisher, client: Client) -> None:
    publisher.state(publisher.current, predicateType="https://slsa.dev/provenance/v1")
    assert reason(client, publisher) == Code.UNSUPPORTED_FORMAT


@pytest.mark.parametrize(
    ("path", "limit"),
    [(POINTER, limits.MAX_POINTER), (KILL, limits.MAX_KILL)],
)
def test_over_long_document(publisher: Publisher, client: Client, path: str, limit: int) -> None:
    publisher.files[path] += b" " * limit
    assert reason(client, publisher) == Code.TOO_LONG


def test_over_long_statement(publisher: Publisher, client: Client) -> None:
    publisher.files[statement_path(publisher)] += b" " * limits.MAX_STATEMENT
    assert reason(client, publisher) == Code.TOO_LONG


def test_over_long_bundle_is_refused_before_it_is_fetched(publisher: Publisher, client: Client) -> None:
    publisher.point(bundle={"sha256": publisher.current, "size": limits.MAX_BUNDLE + 1, "revision": None})
    assert reason(client, publisher) == Code.TOO_LONG


def test_an_empty_project_where_there_was_one_before(publisher: Publisher, client: Client) -> None:
    publisher.release({})
    assert reason(client, publisher) == Code.EMPTY_PROJECT
    assert read_bundle(publisher.files[bundle_path(publisher)], PROJECT).resources == {}


def test_state_file_rolled_back(publisher: Publisher, client: Client) -> None:
    old = client.seen.dump(client.root, "prod")
    publisher.point()
    client.follow(publisher.files)
    restored = TrustState.load(old, client.root, "prod")
    assert refused(lambda: restored.require_at_least(client.seen)) == Code.ROLLED_BACK_STATE


def test_state_file_with_a_forged_pointer(publisher: Publisher, client: Client) -> None:
    """Whoever can write the state cannot make the client wait for a sequence that nobody has signed."""
    forged = sign_envelope(b"{}", CHANNEL_PAYLOAD, [publisher.stranger])
    state = client.seen._replace(pointer_data=forged)
    data = state.dump(client.root, "prod")
    assert refused(lambda: TrustState.load(data, client.root, "prod")) == Code.CORRUPT_STATE


def test_clock_set_back(publisher: Publisher) -> None:
    client = Client(publisher.root())
    client.follow(publisher.files, NOW + timedelta(hours=20))
    assert refused(lambda: client.follow(publisher.files, NOW + timedelta(hours=2))) == Code.CLOCK_SET_BACK


def test_clock_before_the_time_of_a_document(publisher: Publisher, client: Client) -> None:
    publisher.point(issued_at=written_time(NOW + timedelta(minutes=6)))
    assert reason(client, publisher) == Code.ISSUED_IN_FUTURE
