"""Why the provenance of a bundle is not believed: the one table of its codes."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from promptops.errors import PromptopsError


class ProvenanceCode(StrEnum):
    """The name of a reason; it is part of the interface and does not change."""

    MALFORMED_PROVENANCE = "malformed-provenance"
    UNSUPPORTED_PROVENANCE = "unsupported-provenance"
    UNLOGGED_PROVENANCE = "unlogged-provenance"
    UNTRUSTED_CERTIFICATE = "untrusted-certificate"
    UNVERIFIED_PROVENANCE = "unverified-provenance"
    WRONG_IDENTITY = "wrong-identity"
    WRONG_ISSUER = "wrong-issuer"
    WRONG_SOURCE = "wrong-source"
    WRONG_COMMIT = "wrong-commit"
    WRONG_SUBJECT = "wrong-subject"


class ProvenanceError(PromptopsError):
    """A provenance is not believed; `code` says why, and `help` what to do about it."""

    def __init__(self, code: ProvenanceCode, message: str) -> None:
        super().__init__(message, help=HELP[code])
        self.code = code


_SOURCE = "take the file that the attesting step wrote, or that `gh attestation download` fetches"
_FOREIGN = "find out who made it; if it is yours, look whether `--trusted-root` is of the instance that signed it"
_RELEASED = "take the provenance of this bundle, from the run that built it"

HELP: Final = MappingProxyType(
    {
        ProvenanceCode.MALFORMED_PROVENANCE: _SOURCE,
        ProvenanceCode.UNSUPPORTED_PROVENANCE: "attest with `actions/attest-build-provenance`",
        ProvenanceCode.UNLOGGED_PROVENANCE: (
            "verify it with `gh attestation verify` if the repository is private: GitHub logs those nowhere"
        ),
        ProvenanceCode.UNTRUSTED_CERTIFICATE: _FOREIGN,
        ProvenanceCode.UNVERIFIED_PROVENANCE: _FOREIGN,
        ProvenanceCode.WRONG_IDENTITY: "compare `--identity` with the workflow that attests, and with the ref it is of",
        ProvenanceCode.WRONG_ISSUER: "compare `--issuer` with the service that the workflow runs at",
        ProvenanceCode.WRONG_SOURCE: "compare `--source` with the repository and the ref that are released",
        ProvenanceCode.WRONG_COMMIT: f"{_RELEASED}, and compile with `--at HEAD`",
        ProvenanceCode.WRONG_SUBJECT: _RELEASED,
    }
)
"""What to do about each reason."""
