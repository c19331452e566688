"""Provenance is verified offline, by sigstore's own code, against an instance that is thrown away."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sigstore.errors import TUFError
from sigstore.verify import Verifier
from tests.publishing.keyless.instance import CLAIMS, Instance, provenance

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.keyless import KeylessVerifier, Origin
from promptops.publishing.provenance_refusals import HELP, ProvenanceCode, ProvenanceError
from promptops.trust.statements import Statement

SHA256: Final = "ab" * 32
OTHER: Final = "cd" * 32
STATEMENT: Final = Statement(SHA256, "shop", "prod", CLAIMS.commit, {"clean": True})
ORIGIN: Final = Origin(CLAIMS.identity, CLAIMS.issuer, CLAIMS.repository, CLAIMS.ref)
INSTANCE: Final = Instance()
Attestation = dict[str, Any]


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> KeylessVerifier:
    file = tmp_path_factory.mktemp("trusted") / "root.json"
    file.write_text(INSTANCE.trusted_root(), encoding="utf-8")
    return KeylessVerifier(ORIGIN, file)


def written(*attestations: Attestation) -> bytes:
    return "\n".join(map(json.dumps, attestations)).encode()


def good() -> Attestation:
    return INSTANCE.attest(provenance(SHA256))


def claiming(**claims: str) -> Attestation:
    return INSTANCE.attest(provenance(SHA256), CLAIMS._replace(**claims))


def entry(attestation: Attestation) -> dict[str, Any]:
    (found,) = attestation["verificationMaterial"]["tlogEntries"]
    assert isinstance(found, dict)
    return found


def changed(attestation: Attestation, **changes: Any) -> Attestation:
    """Return an attestation with other parts of its envelope, its material or its entry in the log."""
    for part in (attestation["dsseEnvelope"], attestation["verificationMaterial"], entry(attestation)):
        part.update({key: value for key, value in changes.items() if key in part})
    return attestation


def with_other_log() -> Attestation:
    return changed(good(), tlogEntries=Instance().attest(provenance(SHA256))["verificationMaterial"]["tlogEntries"])


def with_other_root() -> Attestation:
    proof = entry(good())["inclusionProof"]
    return changed(good(), inclusionProof={**proof, "rootHash": b64encode(bytes(32)).decode()})


def flipped(text: str) -> str:
    data = b64decode(text)
    return b64encode(data[:-1] + bytes([data[-1] ^ 1])).decode()


def with_flipped_promise() -> Attestation:
    attestation = good()
    promise = entry(attestation)["inclusionPromise"]
    promise["signedEntryTimestamp"] = flipped(promise["signedEntryTimestamp"])
    return attestation


def with_flipped_stamp() -> Attestation:
    certificate = good()["verificationMaterial"]["certificate"]
    return changed(good(), certificate={"rawBytes": flipped(certificate["rawBytes"])})


SIGNED: Final = good()
REFUSED: Final[Mapping[str, tuple[ProvenanceCode, Callable[[], Attestation]]]] = {
    "another workflow": (
        ProvenanceCode.WRONG_IDENTITY,
        lambda: claiming(identity=CLAIMS.identity.replace("release", "test")),
    ),
    "the workflow at another ref": (
        ProvenanceCode.WRONG_IDENTITY,
        lambda: claiming(identity=CLAIMS.identity.replace("main", "topic")),
    ),
    "a longer identity": (ProvenanceCode.WRONG_IDENTITY, lambda: claiming(identity=f"{CLAIMS.identity}2")),
    "another issuer": (ProvenanceCode.WRONG_ISSUER, lambda: claiming(issuer=f"{CLAIMS.issuer}/evil")),
    "the same workflow, called by a stranger": (
        ProvenanceCode.WRONG_SOURCE,
        lambda: claiming(repository="https://github.com/mallory/prompts"),
    ),
    "another branch": (ProvenanceCode.WRONG_SOURCE, lambda: claiming(ref="refs/heads/topic")),
    "another commit in the certificate": (ProvenanceCode.WRONG_COMMIT, lambda: claiming(commit="0" * 40)),
    "another commit in the statement": (
        ProvenanceCode.WRONG_COMMIT,
        lambda: INSTANCE.attest(provenance(SHA256, commit="0" * 40)),
    ),
    "another subject": (ProvenanceCode.WRONG_SUBJECT, lambda: INSTANCE.attest(provenance(OTHER))),
    "no subject": (ProvenanceCode.WRONG_SUBJECT, lambda: INSTANCE.attest(provenance(SHA256, subject=[]))),
    "another predicate": (
        ProvenanceCode.UNSUPPORTED_PROVENANCE,
        lambda: INSTANCE.attest(provenance(SHA256, predicateType="https://cyclonedx.org/bom")),
    ),
    "another statement": (
        ProvenanceCode.UNSUPPORTED_PROVENANCE,
        lambda: INSTANCE.attest(provenance(SHA256, _type="https://in-toto.io/Statement/v0.1")),
    ),
    "another payload": (
        ProvenanceCode.UNSUPPORTED_PROVENANCE,
        lambda: INSTANCE.attest(provenance(SHA256), kind="text/plain"),
    ),
    "a statement that is none": (ProvenanceCode.MALFORMED_PROVENANCE, lambda: INSTANCE.attest(b"[]")),
    "a statement without a predicate": (
        ProvenanceCode.MALFORMED_PROVENANCE,
        lambda: INSTANCE.attest(provenance(SHA256, predicate=None)),
    ),
    "an envelope with another payload": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), payload=b64encode(provenance(SHA256, commit="0" * 40)).decode()),
    ),
    "an envelope with another type": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), payloadType="application/json"),
    ),
    "an envelope without a signature": (ProvenanceCode.UNVERIFIED_PROVENANCE, lambda: changed(good(), signatures=[])),
    "a certificate that has expired": (
        ProvenanceCode.UNTRUSTED_CERTIFICATE,
        lambda: INSTANCE.attest(provenance(SHA256), delay=timedelta(minutes=11)),
    ),
    "a certificate that is not valid yet": (
        ProvenanceCode.UNTRUSTED_CERTIFICATE,
        lambda: INSTANCE.attest(provenance(SHA256), delay=-timedelta(minutes=1)),
    ),
    "a certificate of another authority": (
        ProvenanceCode.UNTRUSTED_CERTIFICATE,
        lambda: Instance().attest(provenance(SHA256)),
    ),
    "a certificate that was changed": (ProvenanceCode.UNTRUSTED_CERTIFICATE, with_flipped_stamp),
    "a certificate that is none": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), certificate={"rawBytes": "AAAA"}),
    ),
    "no entry in a log": (ProvenanceCode.UNLOGGED_PROVENANCE, lambda: changed(good(), tlogEntries=[])),
    "an entry of another log": (ProvenanceCode.UNVERIFIED_PROVENANCE, with_other_log),
    "the entry of another attestation": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), tlogEntries=[entry(good())]),
    ),
    "a proof for another tree": (ProvenanceCode.UNVERIFIED_PROVENANCE, with_other_root),
    "a promise that was changed": (ProvenanceCode.UNVERIFIED_PROVENANCE, with_flipped_promise),
    "an hour that was changed": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), integratedTime=str(int(entry(good())["integratedTime"]) + 1)),
    ),
    "an hour beyond all calendars": (
        ProvenanceCode.UNVERIFIED_PROVENANCE,
        lambda: changed(good(), integratedTime=str(2**64 - 1)),
    ),
    "nothing of a Sigstore bundle": (ProvenanceCode.UNLOGGED_PROVENANCE, lambda: {"payload": "AAAA"}),
    "a Sigstore bundle with more in it": (ProvenanceCode.MALFORMED_PROVENANCE, lambda: {**good(), "more": 1}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_not_what_was_asked_for_is_refused(verifier: KeylessVerifier, case: str) -> None:
    code, made = REFUSED[case]
    with pytest.raises(ProvenanceError) as caught:
        verifier.check(written(made()), STATEMENT)
    assert (caught.value.code, caught.value.help) == (code, HELP[code])


def test_what_is_asked_for_is_accepted(verifier: KeylessVerifier) -> None:
    said = verifier.check(written(good()), STATEMENT)
    assert all(each in said for each in (*ORIGIN[:1], *ORIGIN[2:], CLAIMS.commit))
    assert verifier.check(json.dumps(good(), indent=2).encode(), STATEMENT) == said


def test_one_of_several_is_enough(verifier: KeylessVerifier) -> None:
    others = [claiming(ref="refs/heads/topic"), changed(good(), tlogEntries=[])]
    assert verifier.check(written(*others, good()), STATEMENT)
    with pytest.raises(ProvenanceError) as caught:
        verifier.check(written(*others), STATEMENT)
    assert caught.value.code is ProvenanceCode.WRONG_SOURCE


@pytest.mark.parametrize(
    ("revision", "predicate"), [(None, {"clean": True}), (CLAIMS.commit, {"clean": False}), (CLAIMS.commit, {})]
)
def test_files_that_are_not_those_of_a_commit_have_no_provenance(
    verifier: KeylessVerifier, revision: str | None, predicate: Mapping[str, Any]
) -> None:
    with pytest.raises(ProvenanceError) as caught:
        verifier.check(written(good()), STATEMENT._replace(revision=revision, predicate=predicate))
    assert caught.value.code is ProvenanceCode.WRONG_COMMIT


@given(data=st.data())
def test_whatever_byte_changes_what_is_accepted_was_signed(verifier: KeylessVerifier, data: st.DataObject) -> None:
    """Every other change is refused by name; only what leaves all that is signed as it was is not."""
    text = written(SIGNED)
    place = data.draw(st.integers(0, len(text) - 1))
    other = text[:place] + bytes([data.draw(st.integers(32, 126))]) + text[place + 1 :]
    try:
        verifier.check(other, STATEMENT)
    except ProvenanceError as error:
        assert error.code in ProvenanceCode  # noqa: PT017 - either outcome is lawful
    else:
        assert b64decode(json.loads(other)["dsseEnvelope"]["payload"]) == provenance(SHA256)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", json.dumps({**json.loads(INSTANCE.trusted_root()), "tlogs": []}).encode()]
)
def test_a_root_that_cannot_be_trusted_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "root.json"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be used"):
        KeylessVerifier(ORIGIN, file)
    file.unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        KeylessVerifier(ORIGIN, file)


def test_without_a_root_it_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Verifier:
        raise TUFError("no network")

    monkeypatch.setattr(Verifier, "production", fail)
    with pytest.raises(PromptopsError, match="no network") as caught:
        KeylessVerifier(ORIGIN, None)
    assert "--trusted-root" in (caught.value.help or "")
