"""A bundle's bytes against what was signed, and only then what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from promptops.trust import strict_json
from promptops.trust.channels import BundleAddress
from promptops.trust.fields import Fields, shown
from promptops.trust.limits import MAX_BUNDLE, MAX_BUNDLE_DEPTH
from promptops.trust.refusals import Code, RefusedError

FORMAT: Final = "promptops-bundle/1"


class Bundle(NamedTuple):
    """What a verified bundle says: the resources of one environment, by full reference."""

    environment: str
    project: str
    resources: Mapping[str, Any]


def verify_bundle(chunks: Iterable[bytes], address: BundleAddress) -> bytes:
    """Return the bytes of a bundle, joined, if they are those that the pointer and the statement name.

    No more chunks are taken than reach the named size.

    Raises:
        RefusedError: `truncated-bundle`, `padded-bundle` or `tampered-bundle`.
    """
    taken: list[bytes] = []
    missing = address.size
    for chunk in chunks:
        taken.append(chunk)
        missing -= len(chunk)
        if missing < 0:
            raise RefusedError(Code.PADDED_BUNDLE, f"the bundle has more than {address.size} bytes")
    if missing:
        raise RefusedError(Code.TRUNCATED_BUNDLE, f"{missing} of the {address.size} bytes of the bundle are missing")
    data = taken[0] if len(taken) == 1 else b"".join(taken)
    found = hashlib.sha256(data).hexdigest()
    if found != address.sha256:
        raise RefusedError(Code.TAMPERED_BUNDLE, f"the bundle is `{found}`, not `{address.sha256}`")
    return data


def read_bundle(data: bytes, project: str, *, may_be_empty: bool = True) -> Bundle:
    """Return what a verified bundle says.

    Raises:
        RefusedError: it is not strict JSON, of another format or project, or empty though it may not be.
    """
    fields = Fields(strict_json.loads(data, MAX_BUNDLE, depth=MAX_BUNDLE_DEPTH, fractions=True), "the bundle")
    fields.of_format(FORMAT)
    fields.close("environment", "format", "project", "resources")
    if (found := fields.text("project")) != project:
        raise RefusedError(Code.WRONG_PROJECT, f"the bundle is of project `{shown(found)}`, not `{project}`")
    resources = fields.mapping("resources")
    if not resources and not may_be_empty:
        raise RefusedError(Code.EMPTY_PROJECT, "the bundle holds no resources")
    return Bundle(fields.text("environment"), project, resources)
