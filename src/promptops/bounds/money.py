"""Money as resources have it once they are read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

MICROS: Final = 1_000_000


def micro_usd(written: Any) -> int:
    """Return the micro-USD of an amount in USD as canonical data have it, such as `0.15`: whole by then."""
    return int(Fraction(written) * MICROS)
