"""Writing the trust file: which keys may sign what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from promptops.errors import UsageError
from promptops.trust.fields import is_channel
from promptops.trust.keys import PublicKey
from promptops.trust.root import FORMAT, TrustRoot

BUNDLE: Final = "bundle"


def roles_of(channels: Iterable[str], given: Sequence[str]) -> tuple[str, ...]:
    """Return the roles that a key is to have: those that are given, else that of bundles and both of each channel.

    Raises:
        UsageError: one of them cannot be a role.
    """
    every = given or (BUNDLE, *(f"{kind}:{channel}" for channel in channels for kind in ("channel", "kill")))
    for role in every:
        kind, colon, channel = role.partition(":")
        if role != BUNDLE and not (colon and kind in ("channel", "kill") and is_channel(channel)):
            raise UsageError(f"`{role}` cannot be a role", help="write `bundle`, `channel:NAME` or `kill:NAME`")
    return tuple(dict.fromkeys(every))


def trusting(old: bytes | None, project: str, keys: Sequence[PublicKey], roles: Sequence[str], now: datetime) -> bytes:
    """Return a trust file that gives some keys some roles, beside what an older file says.

    Raises:
        UsageError: the older file is for another project.
        RefusedError: it cannot be read.
    """
    document = _empty(project) if old is None else _checked(old, project, now)
    for key in keys:
        document["keys"][key.keyid] = {"public_key": key.pem()}
        for role in roles:
            found = document["roles"].setdefault(role, {"keys": [], "threshold": 1})
            found["keys"] = sorted({*found["keys"], key.keyid})
    return written(document, now)


def without(old: bytes, project: str, keys: Sequence[PublicKey], now: datetime) -> bytes:
    """Return a trust file without some keys; a role that nobody is left for is gone.

    Raises:
        UsageError: the file is for another project, or a role would ask for more keys than are left.
        RefusedError: it cannot be read.
    """
    document = _checked(old, project, now)
    gone = {key.keyid for key in keys}
    document["keys"] = {keyid: key for keyid, key in document["keys"].items() if keyid not in gone}
    for role in document["roles"].values():
        role["keys"] = [keyid for keyid in role["keys"] if keyid not in gone]
    document["roles"] = {name: role for name, role in document["roles"].items() if role["keys"]}
    return written(document, now)


def written(document: Mapping[str, Any], now: datetime) -> bytes:
    """Return a trust file as text that people review; what readers would refuse is refused here."""
    data = (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    TrustRoot.load(data, now)
    return data


def _empty(project: str) -> dict[str, Any]:
    return {"format": FORMAT, "project": project, "expires_at": None, "keys": {}, "roles": {}}


def _checked(old: bytes, project: str, now: datetime) -> dict[str, Any]:
    root = TrustRoot.load(old, now)
    if root.project != project:
        raise UsageError(f"the trust file is for the project `{root.project}`, not `{project}`")
    document: dict[str, Any] = json.loads(old)
    return document
