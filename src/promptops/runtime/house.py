"""What all sessions of a runtime share."""

from __future__ import annotations

from typing import NamedTuple

from promptops.runtime.budgets.spending import Treasury
from promptops.runtime.events import Events
from promptops.runtime.watching import Watch


class House(NamedTuple):
    """What is in force, who is told of events, and who grants calls."""

    watch: Watch
    events: Events
    treasury: Treasury
