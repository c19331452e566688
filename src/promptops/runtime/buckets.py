"""Buckets: which of ten thousand equal parts of all units one unit falls into, the same in every language.

The bucket of a unit is the first eight bytes of `SHA-256(scheme NUL salt NUL unit)`, read as a big-endian integer,
modulo 10,000. All three are UTF-8; scheme and salt hold no NUL. The scheme is frozen: another way to count would be
another scheme.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate

SCHEME = "promptops-bucket/1"
AGAIN = "again"
"""What follows the salt, behind a `/`, where the first choice is switched off and a second one is made."""
BUCKETS = 10_000


def bytes_of(unit: str) -> bytes | None:
    """Return a unit in UTF-8, None where it is not valid Unicode and so has no bucket."""
    try:
        return unit.encode()
    except UnicodeEncodeError:
        return None


def prefix_of(salt: str) -> bytes:
    """Return what is hashed before the unit."""
    return f"{SCHEME}\0{salt}\0".encode()


def bucket(prefix: bytes, unit: bytes) -> int:
    """Return the bucket of a unit, from 0 to 9,999."""
    return int.from_bytes(sha256(prefix + unit).digest()[:8], "big") % BUCKETS


def edges(weights: Sequence[float]) -> list[int]:
    """Return how many buckets lie before the end of each part; none of the parts has any where no weight is above zero.

    A bucket lies before the end of a part if `bucket * total < 10,000 * (the weights up to and with it)`, in doubles,
    the sums taken from the first to the last.
    """
    sums = list(accumulate(weights, initial=0.0))
    total = sums[-1]
    return [bisect_left(range(BUCKETS), BUCKETS * reached, key=lambda place: place * total) for reached in sums[1:]]


def part(ends: Sequence[int], place: int) -> int | None:
    """Return the index of the part that a bucket falls into, None where it falls into none."""
    index = bisect_right(ends, place)
    return index if index < len(ends) else None
