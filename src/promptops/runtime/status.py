"""What can be asked of a runtime: what is in force, and how the last look at the store went."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Status(NamedTuple):
    """What is in force, and how the last look at the store went.

    `active` is the SHA-256 of the bundle in force. `code` and `message` say why the last look was refused; both are
    None where it was not. `live` are the bundles that sessions hold or that are kept to go back to, each with the
    reason why it is revoked, or None. Times are in UTC; `expires_at` is when the pointer does.
    """

    channel: str
    active: str
    revision: str | None
    epoch: int
    sequence: int
    expires_at: datetime | None
    kill_sequence: int
    halted: str | None
    last_attempt: datetime
    last_success: datetime
    code: str | None
    message: str | None
    live: dict[str, str | None]
    dropped_events: int
