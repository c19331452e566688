"""What may stand in a catalogue: identifiers, days, amounts; the same for what is read and for what is made."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,149}")
"""An identifier of a model."""

KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}/[a-z0-9][a-z0-9._:@/+-]{0,149}")
"""A provider and an identifier, in lower case."""

LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""The name of a source, a capability or a parameter."""

AMOUNT: Final = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,6})?")
"""USD for a million tokens."""

MAX_URL: Final = 300
"""Characters of an address."""

FIRST_DAY: Final = date(2015, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
"""Between these lie all days that a catalogue may name; a later one is a slip, or stands for "never"."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(value: Any) -> date | None:
    """Return a day that a catalogue may name, None for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
