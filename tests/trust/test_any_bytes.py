"""Whatever is read, the answer is a verified value or a `RefusedError`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trust.publisher import CHANNEL, NOW, PROJECT, Client, Publisher, payload_of

from promptops.trust import RefusedError
from promptops.trust.bundles import read_bundle
from promptops.trust.channels import read_channel
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD, Envelope
from promptops.trust.keys import parse_public_key
from promptops.trust.kills import local_restrictions, read_kill
from promptops.trust.root import TrustRoot
from promptops.trust.signing import sign_envelope
from promptops.trust.state import TrustState
from promptops.trust.statements import verify_statement

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["prod", "shop", "0" * 64, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "-1"]
    )
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def publisher() -> Publisher:
    made = Publisher()
    made.kill(disabled={"prompt:a@1": {"reason": "r"}}, caps={"budget:a": {"tokens": 1}}, halted="h")
    made.release()
    return made


PUBLISHER = publisher()
ROOT = PUBLISHER.root()
CLIENT = Client(ROOT)
CLIENT.follow(PUBLISHER.files)
STATEMENT = f"bundles/{PUBLISHER.current}.dsse.json"


def survives(read: Callable[[bytes], object], data: bytes) -> None:
    """Read, and let every other exception than a refusal through."""
    refusal = None
    try:
        read(data)
    except RefusedError as error:
        refusal = error
    assert refusal is None or (refusal.help and str(refusal).isprintable())


def channel(data: bytes) -> object:
    state = TrustState().with_pointer(ROOT, CHANNEL, data, NOW)
    return state.dump(ROOT, CHANNEL)


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "trust": (lambda data: TrustRoot.load(data, NOW), PUBLISHER.trust()),
    "envelope": (lambda data: Envelope.parse(data, 1 << 20), PUBLISHER.files["channels/prod.json"]),
    "state": (lambda data: TrustState.load(data, ROOT, CHANNEL), CLIENT.seen.dump(ROOT, CHANNEL)),
    "bundle": (lambda data: read_bundle(data, PROJECT), PUBLISHER.files[f"bundles/{PUBLISHER.current}.json"]),
    "local kill": (local_restrictions, b'{"halted":"h","disabled":{"a":{"reason":"r"}},"caps":{"b":{"tokens":1}}}'),
}
SIGNED: dict[str, tuple[Callable[[bytes], object], Any]] = {
    "pointer": (
        lambda data: channel(sign_envelope(data, CHANNEL_PAYLOAD, [PUBLISHER.promoter])),
        payload_of(PUBLISHER.files["channels/prod.json"]),
    ),
    "kill": (
        lambda data: read_kill(ROOT, CHANNEL, sign_envelope(data, KILL_PAYLOAD, [PUBLISHER.killer])),
        payload_of(PUBLISHER.files["channels/prod.kill.json"]),
    ),
    "statement": (
        lambda data: verify_statement(
            ROOT, sign_envelope(data, STATEMENT_PAYLOAD, [PUBLISHER.bundler]), PUBLISHER.current
        ),
        payload_of(PUBLISHER.files[STATEMENT]),
    ),
}
ALL = {name: (read, json.loads(honest)) for name, (read, honest) in READERS.items()}
ALL |= SIGNED


@pytest.mark.parametrize("name", ALL)
@given(data=st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    survives(ALL[name][0], data)


@pytest.mark.parametrize("name", ALL)
@given(value=VALUES)
def test_any_json(name: str, value: object) -> None:
    survives(ALL[name][0], json.dumps(value).encode("utf-8", "surrogatepass"))


def replaced(value: Any, path: list[int], new: object) -> Any:
    """Return a document in which one value, which the path of numbers leads to, is another one or is gone."""
    if not path or not isinstance(value, dict | list) or not value:
        return new
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    changed = replaced(value[key], path[1:], new)
    if isinstance(value, dict):
        return {**value, key: changed}
    return [*value[:key], changed, *value[key + 1 :]]


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=300)
@given(path=st.lists(st.integers(0, 20), max_size=4), new=VALUES)
def test_an_honest_document_with_one_value_replaced(name: str, path: list[int], new: object) -> None:
    read, honest = ALL[name]
    read(json.dumps(honest, separators=(",", ":"), sort_keys=True).encode())
    survives(read, json.dumps(replaced(honest, path, new)).encode("utf-8", "surrogatepass"))


@given(st.text(max_size=100) | st.text("-BEGINPUCKYDAlicKe5+/= \nssh-ed2519", max_size=200))
def test_any_text_as_a_key(text: str) -> None:
    survives(lambda data: parse_public_key(data.decode()), text.encode("utf-8", "replace"))


def test_readers_read_what_is_honest() -> None:
    assert read_channel(ROOT, CHANNEL, PUBLISHER.files["channels/prod.json"]) == CLIENT.seen.pointer
