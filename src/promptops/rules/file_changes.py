"""Changes of files that hold no resources, such as `promptops.yaml`, in the form of those of resources."""

from __future__ import annotations

from promptops.changes.change import Change
from promptops.changes.snapshot import Snapshot
from promptops.resources.entries import Entry


def change_of_file(path: str) -> Change:
    """Return the change of a file that says how the others are treated; it has no owner and no users."""
    entry = Entry(path, 0, "configuration", path, None, "native", {}, None, (), None, (), (), "{}", "")
    snapshot = Snapshot(entry, {}, (), None)
    return Change(snapshot, snapshot)
