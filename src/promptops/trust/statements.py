"""The statement about a bundle: an in-toto Statement v1 with one subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from promptops.trust import strict_json
from promptops.trust.envelopes import STATEMENT_PAYLOAD, Envelope
from promptops.trust.fields import Fields, shown
from promptops.trust.limits import MAX_STATEMENT
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import BUNDLE_ROLE, TrustRoot

IN_TOTO_STATEMENT: Final = "https://in-toto.io/Statement/v1"
STATEMENT_TYPE: Final = "urn:promptops:predicate:bundle:1"
"""The type of the predicate. It is a name; nothing is looked up there."""


class Statement(NamedTuple):
    """A verified statement; `predicate` is what it says beside project, environment and revision, and those."""

    sha256: str
    project: str
    environment: str
    revision: str | None
    predicate: Mapping[str, Any]


def verify_statement(root: TrustRoot, data: bytes, bundle_sha256: str) -> Statement:
    """Return the statement that an envelope holds, if it is about the bundle with this SHA-256, in hexadecimal.

    Raises:
        RefusedError: it is malformed, not signed by enough keys of the role `bundle`, about another bundle
            (`wrong-statement`) or of another project.
    """
    role = root.role(BUNDLE_ROLE)
    envelope = Envelope.parse(data, MAX_STATEMENT)
    envelope.require_type(STATEMENT_PAYLOAD)
    payload = root.verify(envelope, role)
    fields = Fields(strict_json.loads(payload, MAX_STATEMENT), "the statement")
    fields.close("_type", "subject", "predicateType", "predicate")
    _require(fields, "_type", IN_TOTO_STATEMENT)
    _require(fields, "predicateType", STATEMENT_TYPE)
    _require_subject(fields, bundle_sha256)
    predicate = fields.child("predicate")
    if (project := predicate.text("project")) != root.project:
        raise RefusedError(Code.WRONG_PROJECT, f"the statement is of project `{shown(project)}`, not `{root.project}`")
    return Statement(
        bundle_sha256,
        project,
        predicate.text("environment"),
        predicate.optional_text("revision"),
        fields.mapping("predicate"),
    )


def subject_name(sha256: str) -> str:
    """Return the name of a bundle as the subject of a statement: its path in the store."""
    return f"bundles/{sha256}.json"


def _require(fields: Fields, key: str, value: str) -> None:
    if (found := fields.text(key)) != value:
        raise RefusedError(Code.UNSUPPORTED_FORMAT, f"`{key}` of the statement is `{shown(found)}`, not `{value}`")


def _require_subject(fields: Fields, sha256: str) -> None:
    subjects = fields.objects("subject")
    if len(subjects) != 1:
        raise RefusedError(Code.WRONG_STATEMENT, f"the statement has {len(subjects)} subjects instead of one")
    subject = subjects[0]
    subject.close("name", "digest")
    digest = subject.child("digest")
    digest.close("sha256")
    found = digest.digest("sha256")
    if found != sha256 or subject.text("name") != subject_name(sha256):
        raise RefusedError(Code.WRONG_STATEMENT, f"the statement is about the bundle `{found}`, not `{sha256}`")
