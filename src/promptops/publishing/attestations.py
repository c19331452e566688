"""Attestations as files hold them, and what one must say of a bundle once it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from promptops.publishing.provenance_refusals import ProvenanceCode, ProvenanceError
from promptops.trust import strict_json
from promptops.trust.envelopes import STATEMENT_PAYLOAD
from promptops.trust.fields import Fields, shown
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.statements import IN_TOTO_STATEMENT

MAX_FILE: Final = 4 << 20
"""Bytes of a file with attestations; one has some ten thousand."""
MAX_ATTESTATIONS: Final = 64
"""Attestations of a file: each costs some milliseconds to verify."""
SLSA_PROVENANCE: Final = "https://slsa.dev/provenance/v1"


class Attestation(NamedTuple):
    """A Sigstore bundle as it was found: nothing in it is verified."""

    text: bytes
    document: Mapping[str, Any]

    @property
    def is_logged(self) -> bool:
        """Say whether it comes with an entry of a transparency log."""
        material = self.document.get("verificationMaterial")
        return isinstance(material, dict) and bool(material.get("tlogEntries"))


def read_attestations(data: bytes) -> list[Attestation]:
    """Return the attestations of a file: it is one JSON text, or has one on each line.

    Raises:
        ProvenanceError: `malformed-provenance`.
    """
    lines = [line for line in data.split(b"\n") if line.strip()] if len(data) <= MAX_FILE else []
    try:
        if len(lines) > 1 and _is_whole(lines[0]):
            return [_attestation(line) for line in _bounded(lines)]
        return [_attestation(data)]
    except RefusedError as error:
        raise _malformed(error) from error


def check_provenance(kind: str, payload: bytes, sha256: str, commit: str) -> None:
    """Check that a verified payload is the provenance of a bundle, which was built from a commit.

    Raises:
        ProvenanceError: `unsupported-provenance`, `malformed-provenance`, `wrong-subject` or `wrong-commit`.
    """
    _require("payload", kind, STATEMENT_PAYLOAD)
    try:
        fields = Fields(strict_json.loads(payload, MAX_FILE, fractions=True), "the statement")
        _require("statement", fields.text("_type"), IN_TOTO_STATEMENT)
        _require("predicate", fields.text("predicateType"), SLSA_PROVENANCE)
        subjects = [subject.mapping("digest").get("sha256") for subject in fields.objects("subject")]
        sources = fields.child("predicate").child("buildDefinition").objects("resolvedDependencies")
        commits = [source.mapping("digest").get("gitCommit") for source in sources]
    except RefusedError as error:
        raise _malformed(error) from error
    if sha256 not in subjects:
        raise ProvenanceError(ProvenanceCode.WRONG_SUBJECT, f"the provenance is not of the bundle `{sha256}`")
    if commit not in commits:
        raise ProvenanceError(ProvenanceCode.WRONG_COMMIT, f"the provenance names other sources than commit `{commit}`")


def _is_whole(line: bytes) -> bool:
    """Say whether a line is JSON by itself: the first line of an indented document is not."""
    try:
        strict_json.loads(line, MAX_FILE)
    except RefusedError as error:
        return error.code is not Code.MALFORMED_JSON
    return True


def _bounded(lines: list[bytes]) -> list[bytes]:
    if len(lines) > MAX_ATTESTATIONS:
        raise RefusedError(Code.TOO_LONG, f"there are more than {MAX_ATTESTATIONS} attestations")
    return lines


def _attestation(text: bytes) -> Attestation:
    document = strict_json.loads(text, MAX_FILE)
    if not isinstance(document, dict):
        raise RefusedError(Code.MALFORMED_DOCUMENT, "an attestation is not an object")
    return Attestation(text, document)


def _malformed(error: RefusedError) -> ProvenanceError:
    return ProvenanceError(ProvenanceCode.MALFORMED_PROVENANCE, f"the provenance cannot be used: {error}")


def _require(what: str, found: str, expected: str) -> None:
    if found != expected:
        message = f"the {what} of the provenance is `{shown(found)}`, not `{expected}`"
        raise ProvenanceError(ProvenanceCode.UNSUPPORTED_PROVENANCE, message)
