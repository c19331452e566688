"""Verifying a release with nothing but the trust file: each thing that was checked, in words."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from datetime import datetime

from promptops.publishing.channel import Channel
from promptops.publishing.store import Store, bom_path, bundle_path, pointer_path, statement_path
from promptops.reports.summary import counted
from promptops.runtime.checking import check_resources
from promptops.trust.bundles import Bundle, read_bundle, verify_bundle
from promptops.trust.channels import BundleAddress, verify_channel
from promptops.trust.fields import written_time
from promptops.trust.limits import MAX_BUNDLE, MAX_POINTER, MAX_STATEMENT
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.statements import Statement, verify_statement


def verify_release(channel: Channel, now: datetime) -> Generator[str, None, Statement]:
    """Verify all that a reader of a channel believes, and yield what was checked as soon as it was.

    It returns the statement about the bundle in force.

    Raises:
        RefusedError: something cannot be believed.
    """
    store, root = channel.store, channel.root
    data = store.read(pointer_path(channel.name), MAX_POINTER)
    if data is None:
        raise RefusedError(Code.MISSING_FILE, f"`{store.name}` has no channel `{channel.name}`")
    pointer = verify_channel(root, channel.name, data, None, now)
    yield f"pointer {pointer.epoch}.{pointer.sequence} of {channel.name}, until {written_time(pointer.expires_at)}"
    kill = channel.required_kill()
    if kill is not None:
        kill.restrictions.refuse_revoked(pointer.bundle.sha256)
    yield "no kill document, and none asked for" if kill is None else f"kill document {kill.sequence}"
    return (yield from verify_stored(store, root, pointer.bundle.sha256, pointer.bundle.size))


def verify_stored(
    store: Store, root: TrustRoot, sha256: str, size: int | None = None
) -> Generator[str, None, Statement]:
    """Verify a bundle of a store and its statement, which is returned, and yield what was checked.

    Raises:
        RefusedError: something cannot be believed.
    """
    signed = _read(store, statement_path(sha256), MAX_STATEMENT)
    statement = yield from verify_pair(root, _read(store, bundle_path(sha256), MAX_BUNDLE), signed, sha256, size)
    bom = store.read(bom_path(sha256), MAX_BUNDLE)
    if bom is not None:
        yield _checked_bom(bom, statement)
    return statement


def _checked_bom(bom: bytes, statement: Statement) -> str:
    if statement.predicate.get("bom") != {"sha256": hashlib.sha256(bom).hexdigest()}:
        raise RefusedError(Code.WRONG_STATEMENT, "the bill of materials is not the one that was signed")
    return f"bill of materials, {len(bom):,} bytes"


def stored_bundle(store: Store, root: TrustRoot, sha256: str) -> Bundle:
    """Return what a bundle of a store says, once it and what was signed of it are verified.

    Raises:
        RefusedError: something cannot be believed.
    """
    statement = verify_statement(root, _read(store, statement_path(sha256), MAX_STATEMENT), sha256)
    data = _read(store, bundle_path(sha256), MAX_BUNDLE)
    return read_bundle(verify_bundle((data,), BundleAddress(sha256, len(data), statement.revision)), root.project)


def verify_pair(
    root: TrustRoot, data: bytes, signed: bytes, sha256: str, size: int | None = None
) -> Generator[str, None, Statement]:
    """Verify the bytes of a bundle and what was signed of them, which is returned, and yield what was checked.

    Raises:
        RefusedError: something cannot be believed.
    """
    statement = verify_statement(root, signed, sha256)
    yield f"statement about {sha256[:12]}: {origin_of(statement)}"
    verify_bundle((data,), BundleAddress(sha256, len(data) if size is None else size, statement.revision))
    bundle = read_bundle(data, root.project, may_be_empty=False)
    check_resources(bundle.resources)
    held = f"{counted(len(bundle.resources), 'resource')}, {len(data):,} bytes"
    yield f"bundle of {bundle.project} for {bundle.environment}, {held}"
    return statement


def origin_of(statement: Statement) -> str:
    """Return where a bundle comes from, in words."""
    clean = "" if statement.predicate.get("clean") else ", with changes that were not committed"
    return f"from {statement.revision or 'no commit'}{clean}"


def _read(store: Store, path: str, limit: int) -> bytes:
    data = store.read(path, limit)
    if data is None:
        raise RefusedError(Code.MISSING_FILE, f"`{store.name}` has no `{path}`")
    return data
