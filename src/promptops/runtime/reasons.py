"""Why a decision is as it is: of all reasons that apply, the one that comes first here."""

from __future__ import annotations

REVOKED = "revoked"
KILLED = "killed"
PINNED = "pinned"
TARGETED = "targeted"
SPLIT = "split"
DEFAULT = "default"

PRECEDENCE = (REVOKED, KILLED, PINNED, TARGETED, SPLIT, DEFAULT)
_RANK = {reason: rank for rank, reason in enumerate(PRECEDENCE)}


def first_of(reason: str, other: str) -> str:
    """Return the one of two reasons that takes precedence."""
    return reason if _RANK[reason] <= _RANK[other] else other
