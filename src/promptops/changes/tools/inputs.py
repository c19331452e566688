"""What happened to the parameters of tools, for those who call them as they were and for the code behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from promptops.changes.change import Kept
from promptops.changes.comparison import Comparison
from promptops.changes.schema_changes import SchemaChange, schema_changes, value_at
from promptops.changes.successors import successor
from promptops.changes.tools.tool_changes import kept_tools

Reading = Literal["refused", "ignored", "missed", "new"]
"""What comes of a difference between two schemas of parameters. `refused`: a call that was valid is not any more.
`ignored`: it still is, and means something else, as one of its parameters is gone. `missed`: a call that was not valid
is. `new`: a parameter came that need not be given. What cannot be decided has a rule of its own.
"""


class InputChange(NamedTuple):
    """A difference between the parameters of a tool before and after, and what comes of it."""

    change: Kept
    found: SchemaChange
    reading: Reading

    @property
    def message(self) -> str:
        """Return the difference in words."""
        return f"in the parameters of `{self.change.name}`, {self.found.difference.words}"


def input_changes(comparison: Comparison) -> Iterator[InputChange]:
    """Yield how the parameters of each changed tool differ, but for those that only another program knows."""
    for change in kept_tools(comparison):
        if any(side.entry.is_computed("parameters") for side in change.both):
            continue
        for found in schema_changes(change, "parameters"):
            yield from (InputChange(change, found, reading) for reading in _readings(found))


def new_name(found: SchemaChange) -> str | None:
    """Return the parameter that has probably taken the place of one that is gone."""
    before, after = (value_at(side, ("parameters", "properties")) for side in found.change.both)
    gone = found.field
    if not isinstance(before, dict) or not isinstance(after, dict) or gone not in before:
        return None
    return successor(gone, before, after)


def _readings(found: SchemaChange) -> Iterator[Reading]:
    match found.direction:
        case "narrowed" | "widened" if found.aspect == "additional" and _is_only_seal(found):
            return
        case "narrowed" | "widened" if found.is_of_a_name:
            return
        case "narrowed" | "added-required":
            yield "refused"
        case "widened" | "removed-required":
            yield "missed"
        case "added-property":
            yield "new"
        case "removed-property":
            yield "refused" if found.accepts == "before" or _is_closed(found) else "ignored"
            if _was_required(found):
                yield "missed"


def _is_only_seal(found: SchemaChange) -> bool:
    """Say whether an object with named properties is closed or opened: who knows the names passes no others."""
    pairs = zip(found.change.both, (found.difference.before, found.difference.after), strict=True)
    objects = []
    for side, path in pairs:
        above = path[: path.index("additionalProperties")] if "additionalProperties" in path else path
        objects.append(value_at(side, ("parameters", *above)))
    return all(isinstance(each, dict) and each.get("properties") for each in objects) and all(
        isinstance(each.get("additionalProperties", True), bool) for each in objects
    )


def _is_closed(found: SchemaChange) -> bool:
    """Say whether the object that lost a property refuses those that it does not name."""
    after, path = found.change.after, found.difference.before
    if path[-2:-1] != ("properties",):
        return False
    return value_at(after, ("parameters", *path[:-2], "additionalProperties")) is False


def _was_required(found: SchemaChange) -> bool:
    before, path = found.change.before, found.difference.before
    if path[-2:-1] != ("properties",):
        return False
    required = value_at(before, ("parameters", *path[:-2], "required"))
    return isinstance(required, list) and path[-1] in required
