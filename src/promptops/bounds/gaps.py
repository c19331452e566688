"""Why a bound has no end: what the files do not say, and where they would."""

from __future__ import annotations

from typing import NamedTuple

from promptops.bounds.usage import Measure
from promptops.resources.entries import Place


class Gap(NamedTuple):
    """A limit that is missing: the first measure that has no end for it, the fact in words, and the place.

    Calls without an end are tokens without an end, and these money, unless a limit on spending ends them.
    """

    measure: Measure
    message: str
    at: Place
