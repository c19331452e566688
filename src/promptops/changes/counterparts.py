"""Which resource of the head is which of the baseline, whether or not it changed."""

from __future__ import annotations

from promptops.changes.comparison import Comparison
from promptops.resources.entries import Entry


class Counterparts:
    """Which resource of the head is which of the baseline."""

    def __init__(self, comparison: Comparison) -> None:
        self._after = comparison.after
        self._changed = {
            change.before.entry.identity: None if change.after is None else change.after.entry
            for change in comparison.changes
            if change.before is not None
        }

    def of(self, before: Entry) -> Entry | None:
        """Return what a resource of the baseline is at the head, None for one that is gone or could not be read."""
        if before.identity in self._changed:
            return self._changed[before.identity]
        return self._after.namesake(before)

    def are_known(self, before: Entry) -> bool:
        """Say whether it is known what became of a resource of the baseline: not of one that could not be read."""
        return before.identity in self._changed or self.of(before) is not None
