"""Which bundle is meant: a path, a digest or its beginning, a revision, an environment."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path
from typing import Final

from promptops.errors import UsageError
from promptops.publishing.channel import Channel
from promptops.publishing.store import bundle_path
from promptops.trust.bundles import verify_bundle
from promptops.trust.channels import BundleAddress
from promptops.trust.fields import is_digest
from promptops.trust.limits import MAX_BUNDLE
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.statements import Statement

_HEX: Final = re.compile(r"[0-9a-f]{6,64}")
_STATEMENT: Final = re.compile(r"([0-9a-f]{64})\.dsse\.json")


def find_bundle(channel: Channel, named: str) -> BundleAddress:
    """Return the one bundle of a store that a path, a digest, a revision or the beginning of one names.

    A revision has a bundle for each environment: the one that is called as the channel is meant.

    Raises:
        UsageError: there is none, or there are several.
        RefusedError: what is signed of it cannot be believed.
    """
    path = Path(named)
    if path.suffix == ".json" and path.is_file():
        named = hashlib.sha256(path.read_bytes()).hexdigest()
    if not _HEX.fullmatch(named):
        raise UsageError(f"`{named}` names no bundle", help="give its file, or the beginning of its digest or revision")
    found = [channel.statement(named)] if is_digest(named) else _matching(channel, named)
    if len(found) > 1:
        found = [statement for statement in found if statement.environment == channel.name] or found
    if len(found) != 1:
        what = f"{len(found)} bundles" if found else "no bundle"
        advice = "give more of the digest" if found else "publish it: `promptops compile --sign KEY --publish DIR`"
        raise UsageError(f"`{channel.store.name}` has {what} that `{named}` names", help=advice)
    return address_of(channel, found[0])


def address_of(channel: Channel, statement: Statement) -> BundleAddress:
    """Return what points at a bundle whose statement is believed.

    Raises:
        RefusedError: the store does not have it, or has something else under its name.
    """
    data = channel.store.read(bundle_path(statement.sha256), MAX_BUNDLE)
    if data is None:
        raise RefusedError(Code.MISSING_FILE, f"`{channel.store.name}` has no bundle `{statement.sha256}`")
    address = BundleAddress(statement.sha256, len(data), statement.revision)
    verify_bundle((data,), address)
    return address


def _matching(channel: Channel, named: str) -> list[Statement]:
    """Return the statements about bundles whose digest or revision begins so; others are passed over.

    Where a store cannot list its bundles, those are looked at that the channel has pointed at.
    """
    names = (_STATEMENT.fullmatch(name) for name in channel.store.names("bundles"))
    listed = [match[1] for match in names if match] or [pointer.bundle.sha256 for pointer in channel.history()]
    found = []
    for sha256 in dict.fromkeys(listed):
        with contextlib.suppress(RefusedError):
            statement = channel.statement(sha256)
            if sha256.startswith(named) or (statement.revision or "").startswith(named):
                found.append(statement)
    return found
