"""What a prompt or fragment takes from who calls it: the inputs that it declares, else the variables of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptops.changes.snapshot import Snapshot
from promptops.resources.entries import Name

_REACH = 16
_ASKED_AHEAD = re.compile(r"(?:\b(?:if|elif|unless|not|and|or)|\{\{[#^])[ \t(]{0,5}\Z")
_ASKED_BEHIND = re.compile(r"[ \t]{0,5}(?:is[ ]{1,5}(?:not[ ]{1,5})?defined\b|\|[ ]{0,5}(?:default|d)\b|or\b)")


def declared_inputs(snapshot: Snapshot) -> Mapping[str, Any]:
    """Return the schemas of the inputs that a resource declares, by name."""
    inputs = snapshot.data.get("inputs")
    properties = inputs.get("properties") if isinstance(inputs, dict) else None
    return properties if isinstance(properties, dict) else {}


def required_inputs(snapshot: Snapshot) -> frozenset[str]:
    """Return the names of the inputs that callers must pass."""
    inputs = snapshot.data.get("inputs")
    required = inputs.get("required") if isinstance(inputs, dict) else None
    return frozenset(required if isinstance(required, list) else ())


def takes(snapshot: Snapshot) -> frozenset[str]:
    """Return the names of all values that a resource takes."""
    return frozenset(use.name for use in snapshot.entry.variables) | declared_inputs(snapshot).keys()


def needed_variables(snapshot: Snapshot) -> frozenset[str]:
    """Return the names of the values without which a text has a hole: those of the required inputs, if any are."""
    if snapshot.entry.inputs is not None:
        return required_inputs(snapshot)
    uses = snapshot.entry.variables
    left_out = {use.name for use in uses if use.name.startswith("_") or is_optional(snapshot, use)}
    return frozenset(use.name for use in uses) - left_out - declared_inputs(snapshot).keys() | required_inputs(snapshot)


def is_optional(snapshot: Snapshot, use: Name) -> bool:
    """Say whether a text provides for it that nobody passes a variable."""
    found = snapshot.text_at(tuple(use.keys))
    if found is None or use.start < 0:
        return False
    ahead = found.text[max(0, use.start - _REACH) : use.start]
    return _ASKED_AHEAD.search(ahead) is not None or _ASKED_BEHIND.match(found.text, use.end) is not None
