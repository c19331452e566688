"""Keyless provenance: what a workflow signed of what it built, with a certificate that says which workflow it was.

Only this module imports sigstore, which is an extra: `promptops-compiler[provenance]`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.x509 import Certificate
from sigstore.errors import CertValidationError, Error, TUFError, VerificationError
from sigstore.models import Bundle, InvalidBundle, TrustedRoot
from sigstore.verify import Verifier
from sigstore.verify.policy import (
    Identity,
    OIDCIssuerV2,
    OIDCSourceRepositoryDigest,
    OIDCSourceRepositoryRef,
    OIDCSourceRepositoryURI,
    VerificationPolicy,
)

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.attestations import Attestation, check_provenance, read_attestations
from promptops.publishing.provenance_refusals import ProvenanceCode, ProvenanceError
from promptops.trust.statements import Statement

_REASON: Final = 200
"""Characters of a library's words that a message shows."""


class Origin(NamedTuple):
    """Where a bundle must come from.

    `identity` is the URI of the workflow that signs, with its ref; `issuer` is the service that vouches for it;
    `repository` and `ref` are those of the sources. A workflow that others can call has one identity for all who call
    it, so that neither of the two tells the other.
    """

    identity: str
    issuer: str
    repository: str
    ref: str

    def __str__(self) -> str:
        return f"by {self.identity} from {self.repository}@{self.ref}"


class KeylessVerifier:
    """Verifies provenance against one origin and one root of trust."""

    def __init__(self, origin: Origin, trusted_root: Path | None) -> None:
        """Trust a root in a file, or the one that Sigstore publishes, which is fetched.

        Raises:
            PromptopsError: it cannot be read, or not be fetched.
        """
        self._origin = origin
        self._verifier = _published() if trusted_root is None else _pinned(trusted_root)

    def check(self, data: bytes, statement: Statement) -> str:
        """Say where a bundle was built, if one of the attestations in `data` proves that it was the origin.

        The commit is the one that the verified statement of the bundle names.

        Raises:
            ProvenanceError: none of them does; the reason is that of the first.
        """
        commit = _commit_of(statement)
        attestations = read_attestations(data)
        refused: list[ProvenanceError] = []
        for attestation in attestations:
            try:
                self._check(attestation, statement.sha256, commit)
            except ProvenanceError as error:
                refused.append(error)
            else:
                return f"provenance of {statement.sha256[:12]}: built {self._origin}, commit {commit}"
        raise refused[0]

    def _check(self, attestation: Attestation, sha256: str, commit: str) -> None:
        if not attestation.is_logged:
            raise ProvenanceError(
                ProvenanceCode.UNLOGGED_PROVENANCE, "the provenance comes without an entry of a transparency log"
            )
        kind, payload = self._verified(attestation.text, commit)
        check_provenance(kind, payload, sha256, commit)

    def _verified(self, text: bytes, commit: str) -> tuple[str, bytes]:
        try:
            return self._verifier.verify_dsse(Bundle.from_json(text), _Certified(self._origin, commit))
        except ProvenanceError:
            raise
        except InvalidBundle as error:
            raise _refused(ProvenanceCode.MALFORMED_PROVENANCE, "this is no Sigstore bundle", error) from error
        except CertValidationError as error:
            raise _refused(ProvenanceCode.UNTRUSTED_CERTIFICATE, "the certificate is not trusted", error) from error
        except Exception as error:
            # sigstore names only some of the errors that a stranger's bytes lead to, and all of them mean the same
            raise _refused(ProvenanceCode.UNVERIFIED_PROVENANCE, "the provenance is not verified", error) from error


class _Certified:
    """What a certificate must say, in the form in which sigstore asks for it."""

    def __init__(self, origin: Origin, commit: str) -> None:
        self._rules: tuple[tuple[ProvenanceCode, str, VerificationPolicy], ...] = (
            (ProvenanceCode.WRONG_ISSUER, "another service vouches", OIDCIssuerV2(origin.issuer)),
            (ProvenanceCode.WRONG_IDENTITY, "another workflow signed", Identity(identity=origin.identity)),
            (ProvenanceCode.WRONG_SOURCE, "another repository was built", OIDCSourceRepositoryURI(origin.repository)),
            (ProvenanceCode.WRONG_SOURCE, "another ref was built", OIDCSourceRepositoryRef(origin.ref)),
            (ProvenanceCode.WRONG_COMMIT, "another commit was built", OIDCSourceRepositoryDigest(commit)),
        )

    def verify(self, cert: Certificate) -> None:
        """Refuse a certificate that says anything else."""
        for code, fact, rule in self._rules:
            try:
                rule.verify(cert)
            except VerificationError as error:
                raise _refused(code, fact, error) from error


def _commit_of(statement: Statement) -> str:
    if statement.revision is None or statement.predicate.get("clean") is not True:
        raise ProvenanceError(ProvenanceCode.WRONG_COMMIT, "the statement is not of the files of one commit")
    return statement.revision


def _refused(code: ProvenanceCode, fact: str, error: Exception) -> ProvenanceError:
    reason = " ".join(str(error).split())[:_REASON]
    return ProvenanceError(code, f"{fact}: {reason or type(error).__name__}")


def _published() -> Verifier:
    try:
        return Verifier.production()
    except TUFError as error:
        advice = "name a file with `--trusted-root`, which needs no network"
        raise PromptopsError(f"Sigstore's root of trust cannot be fetched: {error.message}", help=advice) from error


def _pinned(file: Path) -> Verifier:
    try:
        return Verifier(trusted_root=TrustedRoot.from_file(os.fspath(file)))
    except OSError as error:
        raise UsageError(f"the trusted root `{file}` cannot be read: {error.strerror}") from error
    except (Error, ValueError) as error:
        advice = "it is one JSON document: of what `gh attestation trusted-root` prints, the first line"
        raise UsageError(f"the trusted root `{file}` cannot be used", help=advice) from error
