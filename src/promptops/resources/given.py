"""What compiling a text may rely on, by the resource that it belongs to."""

from __future__ import annotations

import json

from promptops.resources.entries import Entry
from promptops.templates.programs import Given

_RAW = frozenset({"dotprompt"})
"""Formats whose own tools render Handlebars without writing values for HTML."""
_TYPED = frozenset({"format", "handlebars", "mustache"})
"""Languages in which a program follows from the types of inputs."""


def given_of(entry: Entry) -> Given | None:
    """Return what is known of the texts of a resource, None where their language asks for nothing.

    Values are held to the inputs of the prompt that is rendered, and not to those of a fragment in it.
    """
    if entry.template not in _TYPED:
        return None
    is_held = entry.kind == "prompt" and not entry.is_computed("inputs")
    inputs = json.loads(entry.data).get("inputs") if is_held else None
    return Given(inputs, raw=entry.dialect in _RAW)
