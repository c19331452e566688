"""How a resource divides sessions: what is frozen in the bundle, so that every reader divides them alike."""

from __future__ import annotations

from typing import Final

from promptops.canonical import canonical_bytes

SCHEME: Final = "promptops-bucket/1"
"""How buckets are counted; a change of that would be another scheme."""


def split_of(reference: str, attributes: bytes) -> bytes:
    """Return the canonical JSON of how a resource divides sessions, empty for one that does not.

    The salt keeps its buckets apart from those of others.
    """
    divides = reference.startswith("rollout:") or (reference.startswith("prompt:") and b'"variants":[{' in attributes)
    return canonical_bytes({"salt": reference, "scheme": SCHEME}) if divides else b""
