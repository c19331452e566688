"""What all sessions of a runtime share."""

from __future__ import annotations

from promptops.runtime.budgets.spending import Treasury
from promptops.runtime.events import Events
from promptops.runtime.watching import Watch


class House:
    """What is in force, who is told of events, and who grants calls."""

    __slots__ = ("events", "treasury", "watch")

    def __init__(self, watch: Watch, events: Events, treasury: Treasury) -> None:
        self.watch, self.events, self.treasury = watch, events, treasury
