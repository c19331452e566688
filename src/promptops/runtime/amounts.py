"""Amounts as bundles hold them: money as decimal texts in USD, durations as texts such as `10m`."""

from __future__ import annotations

import re
from typing import Final

MICROS: Final = 1_000_000
_AMOUNT: Final = r"([0-9]{1,16})(?:\.([0-9]{1,6}))?"
_DURATION: Final = r"([0-9]{1,9})(ms|s|m|h|d|w)"
_UNITS: Final = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}


def micro_usd(text: str) -> int:
    """Return a decimal text in USD in millionths.

    Raises:
        ValueError: it is none; `NaN` is no limit.
    """
    match = re.fullmatch(_AMOUNT, text)
    if match is None:
        raise ValueError(text)
    return int(match[1]) * MICROS + int((match[2] or "").ljust(6, "0"))


def milliseconds(text: str) -> int:
    """Return a duration in milliseconds.

    Raises:
        ValueError: it is none.
    """
    match = re.fullmatch(_DURATION, text)
    if match is None:
        raise ValueError(text)
    return int(match[1]) * _UNITS[match[2]]
