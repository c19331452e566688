"""What the page about the format says is what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.trust.publisher import CHANNEL, NOW, Publisher, ed25519, p256, payload_of

from promptops.canonical import canonical_bytes
from promptops.trust import limits
from promptops.trust.channels import verify_channel
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD, STATEMENT_PAYLOAD
from promptops.trust.kills import verify_kill
from promptops.trust.refusals import REFUSALS, Code
from promptops.trust.root import TrustRoot
from promptops.trust.signing import sign_envelope
from promptops.trust.statements import verify_statement

PAGE = (Path(__file__).parents[2] / "docs" / "bundle-format.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```json (\S+)\n(.*?)```", PAGE, re.DOTALL))


def table(after: str) -> list[list[str]]:
    """Return the rows of the first table behind a text."""
    lines = PAGE.partition(after)[2].partition("\n|---")[2].partition("\n")[2].splitlines()
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_every_refusal_is_told_as_the_code_has_it() -> None:
    told = {code.strip("`"): tuple(texts) for code, *texts in table("## Refusals")}
    assert told == {str(code): tuple(refusal) for code, refusal in REFUSALS.items()}
    assert set(REFUSALS) == set(Code)


def test_the_sizes_are_those_of_the_code() -> None:
    told = {name: int(size.replace(",", "")) for name, size in table(["| file | bytes at most |"][0])}
    assert told == {
        "`trust.json`": limits.MAX_TRUST,
        "pointer": limits.MAX_POINTER,
        "kill document": limits.MAX_KILL,
        "statement": limits.MAX_STATEMENT,
        "bundle": limits.MAX_BUNDLE,
    }
    assert f"more than {limits.MAX_DEPTH} levels of lists and objects ({limits.MAX_BUNDLE_DEPTH} in a bundle)" in PAGE
    assert f"of {limits.MAX_CHANNEL_NAME} characters at most" in PAGE
    assert len("eight") + 3 == limits.MAX_SIGNATURES


@pytest.fixture
def root() -> TrustRoot:
    return TrustRoot.load(BLOCKS["trust.json"].encode(), NOW)


def payload(path: str) -> bytes:
    value: Any = json.loads(BLOCKS[path])
    return canonical_bytes(value)


def test_the_examples_are_accepted(root: TrustRoot) -> None:
    promoter, killer = ed25519("promoter"), p256("killer")
    envelope = sign_envelope(payload("channels/prod.json"), CHANNEL_PAYLOAD, [promoter])
    pointer = verify_channel(root, CHANNEL, envelope, None, NOW)
    envelope = sign_envelope(payload("channels/prod.kill.json"), KILL_PAYLOAD, [killer])
    kill = verify_kill(root, CHANNEL, envelope, None, pointer.min_kill_sequence)
    assert kill is not None
    assert all(kill.restrictions[1:])
    envelope = sign_envelope(payload("bundles/sha256.dsse.json"), STATEMENT_PAYLOAD, [promoter])
    assert verify_statement(root, envelope, pointer.bundle.sha256).environment == CHANNEL


def test_the_examples_have_every_field_that_there_is() -> None:
    publisher = Publisher()
    sha256 = publisher.bundle()
    written = {
        "trust.json": json.loads(publisher.trust()),
        "channels/prod.kill.json": payload_of(publisher.kill()),
        "channels/prod.json": payload_of(publisher.point()),
        "bundles/sha256.dsse.json": payload_of(publisher.state(sha256)),
    }
    assert {path: json.loads(BLOCKS[path]).keys() for path in written} == {
        path: value.keys() for path, value in written.items()
    }
