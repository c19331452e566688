"""How large, deep and far off a document may be; sizes in bytes of the file as it is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

MAX_TRUST: Final = 256 << 10
MAX_POINTER: Final = 64 << 10
MAX_KILL: Final = 1 << 20
MAX_STATEMENT: Final = 4 << 20
MAX_BUNDLE: Final = 256 << 20
MAX_STATE: Final = 4 << 20

MAX_DEPTH: Final = 64
"""Levels of lists and objects in a document of the store."""
MAX_BUNDLE_DEPTH: Final = 128
"""The same in a bundle, which holds the users' own schemas, that are read up to 100 levels deep."""

MAX_VALUES: Final = 4 << 20
"""Commas and opening brackets in a document, also within texts: each value but the first stands behind one of them.

A short value takes up to fifty times as much memory as its text. Ten thousand prompts have about 700,000.
"""

MAX_INTEGER: Final = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly."""

MAX_KEYS: Final = 64
MAX_SIGNATURES: Final = 8
"""Signatures of one envelope: each costs a verification before the document is known to be anyone's."""

MAX_CHANNEL_NAME: Final = 63

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far two honest clocks may lie apart."""
